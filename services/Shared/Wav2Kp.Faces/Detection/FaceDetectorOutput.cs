namespace Wav2Kp.Faces;

/// <summary>Reads the face detector's answer.</summary>
internal static class FaceDetectorOutput
{
    /// <summary>The numbers of a cell: logit of a centre, its x and y from the cell's middle in cells, log of the size, cosine and sine of the tilt.</summary>
    public const int Values = 6;

    /// <summary>Centres below this are none, usually.</summary>
    public const float UsualScore = 0.4f;

    // of two boxes that share more than this, the surer one stays
    private const float MostOverlap = 0.3f;

    /// <summary>The faces of an answer, the surest first, in pixels of the network's input.</summary>
    /// <param name="answer">[6, rows, columns].</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="columns">Columns of cells.</param>
    /// <param name="least">The least score.</param>
    public static List<FaceBox> Decode(ReadOnlySpan<float> answer, int rows, int columns, float least)
    {
        float logit = MathF.Log(least / (1 - least));
        int map = rows * columns;
        List<FaceBox> faces = [];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int cell = (row * columns) + column;
                float heat = answer[cell];
                if (heat < logit || !IsPeak(answer, rows, columns, row, column))
                {
                    continue;
                }
                float x = ((column + answer[cell + map] + 0.5f) * FaceDetectorInput.Stride) - 0.5f;
                float y = ((row + answer[cell + (2 * map)] + 0.5f) * FaceDetectorInput.Stride) - 0.5f;
                float size = FaceDetectorInput.UnitSize * MathF.Exp(Math.Clamp(answer[cell + (3 * map)], -4, 4));
                float angle = MathF.Atan2(answer[cell + (5 * map)], answer[cell + (4 * map)]);
                faces.Add(new FaceBox(x - (size / 2), y - (size / 2), size, size, 1 / (1 + MathF.Exp(-heat)), angle));
            }
        }
        return Unique(faces);
    }

    /// <summary>Leaves of boxes that lie on each other the surest.</summary>
    public static List<FaceBox> Unique(List<FaceBox> faces)
    {
        List<FaceBox> kept = [];
        foreach (FaceBox face in faces.OrderByDescending(f => f.Score))
        {
            if (kept.TrueForAll(other => other.Overlap(face) < MostOverlap && !Within(other, face) && !Within(face, other)))
            {
                kept.Add(face);
            }
        }
        return kept;
    }

    // a small box about in the middle of a large one is a part of the same face
    private static bool Within(FaceBox large, FaceBox small) =>
        Math.Abs(large.CentreX - small.CentreX) < 0.3f * large.Width && Math.Abs(large.CentreY - small.CentreY) < 0.3f * large.Height && small.Area < large.Area;

    private static bool IsPeak(ReadOnlySpan<float> answer, int rows, int columns, int row, int column)
    {
        int cell = (row * columns) + column;
        for (int r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
        {
            for (int c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
            {
                int other = (r * columns) + c;
                if (answer[other] > answer[cell] || (answer[other] == answer[cell] && other < cell))
                {
                    return false;
                }
            }
        }
        return true;
    }
}
