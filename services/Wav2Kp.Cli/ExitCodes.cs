namespace Wav2Kp.Cli;

/// <summary>What the process returns to the shell.</summary>
internal static class ExitCodes
{
    public const int Succeeded = 0;

    /// <summary>The work was done and failed, or a part of it did.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The platform could not be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl-C.</summary>
    public const int Cancelled = 130;
}
