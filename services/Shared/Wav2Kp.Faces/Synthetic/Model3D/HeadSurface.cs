using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>
/// The colour of every place of a person's head. Places are those of the neutral mesh, so that brows, lips and beard keep to
/// the skin they grow on whatever the expression does.
/// </summary>
internal sealed class HeadSurface
{
    private readonly FacePerson _person;
    private readonly Vector2[] _outerLips, _rightBrow, _leftBrow, _rightLid, _leftLid, _rightLower, _leftLower;
    private readonly Vector3[] _moles;

    public HeadSurface(FaceMesh mesh, FacePerson person, RandomSequence random)
    {
        _person = person;
        Vector2[] points = [.. mesh.Landmarks.Select(v => new Vector2(mesh.Neutral[v].X, mesh.Neutral[v].Y))];
        _outerLips = points[FacePoints.OuterLips];
        _rightBrow = points[FacePoints.RightBrow];
        _leftBrow = [.. points[FacePoints.LeftBrow].Reverse()];
        _rightLid = points[36..40];
        _leftLid = points[42..46];
        _rightLower = [points[36], points[41], points[40], points[39]];
        _leftLower = [points[42], points[47], points[46], points[45]];
        _moles = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Vector3(random.Next(-6f, 6f), random.Next(-6f, 9f), random.Next(0.08f, 0.22f)))];
    }

    /// <summary>How much of a place of the neutral head is hair, below 0 for none: it rises by one per centimetre above the hairline.</summary>
    public static float HairOf(FacePerson person, Vector3 place)
    {
        // the angle around the head, 0 ahead
        float angle = MathF.Atan2(MathF.Abs(place.X), place.Z - 2.5f);
        float line = Lerp(angle, person.Hairline,
            (0f, 0f), (0.45f, 0.2f), (0.75f, -1.2f), (1.00f, -4.0f), (1.25f, -6.5f), (1.42f, -7.0f), (1.75f, -4.5f), (2.1f, -9f), (3.15f, -15f));
        line -= person.Fringe * Math.Clamp(1.2f - angle, 0, 1) * (0.7f + (0.3f * MathF.Sin((place.X - person.Parting) * 0.9f)));
        // not on the ears
        bool ear = MathF.Abs(place.X) > 7.75f && place.Y < 4.8f && place.Z < 4.5f;
        return ear ? -2 : place.Y - line;
    }

    /// <summary>A place's own colour.</summary>
    /// <param name="part">What it belongs to.</param>
    /// <param name="place">Where it is on the neutral head.</param>
    /// <param name="hair">Its hair, as <see cref="HairOf"/>.</param>
    /// <param name="pixel">How large a pixel is there, centimetres.</param>
    /// <param name="gloss">The strength of its highlight.</param>
    /// <param name="sharpness">The highlight's exponent.</param>
    /// <param name="bump">How its normal is tilted.</param>
    public Vector3 Albedo(FacePart part, Vector3 place, float hair, float pixel, out float gloss, out float sharpness, out Vector3 bump)
    {
        bump = default;
        (gloss, sharpness) = (0.04f, 12);
        switch (part)
        {
            case FacePart.Teeth:
                (gloss, sharpness) = (0.25f, 40);
                return new Vector3(0.72f, 0.66f, 0.55f) * Depth(place.Z, 6, 10.2f) * (0.9f + (0.1f * Noise.Value(place.X * 1.9f, place.Y, 7)));
            case FacePart.Gums:
                (gloss, sharpness) = (0.2f, 30);
                return new Vector3(0.42f, 0.13f, 0.12f) * Depth(place.Z, 5, 10.5f);
            case FacePart.MouthSocket:
                return new Vector3(0.22f, 0.05f, 0.05f) * Depth(place.Z, 5, 11f);
            case FacePart.EyeSocket:
                return _person.Skin * new Vector3(0.75f, 0.5f, 0.45f);
            case FacePart.Hair:
                return Hair(place, out gloss, out sharpness, out bump);
        }
        int seed = _person.Seed;
        float rough = _person.Headgear ? 0 : (Noise.Fractal(place.X * 2.2f, (place.Y * 1.4f) + (place.Z * 0.5f), seed) - 0.5f) * 2.2f;
        float covered = Smooth(-0.25f, 0.35f, hair + (rough * _person.HairRough));
        if (covered >= 1)
        {
            return Hair(place, out gloss, out sharpness, out bump);
        }
        Vector3 colour = Skin(place, pixel, ref gloss, ref sharpness, ref bump);
        if (place.Y < _person.Collar - (0.05f * place.X * place.X * (place.Z > 0 ? -0.6f : 0.3f)))
        {
            (gloss, sharpness, bump) = (0.01f, 6, default);
            colour = _person.Clothes * (0.85f + (0.3f * Noise.Value(place.X * 0.8f, place.Y * 0.8f, seed + 90)));
        }
        if (covered > 0)
        {
            colour = Vector3.Lerp(colour, Hair(place, out float hairGloss, out float hairSharpness, out Vector3 hairBump), covered);
            gloss = float.Lerp(gloss, hairGloss, covered);
            sharpness = float.Lerp(sharpness, hairSharpness, covered);
            bump = Vector3.Lerp(bump, hairBump, covered);
        }
        return colour;
    }

    /// <summary>The colour of the eyeball at an angle from where it looks.</summary>
    /// <param name="direction">From the eyeball's middle to the place, unit, in the head's frame.</param>
    /// <param name="gaze">Where it looks, unit, in the head's frame.</param>
    /// <param name="size">A factor of the iris' usual size.</param>
    /// <param name="pupil">The pupil's size over the iris'.</param>
    public Vector3 Eye(Vector3 direction, Vector3 gaze, float size, float pupil)
    {
        float angle = MathF.Acos(Math.Clamp(Vector3.Dot(direction, gaze), -1, 1)) / (0.43f * size);
        Vector3 sclera = Vector3.Lerp(new Vector3(0.72f, 0.68f, 0.65f), new Vector3(0.62f, 0.42f, 0.38f), Smooth(1.2f, 2.6f, angle));
        if (angle > 1.1f)
        {
            return sclera;
        }
        float around = MathF.Atan2(direction.Y - gaze.Y, direction.X - gaze.X);
        Vector3 iris = _person.Iris * (0.65f + (0.7f * Noise.Value(around * 7, angle * 2.5f, _person.Seed + 5)));
        // the limbus is dark
        iris *= 1 - (0.65f * Smooth(0.72f, 1f, angle));
        iris = Vector3.Lerp(iris, new Vector3(0.004f), Smooth(pupil + 0.06f, pupil - 0.06f, angle));
        return Vector3.Lerp(iris, sclera, Smooth(0.92f, 1.08f, angle));
    }

    private Vector3 Hair(Vector3 place, out float gloss, out float sharpness, out Vector3 bump)
    {
        int seed = _person.Seed + 30;
        if (_person.Headgear)
        {
            (gloss, sharpness) = (0.02f, 8);
            float knit = Noise.Fractal(place.X * 3, place.Y * 3, seed);
            bump = new Vector3(knit - 0.5f, 0, 0) * 0.2f;
            return _person.HairColour * (0.8f + (0.4f * knit));
        }
        // strands run down and away from the parting
        float across = (MathF.Atan2(place.X - (_person.Parting * Math.Clamp((place.Y - 8) / 6, 0, 1)), place.Z - 2) * 7) + (place.X * 0.4f);
        float along = (place.Y * 0.22f) + (place.Z * 0.15f);
        float strand = Noise.Value(across * _person.HairTexture, along, seed);
        float fine = Noise.Value(across * _person.HairTexture * 3.1f, along * 1.7f, seed + 1);
        float tress = Noise.Value(across * 0.8f, along * 0.8f, seed + 2);
        (gloss, sharpness) = (0.10f + (0.25f * strand), 14);
        bump = new Vector3((strand - 0.5f) * 0.7f, (tress - 0.5f) * 0.3f, 0);
        return _person.HairColour * (0.45f + (0.5f * strand) + (0.35f * fine)) * (0.7f + (0.6f * tress));
    }

    private Vector3 Skin(Vector3 place, float pixel, ref float gloss, ref float sharpness, ref Vector3 bump)
    {
        FacePerson person = _person;
        int seed = person.Seed;
        Vector2 front = new(place.X, place.Y);
        float side = MathF.Abs(place.X);
        bool face = place.Z > 3.2f && place.Y > -9;
        // a coordinate that goes around the head, so that noise is not drawn out at its sides
        float u = place.X - (place.Z * 0.6f * MathF.Sign(place.X)), v = place.Y;

        Vector3 colour = person.Skin * (1 + (person.Blotches * (Noise.Fractal(u * 0.8f, v * 0.8f, seed) - 0.5f) * 2));
        if (pixel < 0.25f)
        {
            colour *= 1 + (person.Pores * (Noise.Value(u * 6, v * 6, seed + 3) - 0.5f) * 2);
            bump += new Vector3(Noise.Value(u * 5, v * 5, seed + 4) - 0.5f, Noise.Value(u * 5, v * 5, seed + 5) - 0.5f, 0) * (0.25f * person.Pores * 6);
        }
        gloss = person.Gloss * (0.6f + (0.8f * Math.Clamp((place.Y - 4) / 4, 0, 1)) + (0.9f * Bell(place.X, place.Y - 1.2f, 1.2f)));
        sharpness = 14;
        // blood: cheeks, nose, ears
        float blood = person.Redness * (Bell(side - 4.4f, place.Y - 0.2f, 1.9f) + (0.8f * Bell(place.X, place.Y - 0.2f, 1.3f)) + (side > 7.9f ? 0.8f : 0));
        colour *= new Vector3(1, 1 - (0.55f * Math.Min(1, blood)), 1 - (0.55f * Math.Min(1, blood)));
        if (person.Freckles > 0 && face)
        {
            float spot = Noise.Value(u * 4.3f, v * 4.3f, seed + 8);
            colour *= 1 - (person.Freckles * 0.5f * Smooth(0.72f, 0.85f, spot) * (Bell(side - 3, place.Y - 1, 3.5f) + 0.15f));
        }
        foreach (Vector3 mole in _moles)
        {
            colour *= 1 - (0.7f * Smooth(mole.Z, mole.Z * 0.6f, Vector2.Distance(front, new Vector2(mole.X, mole.Y))));
        }
        if (!face)
        {
            return Bearded(place, side, colour, ref gloss);
        }
        // under the eyes, and the lids' own shade
        colour *= 1 - (person.UnderEye * 0.6f * Bell((side - 3f) / 1.4f, place.Y - 2.2f, 0.7f));
        if (person.EyeShadow > 0)
        {
            colour = Vector3.Lerp(colour, person.Skin * new Vector3(0.35f, 0.25f, 0.35f), person.EyeShadow * Bell((side - 3.2f) / 1.6f, place.Y - 4.3f, 0.6f));
        }
        if (person.Wrinkles > 0.15f)
        {
            if (place.Y > 7)
            {
                bump.Y += person.Wrinkles * 0.5f * MathF.Sin((place.Y * 5.5f) + (0.8f * MathF.Cos(place.X * 0.5f)) + seed) * Bell(place.X * 0.5f, place.Y - 8.8f, 1.8f);
            }
            // from the nose's wings to beside the mouth
            float fold = side - float.Lerp(1.7f, 3.5f, Math.Clamp((0.2f - place.Y) / 4.2f, 0, 1));
            if (place.Y is < 0.4f and > -4.6f)
            {
                bump.X += person.Wrinkles * 0.8f * MathF.Sign(place.X) * fold / 0.25f * MathF.Exp(-fold * fold / 0.08f);
                colour *= 1 - (0.25f * person.Wrinkles * MathF.Exp(-fold * fold / 0.05f));
            }
        }
        colour = Bearded(place, side, colour, ref gloss);

        if (place.Y is > -5.6f and < -1.6f && side < 3.4f)
        {
            float inside = Inside(_outerLips, front);
            float lip = Smooth(-person.LipEdge, person.LipEdge, inside);
            if (lip > 0)
            {
                float crease = Noise.Value(place.X * 6, place.Y * 0.8f, seed + 12);
                colour = Vector3.Lerp(colour, person.Lips * (0.82f + (0.36f * crease)), lip);
                gloss = float.Lerp(gloss, 0.05f + person.LipGloss, lip);
                sharpness = float.Lerp(sharpness, 34, lip);
            }
        }
        if (place.Y is > 4.2f and < 7.6f && side is > 0.4f and < 7)
        {
            float brow = Brow(place.X < 0 ? _rightBrow : _leftBrow, front, place.X < 0 ? 51 : 52);
            colour = Vector3.Lerp(colour, person.BrowColour, brow);
            gloss *= 1 - (0.6f * brow);
        }
        if (place.Y is > 2.2f and < 4.9f && side is > 1.3f and < 5.6f)
        {
            bool right = place.X < 0;
            float upper = Distance(right ? _rightLid : _leftLid, front, out _), lower = Distance(right ? _rightLower : _leftLower, front, out _);
            float lash = Math.Max(Smooth(0.34f, 0.06f, upper), 0.45f * Smooth(0.22f, 0.04f, lower)) * person.LidDarkness;
            colour = Vector3.Lerp(colour, new Vector3(0.012f, 0.009f, 0.008f), lash);
        }
        return colour;
    }

    private Vector3 Bearded(Vector3 place, float side, Vector3 colour, ref float gloss)
    {
        FacePerson person = _person;
        if (person.Stubble <= 0 || place.Y > 2 || place.Z < 0)
        {
            return colour;
        }
        // the cheek's line rises towards the ear; the neck's line is above the collar
        float line = -3.2f + (5.2f * Math.Clamp((side - 2.5f) / 4.5f, 0, 1));
        float area = Smooth(line + 0.6f, line - 0.6f, place.Y) * Smooth(-10.5f, -8.0f, place.Y);
        float lip = Bell(place.X / 2.4f, place.Y + 1.9f, 0.75f);
        float wisp = Noise.Value(place.X * 7.5f, place.Y * 4.5f, person.Seed + 61);
        float patch = Noise.Fractal(place.X * 1.5f, place.Y * 1.5f, person.Seed + 62);
        float shape = person.BeardShape switch
        {
            1 => Smooth(3.6f, 2.6f, side) * Smooth(-1.2f, -2.2f, place.Y),
            2 => Smooth(0.8f, -0.8f, place.Y + 5.4f - (0.11f * side * side)),
            _ => 1,
        };
        float stubble = person.Stubble * 0.55f * Math.Max(area, lip) * (0.6f + (0.5f * wisp));
        float beard = Math.Max(person.Beard * area * shape, person.Moustache * lip) * Smooth(0.05f, 0.5f, patch + (0.5f * wisp) + (0.3f * person.Beard));
        float strength = Math.Clamp(Math.Max(stubble, beard), 0, 0.97f);
        gloss *= 1 - (0.7f * strength);
        return Vector3.Lerp(colour, person.BeardColour * (0.6f + (0.8f * wisp)), strength);
    }

    private float Brow(Vector2[] line, Vector2 place, int seed)
    {
        float distance = Distance(line, place, out float t);
        // from the tail (0) to the head (1)
        float half = _person.BrowThickness * (0.45f + (0.65f * Smooth(0, 0.55f, t)) - (0.15f * Smooth(0.85f, 1f, t)));
        if (distance > half * 1.6f)
        {
            return 0;
        }
        float hairs = Noise.Value(place.X * 7 + (place.Y * 3 * MathF.Sign(place.X)), place.Y * 2, _person.Seed + seed);
        return _person.BrowDensity * Smooth(1.25f, 0.45f, (distance / half) + (0.5f * (hairs - 0.5f))) * (0.6f + (0.4f * hairs));
    }

    private static float Distance(Vector2[] line, Vector2 place, out float along)
    {
        float best = float.MaxValue;
        along = 0;
        for (int i = 0; i + 1 < line.Length; i++)
        {
            Vector2 step = line[i + 1] - line[i];
            float t = Math.Clamp(Vector2.Dot(place - line[i], step) / step.LengthSquared(), 0, 1);
            float distance = Vector2.DistanceSquared(place, line[i] + (step * t));
            if (distance < best)
            {
                (best, along) = (distance, (i + t) / (line.Length - 1));
            }
        }
        return MathF.Sqrt(best);
    }

    // the distance to a closed outline, above 0 inside
    private static float Inside(Vector2[] outline, Vector2 place)
    {
        float best = float.MaxValue;
        bool inside = false;
        for (int i = 0, j = outline.Length - 1; i < outline.Length; j = i++)
        {
            Vector2 a = outline[j], b = outline[i], step = b - a;
            float t = Math.Clamp(Vector2.Dot(place - a, step) / step.LengthSquared(), 0, 1);
            best = Math.Min(best, Vector2.DistanceSquared(place, a + (step * t)));
            if ((a.Y > place.Y) != (b.Y > place.Y) && place.X < ((b.X - a.X) * (place.Y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }
        return inside ? MathF.Sqrt(best) : -MathF.Sqrt(best);
    }

    private static float Depth(float z, float dark, float light) => 0.12f + (0.88f * Smooth(dark, light, z));

    private static float Bell(float x, float y, float width) => MathF.Exp(-((x * x) + (y * y)) / (width * width));

    private static float Smooth(float from, float to, float value)
    {
        float t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }

    private static float Lerp(float at, float add, params ReadOnlySpan<(float At, float Value)> knots)
    {
        for (int i = 1; i < knots.Length; i++)
        {
            if (at <= knots[i].At)
            {
                return add + float.Lerp(knots[i - 1].Value, knots[i].Value, (at - knots[i - 1].At) / (knots[i].At - knots[i - 1].At));
            }
        }
        return add + knots[^1].Value;
    }
}
