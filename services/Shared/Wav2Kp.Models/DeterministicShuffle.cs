namespace Wav2Kp.Models;

/// <summary>Fisher-Yates with SplitMix64 (Steele, Lea and Flood 2014): the same order on every machine and runtime.</summary>
internal static class DeterministicShuffle
{
    public static void Shuffle<T>(Span<T> items, long seed, long round)
    {
        ulong state = unchecked(((ulong)seed * 0x9E3779B97F4A7C15UL) ^ ((ulong)round * 0xD1B54A32D192ED03UL));
        for (int i = items.Length - 1; i > 0; i--)
        {
            state = unchecked(state + 0x9E3779B97F4A7C15UL);
            ulong value = state;
            value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL);
            value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EBUL);
            value ^= value >> 31;
            int other = (int)(((UInt128)value * (ulong)(i + 1)) >> 64);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
