namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// The shape of a drawn head in face space: inter-ocular distances, the origin in the middle between the outer corners of
/// the eyes, x to the picture's right, y down. Parts are placed in head coordinates, where the jaw is shut and the head looks
/// ahead; <see cref="Place"/> and <see cref="Locate"/> lead from there to the picture and back, for the painter and for the
/// points alike, so that the points are where the picture shows them.
/// </summary>
internal sealed class FaceGeometry
{
    /// <summary>The height of the point in which all outline radii meet.</summary>
    private const float CentreY = 0.2f;
    private const float JawDrop = 0.175f;
    private const int RadiusSteps = 720;

    // the jaw's points 0-8 on the picture's right (mirrored for the left), from the ear to the chin
    private static readonly (float X, float Y)[] s_jaw =
    [
        (0.800f, 0.050f), (0.788f, 0.290f), (0.752f, 0.525f), (0.692f, 0.750f), (0.600f, 0.955f), (0.470f, 1.125f), (0.318f, 1.255f), (0.160f, 1.335f), (0, 1.362f),
    ];

    // the skull from above the ear to the crown
    private static readonly (float X, float Y)[] s_skull = [(0.815f, -0.22f), (0.785f, -0.52f), (0.690f, -0.80f), (0.505f, -1.02f), (0.270f, -1.145f), (0, -1.185f)];

    private readonly FaceIdentity _identity;
    private readonly (float X, float Y)[] _jaw;
    private readonly float[] _radius;

    public FaceGeometry(FaceIdentity identity)
    {
        _identity = identity;
        _jaw = [.. s_jaw.Select((knot, i) => (X: knot.X * (1 + ((identity.JawWidth - 1) * (0.5f + (i / 10f)))), Y: knot.Y > 0.6f ? 0.6f + ((knot.Y - 0.6f) * identity.ChinLength) : knot.Y))];
        _radius = RadiusTable([.. _jaw.Reverse(), .. s_skull]);
    }

    /// <summary>How far a point is from the outline's middle, as a fraction of the outline's distance there; 1 on the outline.</summary>
    public float Outline(float x, float y) => Polar(x, y, out float radius) / radius;

    /// <summary>The distance of a point to the outline along its radius: negative inside.</summary>
    public float OutlineDistance(float x, float y) => Polar(x, y, out float radius) - radius;

    /// <summary>How far a point of the head lies in front of its middle, for the shift that a turn of the head gives it.</summary>
    public float Depth(float x, float y)
    {
        float m = Math.Min(1.15f, Outline(x, y));
        float nose = x / 0.13f, tip = (y - 0.44f) / 0.24f;
        return (0.62f * (1 - (m * m))) - 0.32f + (0.20f * MathF.Exp(-(nose * nose) - (tip * tip)));
    }

    /// <summary>How far down the jaw takes a point of the head, in inter-ocular distances.</summary>
    public float JawShift(float x, float y, float jaw)
    {
        if (y < 0.45f || jaw == 0)
        {
            return 0;
        }
        return jaw * JawDrop * Smooth(0.45f, 1.28f, y) * (1 - Smooth(1.06f, 1.35f, Outline(x, y)));
    }

    /// <summary>Where a point of the moving face (jaw already lowered) lies in the picture.</summary>
    public (double X, double Y) Place(float x, float y, in FaceState state)
    {
        float depth = Depth(x, y);
        return state.Head.Apply(x + (state.Yaw * depth), y + (state.Pitch * depth));
    }

    /// <summary>
    /// The reverse of <see cref="Place"/>: the point of the moving face (<paramref name="x"/>, <paramref name="y"/>) and the
    /// height (<paramref name="shutY"/>) that it has when the jaw is shut.
    /// </summary>
    /// <param name="picture">From pixels to face space: the inverse of the state's head.</param>
    /// <param name="state">The face's state.</param>
    /// <param name="px">x in pixels.</param>
    /// <param name="py">y in pixels.</param>
    public void Locate(in SimilarityTransform picture, in FaceState state, double px, double py, out float x, out float y, out float shutY)
    {
        (double u, double v) = picture.Apply(px, py);
        (x, y) = ((float)u, (float)v);
        if (state.Yaw != 0 || state.Pitch != 0)
        {
            for (int i = 0; i < 4; i++)
            {
                float depth = Depth(x, y);
                (x, y) = ((float)u - (state.Yaw * depth), (float)v - (state.Pitch * depth));
            }
        }
        shutY = y;
        if (y > 0.45f && state.Mouth.Jaw != 0)
        {
            for (int i = 0; i < 6; i++)
            {
                shutY = y - JawShift(x, shutY, state.Mouth.Jaw);
            }
        }
    }

    /// <summary>The height of the brows' middle line at t from the outside (0) inwards (1).</summary>
    public float BrowY(float t, float raise) =>
        float.Lerp(-0.125f, -0.205f, t) - (0.105f * _identity.BrowArch * MathF.Pow(t, 0.8f) * (1 - t) * 2.1f) - _identity.BrowHeight - (raise * (0.6f + (0.4f * t)));

    /// <summary>x of the brows on the picture's right at t from the outside (0) inwards (1).</summary>
    public static float BrowX(float t) => float.Lerp(0.655f, 0.145f, t);

    /// <summary>The 68 points of a face in a state, in pixels.</summary>
    public float[] Points(in FaceState state)
    {
        float[] points = new float[FacePoints.Values];
        FaceState s = state;
        for (int i = 0; i <= 8; i++)
        {
            float y = _jaw[i].Y + JawShift(_jaw[i].X, _jaw[i].Y, s.Mouth.Jaw);
            Set(i, -_jaw[i].X, y);
            Set(16 - i, _jaw[i].X, y);
        }
        for (int i = 0; i < 5; i++)
        {
            float t = i / 4f;
            Set(17 + i, -BrowX(t), BrowY(t, s.BrowRaise));
            Set(26 - i, BrowX(t), BrowY(t, s.BrowRaise));
        }
        (float tipY, float baseY) = (NoseTipY, NoseBaseY);
        for (int i = 0; i < 4; i++)
        {
            Set(27 + i, 0, float.Lerp(0.0f, tipY, i / 3f));
        }
        for (int i = 0; i < 5; i++)
        {
            float across = (i - 2) / 2f;
            Set(31 + i, across * NoseHalfWidth, baseY - (0.055f * across * across));
        }
        EyeShape eye = new(_identity, s.Blink);
        (int Point, float T, bool Upper)[] lids = [(0, 0, true), (1, 0.30f, true), (2, 0.68f, true), (3, 1, true), (4, 0.68f, false), (5, 0.32f, false)];
        foreach ((int point, float t, bool upper) in lids)
        {
            float y = upper ? eye.UpperLid(t) : eye.LowerLid(t);
            Set(36 + point, -EyeShape.X(t), y);
            // the left eye runs from its inner corner outwards
            Set(point <= 3 ? 45 - point : 51 - point, EyeShape.X(t), y);
        }
        MouthShape mouth = new(_identity, s.Mouth);
        float[] top = [-1, -0.62f, -0.25f, 0, 0.25f, 0.62f, 1], bottom = [0.62f, 0.27f, 0, -0.27f, -0.62f], inner = [-1, -0.40f, 0, 0.40f, 1];
        for (int i = 0; i < 7; i++)
        {
            Set(48 + i, top[i] * mouth.HalfWidth, mouth.OuterTop(top[i] * mouth.HalfWidth));
        }
        for (int i = 0; i < 5; i++)
        {
            Set(55 + i, bottom[i] * mouth.HalfWidth, mouth.OuterBottom(bottom[i] * mouth.HalfWidth));
            Set(60 + i, inner[i] * mouth.InnerHalfWidth, mouth.InnerTop(inner[i] * mouth.InnerHalfWidth));
        }
        for (int i = 0; i < 3; i++)
        {
            Set(65 + i, inner[3 - i] * mouth.InnerHalfWidth, mouth.InnerBottom(inner[3 - i] * mouth.InnerHalfWidth));
        }
        return points;

        void Set(int index, float x, float y)
        {
            (double px, double py) = Place(x, y, s);
            points[2 * index] = (float)px;
            points[(2 * index) + 1] = (float)py;
        }
    }

    /// <summary>The height of the nose's tip.</summary>
    public float NoseTipY => 0.455f * _identity.NoseLength;

    /// <summary>The height of the nose's base under its middle.</summary>
    public float NoseBaseY => 0.600f * _identity.NoseLength;

    /// <summary>Half the distance between the nostrils' outer ends.</summary>
    public float NoseHalfWidth => 0.165f * _identity.NoseWidth;

    /// <summary>0 up to a, 1 from b, smooth between.</summary>
    public static float Smooth(float a, float b, float x)
    {
        float t = Math.Clamp((x - a) / (b - a), 0, 1);
        return t * t * (3 - (2 * t));
    }

    private float Polar(float x, float y, out float radius)
    {
        float dy = y - CentreY, dx = Math.Abs(x);
        float position = MathF.Atan2(dx, dy) * (RadiusSteps / MathF.PI);
        int index = Math.Clamp((int)position, 0, RadiusSteps - 1);
        radius = float.Lerp(_radius[index], _radius[index + 1], position - index);
        return MathF.Sqrt((dx * dx) + (dy * dy));
    }

    // the outline's radius over the angle from straight down, a cubic through the knots that is level at chin and crown
    private static float[] RadiusTable((float X, float Y)[] knots)
    {
        double[] angle = [.. knots.Select(knot => Math.Atan2(knot.X, knot.Y - CentreY))];
        double[] radius = [.. knots.Select(knot => Math.Sqrt((knot.X * knot.X) + ((knot.Y - CentreY) * (knot.Y - CentreY))))];
        double[] slope = new double[knots.Length];
        for (int i = 1; i < knots.Length - 1; i++)
        {
            slope[i] = (radius[i + 1] - radius[i - 1]) / (angle[i + 1] - angle[i - 1]);
        }
        float[] table = new float[RadiusSteps + 1];
        int segment = 0;
        for (int i = 0; i <= RadiusSteps; i++)
        {
            double a = Math.PI * i / RadiusSteps;
            while (segment < knots.Length - 2 && a > angle[segment + 1])
            {
                segment++;
            }
            double width = angle[segment + 1] - angle[segment];
            double t = Math.Clamp((a - angle[segment]) / width, 0, 1), t2 = t * t, t3 = t2 * t;
            table[i] = (float)(((2 * t3 - (3 * t2) + 1) * radius[segment]) + ((t3 - (2 * t2) + t) * width * slope[segment])
                + ((-(2 * t3) + (3 * t2)) * radius[segment + 1]) + ((t3 - t2) * width * slope[segment + 1]));
        }
        return table;
    }
}
