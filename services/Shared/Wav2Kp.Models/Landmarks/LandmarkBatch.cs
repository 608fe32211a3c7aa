using Wav2Kp.Faces;

namespace Wav2Kp.Models.Landmarks;

/// <summary>Crops as the network sees them, and where the points are in them.</summary>
internal sealed class LandmarkBatch
{
    private const int Neighbours = 4;

    private readonly int _mapSize;

    public LandmarkBatch(int count, int inputSize, int mapSize)
    {
        Count = count;
        InputSize = inputSize;
        _mapSize = mapSize;
        Pixels = new byte[count * 3 * inputSize * inputSize];
        Points = new float[count * FacePoints.Values];
        EyeDistance = new float[count];
        Face = new float[count];
        Cells = new long[count * FacePoints.Count * Neighbours];
        Shares = new float[count * FacePoints.Count * Neighbours];
    }

    public int Count { get; }

    public int InputSize { get; }

    /// <summary>[count, 3, size, size] of blue, green, red.</summary>
    public byte[] Pixels { get; }

    /// <summary>[count, 68, 2], 0 to 1 of the crop.</summary>
    public float[] Points { get; }

    /// <summary>[count]: the distance between the outer corners of the eyes, in sides of the crop; 1 where there is no face.</summary>
    public float[] EyeDistance { get; }

    /// <summary>[count]: 1 for a face, 0 for none.</summary>
    public float[] Face { get; }

    /// <summary>[count, 68, 4]: the map's cells that each point lies between.</summary>
    public long[] Cells { get; }

    /// <summary>[count, 68, 4]: the share of each of them.</summary>
    public float[] Shares { get; }

    /// <summary>Puts a crop into its place.</summary>
    /// <param name="index">The place.</param>
    /// <param name="bgr">[size, size, 3].</param>
    /// <param name="points">The face's 136 numbers, 0 to 1 of the crop; empty: there is no face.</param>
    public void Set(int index, ReadOnlySpan<byte> bgr, ReadOnlySpan<float> points)
    {
        int plane = InputSize * InputSize;
        Span<byte> target = Pixels.AsSpan(index * 3 * plane, 3 * plane);
        for (int i = 0; i < plane; i++)
        {
            target[i] = bgr[3 * i];
            target[plane + i] = bgr[(3 * i) + 1];
            target[(2 * plane) + i] = bgr[(3 * i) + 2];
        }
        EyeDistance[index] = 1;
        if (points.IsEmpty)
        {
            return;
        }
        Face[index] = 1;
        EyeDistance[index] = FacePoints.InterOcularDistance(points);
        points.CopyTo(Points.AsSpan(index * FacePoints.Values));
        for (int i = 0; i < FacePoints.Count; i++)
        {
            (int left, float right) = Split(points[2 * i]);
            (int top, float bottom) = Split(points[(2 * i) + 1]);
            int at = ((index * FacePoints.Count) + i) * Neighbours;
            for (int k = 0; k < Neighbours; k++)
            {
                Cells[at + k] = ((top + (k / 2)) * _mapSize) + left + (k % 2);
                Shares[at + k] = (k / 2 == 0 ? 1 - bottom : bottom) * (k % 2 == 0 ? 1 - right : right);
            }
        }
    }

    /// <summary>As many crops as asked for: these, again and again.</summary>
    public LandmarkBatch Repeated(int count)
    {
        LandmarkBatch result = new(count, InputSize, _mapSize);
        Fill(Pixels, result.Pixels);
        Fill(Points, result.Points);
        Fill(EyeDistance, result.EyeDistance);
        Fill(Face, result.Face);
        Fill(Cells, result.Cells);
        Fill(Shares, result.Shares);
        return result;

        static void Fill<T>(T[] from, T[] to)
        {
            for (int at = 0; at < to.Length; at += from.Length)
            {
                from.AsSpan(0, Math.Min(from.Length, to.Length - at)).CopyTo(to.AsSpan(at));
            }
        }
    }

    // the two cells whose middles a place lies between, and the second one's share; the outermost ones beyond the edge
    private (int First, float Second) Split(float place)
    {
        float cell = Math.Clamp((place * _mapSize) - 0.5f, 0, _mapSize - 1);
        int first = Math.Min((int)cell, _mapSize - 2);
        return (first, cell - first);
    }
}
