using System.Runtime.InteropServices;
using Wav2Kp.Faces;

namespace Wav2Kp.Models.Detection;

/// <summary>Scenes as the network takes them, and what it should answer in every cell.</summary>
internal sealed class SceneBatch
{
    // a centre's spread in the heat map over the face's size, and its least, in cells
    private const float Spread = 0.11f, LeastSpread = 0.75f;

    // cells at least this warm learn where the face is
    private const float WarmEnough = 0.25f;

    private readonly int _size, _cells;

    public SceneBatch(int count, int size)
    {
        (Count, _size, _cells) = (count, size, size / FaceDetectorModule.Stride);
        Pictures = new float[count * 3 * size * size];
        Heat = new float[count * _cells * _cells];
        Counted = new float[Heat.Length];
        Places = new float[count * (FaceDetectorModule.Outputs - 1) * _cells * _cells];
        PlaceWeight = new float[Heat.Length];
    }

    public int Count { get; }

    /// <summary>Cells to a side.</summary>
    public int Cells => _cells;

    /// <summary>[count, 3, size, size] in −1..1.</summary>
    public float[] Pictures { get; }

    /// <summary>[count, cells, cells]: 1 where a face's middle is, falling to 0 around it.</summary>
    public float[] Heat { get; }

    /// <summary>[count, cells, cells]: 0 where no answer is wrong, else 1.</summary>
    public float[] Counted { get; }

    /// <summary>[count, 5, cells, cells]: x, y, log size, cosine, sine.</summary>
    public float[] Places { get; }

    /// <summary>[count, cells, cells]: how much the places count.</summary>
    public float[] PlaceWeight { get; }

    /// <summary>Enters a scene.</summary>
    public void Set(int index, Scene scene)
    {
        int plane = _size * _size;
        ReadOnlySpan<byte> pixels = scene.Picture.AsSpan<byte>();
        Span<float> picture = Pictures.AsSpan(index * 3 * plane, 3 * plane);
        for (int i = 0; i < plane; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                picture[(channel * plane) + i] = FaceDetectorInput.Scaled(pixels[(3 * i) + channel]);
            }
        }
        int map = _cells * _cells;
        Span<float> heat = Heat.AsSpan(index * map, map), counted = Counted.AsSpan(index * map, map), weight = PlaceWeight.AsSpan(index * map, map);
        Span<float> places = Places.AsSpan(index * (FaceDetectorModule.Outputs - 1) * map, (FaceDetectorModule.Outputs - 1) * map);
        heat.Clear();
        weight.Clear();
        places.Clear();
        counted.Fill(1);
        foreach (FacePlace doubtful in scene.Doubtful)
        {
            float reach = Math.Max(1.5f, 0.35f * doubtful.Size / FaceDetectorModule.Stride);
            (float x, float y) = (Cell(doubtful.X), Cell(doubtful.Y));
            ForCells(x, y, reach, (cell, dx, dy) => Counted[(index * map) + cell] = 0);
        }
        foreach (FacePlace face in scene.Faces)
        {
            (float x, float y) = (Cell(face.X), Cell(face.Y));
            float sigma = Math.Max(LeastSpread, Spread * face.Size / FaceDetectorModule.Stride);
            int nearest = (Math.Clamp((int)MathF.Round(y), 0, _cells - 1) * _cells) + Math.Clamp((int)MathF.Round(x), 0, _cells - 1);
            ForCells(x, y, 3 * sigma, (cell, dx, dy) =>
            {
                float warmth = cell == nearest ? 1 : MathF.Exp(-((dx * dx) + (dy * dy)) / (2 * sigma * sigma));
                int at = (index * map) + cell;
                Counted[at] = 1;
                Heat[at] = Math.Max(Heat[at], warmth);
                if (warmth >= WarmEnough && warmth > PlaceWeight[at])
                {
                    PlaceWeight[at] = warmth;
                    int place = (index * (FaceDetectorModule.Outputs - 1) * map) + cell;
                    Places[place] = dx;
                    Places[place + map] = dy;
                    Places[place + (2 * map)] = MathF.Log(face.Size / FaceDetectorInput.UnitSize);
                    Places[place + (3 * map)] = MathF.Cos(face.Angle);
                    Places[place + (4 * map)] = MathF.Sin(face.Angle);
                }
            });
        }
    }

    // a pixel's place in the grid of cells, whose middles are whole numbers
    private static float Cell(float pixel) => ((pixel + 0.5f) / FaceDetectorModule.Stride) - 0.5f;

    private void ForCells(float x, float y, float reach, Action<int, float, float> visit)
    {
        for (int row = Math.Max(0, (int)MathF.Floor(y - reach)); row <= Math.Min(_cells - 1, (int)MathF.Ceiling(y + reach)); row++)
        {
            for (int column = Math.Max(0, (int)MathF.Floor(x - reach)); column <= Math.Min(_cells - 1, (int)MathF.Ceiling(x + reach)); column++)
            {
                visit((row * _cells) + column, x - column, y - row);
            }
        }
    }
}
