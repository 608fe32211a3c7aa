namespace FFMpegCore.Arguments;

/// <summary>An input or output that passes through this process.</summary>
internal interface IPipeArgument : IInputOutputArgument
{
    /// <summary>Serves the pipe until all has passed through it.</summary>
    /// <param name="ended">Cancelled when ffmpeg has ended, however it ended.</param>
    /// <param name="cancelled">Cancelled when ffmpeg was killed and nothing more is wanted.</param>
    Task ServeAsync(CancellationToken ended, CancellationToken cancelled);
}
