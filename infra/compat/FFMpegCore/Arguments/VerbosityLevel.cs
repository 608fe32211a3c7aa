namespace FFMpegCore.Arguments;

/// <summary>How much ffmpeg writes to stderr (<c>-loglevel</c>).</summary>
public enum VerbosityLevel
{
    /// <summary>Nothing.</summary>
    Quiet = -8,

    /// <summary>What ends the run.</summary>
    Fatal = 8,

    /// <summary>All errors.</summary>
    Error = 16,

    /// <summary>Warnings too.</summary>
    Warning = 24,

    /// <summary>ffmpeg's default.</summary>
    Info = 32,

    /// <summary>More than the default.</summary>
    Verbose = 40,

    /// <summary>For debugging.</summary>
    Debug = 48,

    /// <summary>Everything.</summary>
    Trace = 56,
}
