using FFMpegCore.Arguments;

namespace FFMpegCore;

/// <summary>A list of parts of ffmpeg's argument line.</summary>
public abstract class FFMpegArgumentsBase
{
    internal List<IArgument> Arguments { get; } = [];

    internal string ArgumentsText => string.Join(' ', Arguments.Select(argument => argument.Text).Where(text => text.Length > 0));
}
