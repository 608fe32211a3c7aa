using Wav2Kp.Speech;

namespace Wav2Kp.Models;

/// <summary>A recording's feature rows as the network takes them: standardised, its ends repeated so far that every window lies inside.</summary>
/// <param name="Values">The rows, one after the other.</param>
/// <param name="Starts">Where each frame's window begins among the values.</param>
internal sealed record SpeechRows(float[] Values, int[] Starts)
{
    public static SpeechRows Of(FeatureFile features, int[] windowStart, int windowRows, Normalisation normalisation)
    {
        (int before, int after) = (0, 0);
        foreach (int start in windowStart)
        {
            before = Math.Max(before, -start);
            after = Math.Max(after, start + windowRows - features.Rows);
        }
        int coefficients = features.Coefficients;
        float[] values = new float[checked((before + features.Rows + after) * coefficients)];
        for (int row = 0; row < before + features.Rows + after; row++)
        {
            int source = Math.Clamp(row - before, 0, features.Rows - 1);
            normalisation.StandardiseFeatures(features.Mfcc.AsSpan(source * coefficients, coefficients), values.AsSpan(row * coefficients, coefficients));
        }
        return new SpeechRows(values, [.. windowStart.Select(start => (before + start) * coefficients)]);
    }
}
