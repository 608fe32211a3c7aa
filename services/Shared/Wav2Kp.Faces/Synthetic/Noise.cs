namespace Wav2Kp.Faces.Synthetic;

/// <summary>Smooth noise over the plane in 0 … 1.</summary>
internal static class Noise
{
    /// <summary>Interpolated lattice noise with one feature per unit.</summary>
    public static float Value(float x, float y, int seed)
    {
        float fx = MathF.Floor(x), fy = MathF.Floor(y);
        int ix = (int)fx, iy = (int)fy;
        float tx = x - fx, ty = y - fy;
        tx = tx * tx * (3 - (2 * tx));
        ty = ty * ty * (3 - (2 * ty));
        float top = float.Lerp(RandomSequence.Hash(ix, iy, seed), RandomSequence.Hash(ix + 1, iy, seed), tx);
        float bottom = float.Lerp(RandomSequence.Hash(ix, iy + 1, seed), RandomSequence.Hash(ix + 1, iy + 1, seed), tx);
        return float.Lerp(top, bottom, ty);
    }

    /// <summary>Three octaves of <see cref="Value"/>.</summary>
    public static float Fractal(float x, float y, int seed) =>
        (Value(x, y, seed) * 0.55f) + (Value(x * 2.03f, y * 2.03f, seed + 1) * 0.29f) + (Value(x * 4.11f, y * 4.11f, seed + 2) * 0.16f);
}
