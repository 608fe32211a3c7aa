using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Logs on the console (JSON with <c>Logging__Console__FormatterName=json</c>), and all telemetry by OTLP where an endpoint is set.</summary>
internal static class LogsAndTelemetry
{
    private const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] s_sources = [Telemetry.Name, "Npgsql", "MassTransit", "Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] s_meters =
    [
        Telemetry.Name, "Npgsql", "MassTransit", "System.Runtime", "System.Net.Http",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    public static void AddLogsAndTelemetry(this IHostApplicationBuilder builder)
    {
        // said by name, or the formatter's options below give way to older ones of the logger's own
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            o.UseUtcTimestamp = true;
        });
        // It logs as errors, with the whole statement, what is tried again or thrown to the caller.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.Logging.AddFilter("Npgsql", LogLevel.Error);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Its errors are those of single messages, stack and all; the dispatcher reports the same in one line for all of them.
        builder.Logging.AddFilter("MassTransit", level => level is LogLevel.Warning or LogLevel.Critical);
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointSetting]))
        {
            return;
        }
        string service = builder.Environment.ApplicationName;
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService(service).AddEnvironmentVariableDetector();
        builder.Logging.AddOpenTelemetry(o =>
        {
            o.IncludeScopes = true;
            o.IncludeFormattedMessage = true;
            o.SetResourceBuilder(resource);
            o.AddOtlpExporter();
        });
        builder.Services.AddSingleton<IHostedService>(_ => new TelemetryService(resource));
    }

    /// <summary>Exports traces and figures from the start of the service to its end.</summary>
    private sealed class TelemetryService(ResourceBuilder resource) : IHostedService
    {
        private TracerProvider? _traces;
        private MeterProvider? _metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(s_sources).AddOtlpExporter().Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(s_meters).AddOtlpExporter().Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces?.Dispose();
            _metrics?.Dispose();
            return Task.CompletedTask;
        }
    }
}
