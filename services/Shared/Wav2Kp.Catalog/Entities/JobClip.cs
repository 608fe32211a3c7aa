using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>A clip that an extraction asks for.</summary>
public sealed class JobClip
{
    /// <summary>The job.</summary>
    public Guid JobId { get; set; }

    /// <summary>The clip.</summary>
    public Guid ClipId { get; set; }

    /// <summary>The job whose steps process the clip: another one's, if that was at work on the clip already.</summary>
    public Guid StepsJobId { get; set; }

    /// <summary>How it ended.</summary>
    public JobClipState State { get; set; }

    /// <summary>Why it was rejected or failed, in one kebab-case word.</summary>
    public string? Code { get; set; }

    /// <summary>Why it was rejected or failed, in a sentence.</summary>
    public string? Reason { get; set; }

    /// <summary>The clip, where it was loaded with the row.</summary>
    public Clip? Clip { get; set; }
}
