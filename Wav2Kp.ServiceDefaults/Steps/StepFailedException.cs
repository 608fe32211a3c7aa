namespace Wav2Kp.ServiceDefaults;

/// <summary>
/// The step cannot be done until somebody puts something other than the input right (a setting, a missing file): it fails at once,
/// without more attempts, and can be retried by hand.
/// </summary>
/// <param name="code">What is wrong, for programs: kebab-case.</param>
/// <param name="message">What is wrong and what to do, for people: one sentence.</param>
public sealed class StepFailedException(string code, string message) : Exception(message)
{
    /// <summary>What is wrong, in kebab-case.</summary>
    public string Code { get; } = code;
}
