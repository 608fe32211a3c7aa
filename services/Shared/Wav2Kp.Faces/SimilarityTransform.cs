namespace Wav2Kp.Faces;

/// <summary>
/// A similarity of the plane: rotation, uniform scale and translation, without reflection.
/// x' = A x − B y + Tx, y' = B x + A y + Ty, with A = s cos φ and B = s sin φ.
/// </summary>
/// <param name="A">Scale times the cosine of the rotation.</param>
/// <param name="B">Scale times the sine of the rotation.</param>
/// <param name="Tx">The translation in x.</param>
/// <param name="Ty">The translation in y.</param>
public readonly record struct SimilarityTransform(double A, double B, double Tx, double Ty)
{
    /// <summary>The transform that changes nothing.</summary>
    public static SimilarityTransform Identity => new(1, 0, 0, 0);

    /// <summary>The uniform scale.</summary>
    public double Scale => Math.Sqrt((A * A) + (B * B));

    /// <summary>The rotation in radians, clockwise on a screen whose y points down.</summary>
    public double Rotation => Math.Atan2(B, A);

    /// <summary>A transform that scales and rotates about the origin and then translates.</summary>
    /// <param name="scale">The uniform scale, above zero.</param>
    /// <param name="rotation">Radians, clockwise on a screen whose y points down.</param>
    /// <param name="tx">The translation in x.</param>
    /// <param name="ty">The translation in y.</param>
    public static SimilarityTransform From(double scale, double rotation, double tx, double ty)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        return new SimilarityTransform(scale * Math.Cos(rotation), scale * Math.Sin(rotation), tx, ty);
    }

    /// <summary>
    /// The similarity that brings <paramref name="source"/> nearest to <paramref name="target"/> in the sense of least
    /// squares: S. Umeyama, "Least-squares estimation of transformation parameters between two point patterns", IEEE PAMI
    /// 13(4), 1991, eqs. 34-42, whose singular value decomposition has this closed form in the plane.
    /// </summary>
    /// <param name="source">x, y pairs.</param>
    /// <param name="target">As many x, y pairs.</param>
    /// <param name="indices">The points that count; all, if empty.</param>
    /// <exception cref="ArgumentException">Fewer than two points count, or those of the source coincide.</exception>
    public static SimilarityTransform Fit(ReadOnlySpan<float> source, ReadOnlySpan<float> target, ReadOnlySpan<int> indices = default)
    {
        if (source.Length != target.Length || source.Length % 2 != 0)
        {
            throw new ArgumentException($"The point sets hold {source.Length} and {target.Length} numbers: both must hold as many x, y pairs.", nameof(target));
        }
        int count = indices.IsEmpty ? source.Length / 2 : indices.Length;
        if (count < 2)
        {
            throw new ArgumentException("A similarity needs at least two points.", nameof(source));
        }
        double sx = 0, sy = 0, tx = 0, ty = 0;
        for (int k = 0; k < count; k++)
        {
            int i = 2 * (indices.IsEmpty ? k : indices[k]);
            sx += source[i];
            sy += source[i + 1];
            tx += target[i];
            ty += target[i + 1];
        }
        (sx, sy, tx, ty) = (sx / count, sy / count, tx / count, ty / count);
        double dot = 0, cross = 0, variance = 0;
        for (int k = 0; k < count; k++)
        {
            int i = 2 * (indices.IsEmpty ? k : indices[k]);
            double x = source[i] - sx, y = source[i + 1] - sy;
            double u = target[i] - tx, v = target[i + 1] - ty;
            dot += (x * u) + (y * v);
            cross += (x * v) - (y * u);
            variance += (x * x) + (y * y);
        }
        if (!(variance > 0) || !double.IsFinite(variance) || !double.IsFinite(dot) || !double.IsFinite(cross))
        {
            throw new ArgumentException("The points of the source coincide or are not finite: no similarity can be fitted.", nameof(source));
        }
        double a = dot / variance, b = cross / variance;
        return new SimilarityTransform(a, b, tx - (a * sx) + (b * sy), ty - (b * sx) - (a * sy));
    }

    /// <summary>The image of a point.</summary>
    public (double X, double Y) Apply(double x, double y) => ((A * x) - (B * y) + Tx, (B * x) + (A * y) + Ty);

    /// <summary>The images of x, y pairs; <paramref name="result"/> may be the same memory.</summary>
    public void Apply(ReadOnlySpan<float> points, Span<float> result)
    {
        if (points.Length % 2 != 0 || result.Length < points.Length)
        {
            throw new ArgumentException($"{points.Length} numbers do not go as x, y pairs into {result.Length}.", nameof(result));
        }
        for (int i = 0; i < points.Length; i += 2)
        {
            (double x, double y) = Apply(points[i], points[i + 1]);
            result[i] = (float)x;
            result[i + 1] = (float)y;
        }
    }

    /// <summary>The images of x, y pairs.</summary>
    public float[] Apply(ReadOnlySpan<float> points)
    {
        float[] result = new float[points.Length];
        Apply(points, result);
        return result;
    }

    /// <summary>The transform that undoes this one.</summary>
    /// <exception cref="InvalidOperationException">The scale is zero.</exception>
    public SimilarityTransform Inverse()
    {
        double square = (A * A) + (B * B);
        if (!(square > 0))
        {
            throw new InvalidOperationException("A similarity of scale zero has no inverse.");
        }
        double a = A / square, b = -B / square;
        return new SimilarityTransform(a, b, (b * Ty) - (a * Tx), -(b * Tx) - (a * Ty));
    }

    /// <summary>This transform followed by another.</summary>
    public SimilarityTransform Then(SimilarityTransform next)
    {
        (double tx, double ty) = next.Apply(Tx, Ty);
        return new SimilarityTransform((next.A * A) - (next.B * B), (next.B * A) + (next.A * B), tx, ty);
    }

    /// <summary>The 2 x 3 matrix, row by row, as OpenCV's warpAffine takes it.</summary>
    public float[] ToMatrix() => [(float)A, (float)-B, (float)Tx, (float)B, (float)A, (float)Ty];

    /// <summary>The transform of a 2 x 3 matrix, row by row.</summary>
    /// <exception cref="ArgumentException">The matrix is not that of a similarity without reflection.</exception>
    public static SimilarityTransform FromMatrix(ReadOnlySpan<float> matrix)
    {
        double tolerance = matrix.Length == 6 ? 1e-4 * (Math.Abs(matrix[0]) + Math.Abs(matrix[3])) : 0;
        if (matrix.Length != 6 || Math.Abs(matrix[0] - matrix[4]) > tolerance || Math.Abs(matrix[1] + matrix[3]) > tolerance)
        {
            throw new ArgumentException("The matrix is not the 2 x 3 matrix of a similarity.", nameof(matrix));
        }
        return new SimilarityTransform(matrix[0], matrix[3], matrix[2], matrix[5]);
    }
}
