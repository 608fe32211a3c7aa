namespace FFMpegCore;

/// <summary>A report of ffprobe, with what it wrote to stderr.</summary>
internal interface IProbeResult
{
    IReadOnlyList<string> ErrorData { get; set; }
}
