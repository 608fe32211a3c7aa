namespace Wav2Kp.Cli.Workspaces;

/// <summary>What became of a clip.</summary>
/// <param name="State"><c>ready</c>, <c>rejected</c>, <c>failed</c>, or a state on the way there.</param>
/// <param name="Code">The reason's short name, when rejected or failed.</param>
/// <param name="Reason">What is wrong and what to do.</param>
/// <param name="DetectionError">Mean distance of the detected from the known points over the inter-ocular distance, where points were known.</param>
internal sealed record ClipOutcome(
    string Id,
    string Name,
    string State,
    string? Code = null,
    string? Reason = null,
    int? Frames = null,
    int? ValidFrames = null,
    double? DetectionError = null)
{
    public const string Ready = "ready";
    public const string Rejected = "rejected";
    public const string Failed = "failed";
}
