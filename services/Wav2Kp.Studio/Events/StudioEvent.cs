namespace Wav2Kp.Studio.Events;

/// <summary>Something changed.</summary>
/// <param name="Number">Its number in the order of events.</param>
/// <param name="Topic">What kind of thing.</param>
/// <param name="Data">The thing as it is now, in JSON on one line.</param>
internal sealed record StudioEvent(long Number, string Topic, string Data);
