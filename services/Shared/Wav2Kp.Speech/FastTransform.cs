namespace Wav2Kp.Speech;

/// <summary>What is known of the Fourier transforms of <see cref="MfccTransform"/> without computing one.</summary>
public static class FastTransform
{
    /// <summary>The largest prime factor of half a transform's length.</summary>
    internal const int LargestRadix = 13;

    /// <summary>Whether a transform of that length is even and its half has no prime factor above 13.</summary>
    public static bool Supports(int length) => length > 0 && length % 2 == 0 && Radices(length / 2) is not null;

    /// <summary>The highest level that a mel band of samples in -1..1 can have, dB: by Parseval, all of a Hann window's energy in one band.</summary>
    public static double HighestLevel(int length) => 10 * Math.Log10(3.0 / 16 * length * length);

    // fours first: they cost least; null where a prime factor is too large
    internal static int[]? Radices(int length)
    {
        List<int> radices = [];
        foreach (int radix in (int[])[4, 2, 3, 5, 7, 11, LargestRadix])
        {
            for (; length % radix == 0; length /= radix)
            {
                radices.Add(radix);
            }
        }
        return length == 1 ? [.. radices] : null;
    }
}
