namespace Wav2Kp.Faces;

/// <summary>Where a head is turned, in degrees; all zero for one that looks straight into the camera.</summary>
/// <param name="Yaw">To the picture's right above zero.</param>
/// <param name="Pitch">Down above zero.</param>
/// <param name="Roll">Tilted clockwise, as seen, above zero.</param>
public readonly record struct FacePose(float Yaw, float Pitch, float Roll)
{
    // the depth of the points that keep their shape while a face speaks and blinks, in inter-ocular distances towards the camera:
    // of an average head (nose tip 0.36 before the eyes' corners, ears a head's half depth behind); their x and y are the canonical face's
    private static readonly (int Point, float Depth)[] s_depths =
    [
        (0, -0.82f), (1, -0.80f), (2, -0.76f), (14, -0.76f), (15, -0.80f), (16, -0.82f),
        (17, -0.10f), (18, 0.04f), (19, 0.12f), (20, 0.17f), (21, 0.19f), (22, 0.19f), (23, 0.17f), (24, 0.12f), (25, 0.04f), (26, -0.10f),
        (27, 0.16f), (28, 0.24f), (29, 0.32f), (30, 0.38f), (31, 0.16f), (32, 0.20f), (33, 0.24f), (34, 0.20f), (35, 0.16f),
        (36, 0), (39, 0.04f), (42, 0.04f), (45, 0),
    ];

    private static readonly double[,] s_inverse = Inverse();

    /// <summary>The pose of a face, by a weak perspective view of an average head: the affine view nearest to the points, made a rotation.</summary>
    /// <param name="points">The face's 136 numbers.</param>
    public static FacePose Of(ReadOnlySpan<float> points)
    {
        double meanX = 0, meanY = 0;
        foreach ((int point, _) in s_depths)
        {
            meanX += points[2 * point];
            meanY += points[(2 * point) + 1];
        }
        meanX /= s_depths.Length;
        meanY /= s_depths.Length;
        // rows of the view: what x and y of the picture are made of
        Span<double> right = stackalloc double[3], down = stackalloc double[3], sumX = stackalloc double[3], sumY = stackalloc double[3];
        (double cx, double cy, double cz) = Middle;
        foreach ((int point, float z) in s_depths)
        {
            double x = points[2 * point] - meanX, y = points[(2 * point) + 1] - meanY;
            double mx = FaceCrop.Canonical[2 * point] - cx, my = FaceCrop.Canonical[(2 * point) + 1] - cy, mz = z - cz;
            (sumX[0], sumX[1], sumX[2]) = (sumX[0] + (x * mx), sumX[1] + (x * my), sumX[2] + (x * mz));
            (sumY[0], sumY[1], sumY[2]) = (sumY[0] + (y * mx), sumY[1] + (y * my), sumY[2] + (y * mz));
        }
        for (int i = 0; i < 3; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                right[i] += s_inverse[i, k] * sumX[k];
                down[i] += s_inverse[i, k] * sumY[k];
            }
        }
        // the two rows of the nearest rotation: unit vectors, as far from each other's direction as either was
        Normalise(right);
        Normalise(down);
        double dot = (right[0] * down[0]) + (right[1] * down[1]) + (right[2] * down[2]);
        Span<double> r = stackalloc double[3], d = stackalloc double[3];
        for (int i = 0; i < 3; i++)
        {
            r[i] = right[i] - (0.5 * dot * down[i]);
            d[i] = down[i] - (0.5 * dot * right[i]);
        }
        Normalise(r);
        Normalise(d);
        // where the nose points, once the head is no longer tilted
        double depth = (r[0] * d[1]) - (r[1] * d[0]);
        double roll = Math.Atan2(d[0] - r[1], r[0] + d[1]);
        (double noseX, double noseY) = ((r[2] * Math.Cos(roll)) + (d[2] * Math.Sin(roll)), (d[2] * Math.Cos(roll)) - (r[2] * Math.Sin(roll)));
        return new FacePose(Degrees(Math.Atan2(noseX, depth)), Degrees(Math.Atan2(noseY, Math.Sqrt((noseX * noseX) + (depth * depth)))), Degrees(roll));
    }

    private static (double X, double Y, double Z) Middle
    {
        get
        {
            (double x, double y, double z) = (0, 0, 0);
            foreach ((int point, float depth) in s_depths)
            {
                (x, y, z) = (x + FaceCrop.Canonical[2 * point], y + FaceCrop.Canonical[(2 * point) + 1], z + depth);
            }
            return (x / s_depths.Length, y / s_depths.Length, z / s_depths.Length);
        }
    }

    private static float Degrees(double radians) => (float)(radians * 180 / Math.PI);

    private static void Normalise(Span<double> vector)
    {
        double length = Math.Sqrt((vector[0] * vector[0]) + (vector[1] * vector[1]) + (vector[2] * vector[2]));
        for (int i = 0; i < 3; i++)
        {
            vector[i] /= Math.Max(length, 1e-12);
        }
    }

    // the inverse of the sum of the model's points' products
    private static double[,] Inverse()
    {
        (double cx, double cy, double cz) = Middle;
        double[,] m = new double[3, 3];
        foreach ((int point, float depth) in s_depths)
        {
            double[] p = [FaceCrop.Canonical[2 * point] - cx, FaceCrop.Canonical[(2 * point) + 1] - cy, depth - cz];
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < 3; k++)
                {
                    m[i, k] += p[i] * p[k];
                }
            }
        }
        double determinant = (m[0, 0] * ((m[1, 1] * m[2, 2]) - (m[1, 2] * m[2, 1])))
            - (m[0, 1] * ((m[1, 0] * m[2, 2]) - (m[1, 2] * m[2, 0])))
            + (m[0, 2] * ((m[1, 0] * m[2, 1]) - (m[1, 1] * m[2, 0])));
        double[,] inverse = new double[3, 3];
        for (int i = 0; i < 3; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                (int a, int b, int c, int d) = ((k + 1) % 3, (k + 2) % 3, (i + 1) % 3, (i + 2) % 3);
                inverse[i, k] = ((m[a, c] * m[b, d]) - (m[a, d] * m[b, c])) / determinant;
            }
        }
        return inverse;
    }
}
