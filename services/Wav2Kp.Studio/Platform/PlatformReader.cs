using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Wav2Kp.Studio.Errors;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Platform;

/// <summary>
/// Reads what the AppHost says of the services that it started on this machine: from its file apphost.json, which the setting
/// Platform:State names. Elsewhere, such as under Kubernetes, there is no such file, and the platform's own tools show them.
/// </summary>
internal sealed partial class PlatformReader(IConfiguration configuration, ILogger<PlatformReader> logger)
{
    private string? StateFile => configuration["Platform:State"];

    /// <summary>The services and servers; null when nobody says.</summary>
    public async Task<IReadOnlyList<Api.ServiceInfo>?> ServicesAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken))?.Resources!.Select(View).ToList();

    /// <summary>The log of a service; null when there is no such service or log.</summary>
    public async Task<LogFile?> LogAsync(string name, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken))?.Resources!.FirstOrDefault(r => r.Name == name) is { Log: { } path } && File.Exists(path) ? new LogFile(path) : null;

    /// <summary>That nobody says what runs.</summary>
    public static ApiException Unknown() => new(
        StatusCodes.Status404NotFound, "no-app-model", "The services were not started by Wav2Kp's AppHost on this machine: the tools of whatever runs them show their states and logs.");

    private async Task<Application?> ReadAsync(CancellationToken cancellationToken)
    {
        if (StateFile is not { Length: > 0 } path || !File.Exists(path))
            return null;
        try
        {
            await using var file = File.OpenRead(path);
            var state = await JsonSerializer.DeserializeAsync<Application>(file, JsonSerializerOptions.Web, cancellationToken);
            return state?.Resources is null ? null : state; // written by another version of the AppHost, it may lack them
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            LogUnreadable(e, path);
            return null;
        }
    }

    private static Api.ServiceInfo View(Resource resource)
    {
        var state = new Api.ServiceInfo
        {
            Name = resource.Name,
            Type = resource.Type,
            State = resource.State,
            Health = resource.Health,
            Endpoint = resource.Endpoint,
            Restarts = resource.Restarts,
            Message = resource.Message,
            HasLog = File.Exists(resource.Log),
        };
        if (resource.Pid is not { } pid)
            return state;
        try
        {
            using var process = Process.GetProcessById(pid);
            DateTimeOffset since = process.StartTime;
            double seconds = Math.Max(1e-3, (DateTimeOffset.Now - since).TotalSeconds);
            return state with { Since = since, MeanProcessors = process.TotalProcessorTime.TotalSeconds / seconds, Memory = process.WorkingSet64 };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return state; // it ended between the file's writing and its reading, or is another user's
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of the services cannot be read from {Path}")]
    private partial void LogUnreadable(Exception exception, string path);

    private sealed record Application(IReadOnlyList<Resource>? Resources);

    private sealed record Resource(string Name, string Type, string State, string? Health, int? Pid, string? Endpoint, string? Log, int Restarts, string? Message);
}
