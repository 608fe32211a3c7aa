using FFMpegCore.Arguments;

namespace FFMpegCore;

/// <summary>Options that stand before all inputs.</summary>
public sealed class FFMpegGlobalArguments : FFMpegArgumentsBase
{
    internal FFMpegGlobalArguments()
    {
    }

    /// <summary>How much ffmpeg writes to stderr.</summary>
    public FFMpegGlobalArguments WithVerbosityLevel(VerbosityLevel verbosityLevel = VerbosityLevel.Error)
    {
        string banner = verbosityLevel < VerbosityLevel.Info ? "-hide_banner " : string.Empty;
        Arguments.Add(new TextArgument($"{banner}-loglevel {verbosityLevel.ToString().ToLowerInvariant()}"));
        return this;
    }
}
