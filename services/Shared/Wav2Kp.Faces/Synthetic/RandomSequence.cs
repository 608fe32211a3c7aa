namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// Numbers that look random and depend on nothing but the seed, on every machine and runtime: SplitMix64 (G. Steele,
/// D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// </summary>
internal sealed class RandomSequence
{
    private ulong _state;

    public RandomSequence(params ReadOnlySpan<long> seeds)
    {
        foreach (long seed in seeds)
        {
            _state = Mix(_state + 0x9E3779B97F4A7C15UL) ^ (ulong)seed;
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public float Next() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform between two values.</summary>
    public float Next(float low, float high) => low + ((high - low) * Next());

    /// <summary>Uniform in 0 … below − 1.</summary>
    public int Next(int below) => (int)((NextBits() >> 33) % (ulong)below);

    /// <summary>One of some.</summary>
    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Next(choices.Length)];

    /// <summary>A hash of two lattice coordinates in [0, 1), for noise.</summary>
    public static float Hash(int x, int y, int seed)
    {
        uint hash = ((uint)x * 0x85EBCA6Bu) ^ ((uint)y * 0xC2B2AE35u) ^ ((uint)seed * 0x27D4EB2Fu);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39u;
        return ((hash ^ (hash >> 15)) >> 8) * (1f / (1 << 24));
    }

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
