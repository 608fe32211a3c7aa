namespace Wav2Kp.Models;

/// <summary>
/// Rows between rows by linear interpolation, the ends held: PyTorch's <c>interpolate(mode="linear", align_corners=False)</c>
/// along time. A row is valid where every row that it is made of is.
/// </summary>
internal static class LinearUpsampling
{
    /// <param name="rows">[count, columns].</param>
    /// <param name="rowValid">Per row, not 0: valid.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="factor">Rows made of each.</param>
    /// <param name="wanted">How many of the count * factor rows to make, from the first on.</param>
    public static (float[] Rows, bool[] Valid) Apply(ReadOnlySpan<float> rows, ReadOnlySpan<byte> rowValid, int columns, int factor, int wanted)
    {
        int count = rowValid.Length;
        float[] result = new float[wanted * columns];
        bool[] valid = new bool[wanted];
        for (int row = 0; row < wanted; row++)
        {
            double position = Math.Max(0, ((row + 0.5) / factor) - 0.5);
            int before = Math.Min((int)position, count - 1), after = Math.Min(before + 1, count - 1);
            float weight = (float)(position - before);
            if ((weight < 1 && rowValid[before] == 0) || (weight > 0 && rowValid[after] == 0))
            {
                continue;
            }
            valid[row] = true;
            for (int i = 0; i < columns; i++)
            {
                result[(row * columns) + i] = ((1 - weight) * rows[(before * columns) + i]) + (weight * rows[(after * columns) + i]);
            }
        }
        return (result, valid);
    }
}
