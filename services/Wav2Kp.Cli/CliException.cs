namespace Wav2Kp.Cli;

/// <summary>A failure that the user can act on: printed as one sentence, without a stack.</summary>
internal sealed class CliException(string message, int exitCode = ExitCodes.Failed, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The kind of problem, as a word, where the platform says it.</summary>
    public string? Code { get; init; }
}
