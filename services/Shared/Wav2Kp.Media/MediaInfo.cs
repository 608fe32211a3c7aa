namespace Wav2Kp.Media;

/// <summary>What a media file holds, as far as speech and faces need it.</summary>
public sealed record MediaInfo
{
    /// <summary>The container's name as ffmpeg gives it, e.g. <c>mov,mp4,m4a,3gp,3g2,mj2</c>.</summary>
    public required string Container { get; init; }

    /// <summary>The length in seconds: of the decoded frames where they were decoded, else what the container claims.</summary>
    public required Rational Duration { get; init; }

    /// <summary>When the earliest of its streams begins, in seconds on the file's own clock.</summary>
    public Rational StartTime { get; init; }

    /// <summary>The bytes of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>The picture, if it has one; a cover image of an audio file is none.</summary>
    public VideoInfo? Video { get; init; }

    /// <summary>The sound, if it has any.</summary>
    public AudioInfo? Audio { get; init; }

    /// <summary>What is odd about the file without making it useless, in sentences; only known after <see cref="TalkingClip.ValidateAsync"/>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
