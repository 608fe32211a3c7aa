namespace FFMpegCore.Arguments;

/// <summary>An input or output, with what has to be done around a run of ffmpeg.</summary>
public interface IInputOutputArgument : IArgument
{
    /// <summary>Before ffmpeg starts.</summary>
    void Pre();

    /// <summary>While ffmpeg runs.</summary>
    Task During(CancellationToken cancellationToken = default);

    /// <summary>After ffmpeg has ended, however it ended.</summary>
    void Post();
}
