using FFMpegCore.Builders.MetaData;

namespace FFMpegCore;

/// <summary>What ffprobe found in a file.</summary>
public interface IMediaAnalysis
{
    /// <summary>The longest of the format's, the primary video stream's and the primary audio stream's durations.</summary>
    TimeSpan Duration { get; }

    /// <summary>The container.</summary>
    MediaFormat Format { get; }

    /// <summary>The chapters.</summary>
    List<ChapterData> Chapters { get; }

    /// <summary>The audio stream of the lowest index.</summary>
    AudioStream? PrimaryAudioStream { get; }

    /// <summary>The video stream of the lowest index.</summary>
    VideoStream? PrimaryVideoStream { get; }

    /// <summary>The subtitle stream of the lowest index.</summary>
    SubtitleStream? PrimarySubtitleStream { get; }

    /// <summary>All video streams, cover pictures included.</summary>
    List<VideoStream> VideoStreams { get; }

    /// <summary>All audio streams.</summary>
    List<AudioStream> AudioStreams { get; }

    /// <summary>All subtitle streams.</summary>
    List<SubtitleStream> SubtitleStreams { get; }

    /// <summary>What ffprobe complained about while it succeeded.</summary>
    IReadOnlyList<string> ErrorData { get; }
}
