namespace Wav2Kp.Cli;

/// <summary>A failure that the user can act on: printed as one sentence, without a stack.</summary>
internal sealed class CliException(string message, int exitCode = ExitCodes.Failed, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
