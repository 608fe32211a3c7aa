namespace Wav2Kp.Media;

/// <summary>
/// The input is at fault and no retry will help: a video without an audio track, a recording without a face, a file that
/// is not a video. The step that meets it ends as <c>rejected</c>.
/// </summary>
public class InputRejectedException : Exception
{
    /// <param name="code">What is wrong, for programs: kebab-case, e.g. <c>no-audio</c> (see <see cref="RejectionCodes"/>).</param>
    /// <param name="message">What is wrong and what to do about it, for people: one sentence.</param>
    public InputRejectedException(string code, string message) : base(message) => Code = code;

    /// <inheritdoc cref="InputRejectedException(string, string)"/>
    /// <param name="innerException">What brought it to light.</param>
    public InputRejectedException(string code, string message, Exception innerException) : base(message, innerException) => Code = code;

    /// <summary>What is wrong, in kebab-case: stable across versions, unlike the message.</summary>
    public string Code { get; }
}
