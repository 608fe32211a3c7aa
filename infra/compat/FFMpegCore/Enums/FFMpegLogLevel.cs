namespace FFMpegCore.Enums;

/// <summary>How much ffmpeg writes to stderr (<c>-v</c>).</summary>
public enum FFMpegLogLevel
{
    /// <summary>Nothing.</summary>
    Quiet,

    /// <summary>Only what leads to a crash.</summary>
    Panic,

    /// <summary>What ends the run.</summary>
    Fatal,

    /// <summary>All errors.</summary>
    Error,

    /// <summary>Warnings too.</summary>
    Warning,

    /// <summary>ffmpeg's default.</summary>
    Info,

    /// <summary>More than the default.</summary>
    Verbose,

    /// <summary>For debugging.</summary>
    Debug,

    /// <summary>Everything.</summary>
    Trace,
}
