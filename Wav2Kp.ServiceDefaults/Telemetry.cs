using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Wav2Kp.ServiceDefaults;

/// <summary>The traces and figures that every service gives.</summary>
internal static class Telemetry
{
    public const string Name = "Wav2Kp";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter s_meter = new(Name);

    public static readonly Histogram<double> StepDuration = s_meter.CreateHistogram<double>(
        "wav2kp.step.duration", "s", "How long attempts at steps took, by kind and outcome.");
}
