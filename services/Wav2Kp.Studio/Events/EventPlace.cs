using System.Globalization;

namespace Wav2Kp.Studio.Events;

/// <summary>A place between events: those of a number above <paramref name="Number"/> come after it.</summary>
/// <param name="Epoch">Which record of events; another one begins when nobody has listened for a while.</param>
/// <param name="Number">The number of the event before it.</param>
internal readonly record struct EventPlace(string Epoch, long Number)
{
    /// <summary>As clients keep it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Number}");

    /// <summary>Reads what <see cref="ToString"/> wrote; of anything else, a place in no record of events.</summary>
    public static EventPlace Parse(string text)
    {
        int dash = text.LastIndexOf('-');
        return dash > 0 && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? new EventPlace(text[..dash], number) : new EventPlace("", 0);
    }
}
