using System.Numerics;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// What of a drawn head does not change while it speaks: skin with its relief, nose, ears, hair. Premultiplied linear RGBA in
/// head coordinates, painted once for a person.
/// </summary>
internal sealed class HeadTexture
{
    private const float Left = -1.30f, Top = -1.48f, Right = 1.30f, Bottom = 1.72f;

    private readonly FaceIdentity _identity;
    private readonly FaceGeometry _geometry;
    private readonly FaceLighting _lighting;
    private readonly float _density;
    private readonly int _width, _height;
    private readonly Vector4[] _texels;

    /// <param name="identity">Whose head.</param>
    /// <param name="geometry">Its shape.</param>
    /// <param name="lighting">Its light.</param>
    /// <param name="density">Texels per inter-ocular distance.</param>
    public HeadTexture(FaceIdentity identity, FaceGeometry geometry, FaceLighting lighting, float density)
    {
        (_identity, _geometry, _lighting, _density) = (identity, geometry, lighting, density);
        _width = (int)MathF.Ceiling((Right - Left) * density) + 2;
        _height = (int)MathF.Ceiling((Bottom - Top) * density) + 2;
        _texels = new Vector4[_width * _height];
        Paint();
    }

    /// <summary>The premultiplied colour at a place of the head, interpolated; nothing outside.</summary>
    public Vector4 Sample(float x, float y)
    {
        float u = (x - Left) * _density, v = (y - Top) * _density;
        if (!(u >= 0 && v >= 0 && u < _width - 1 && v < _height - 1))
        {
            return Vector4.Zero;
        }
        int column = (int)u, row = (int)v;
        float tu = u - column, tv = v - row;
        int index = (row * _width) + column;
        Vector4 top = _texels[index] + ((_texels[index + 1] - _texels[index]) * tu);
        Vector4 bottom = _texels[index + _width] + ((_texels[index + _width + 1] - _texels[index + _width]) * tu);
        return top + ((bottom - top) * tv);
    }

    private void Paint()
    {
        float[] relief = new float[_width * _height];
        for (int row = 0; row < _height; row++)
        {
            for (int column = 0; column < _width; column++)
            {
                relief[(row * _width) + column] = Relief(X(column), Y(row));
            }
        }
        for (int row = 0; row < _height; row++)
        {
            for (int column = 0; column < _width; column++)
            {
                float x = X(column), y = Y(row);
                int left = Math.Max(0, column - 1), right = Math.Min(_width - 1, column + 1);
                int above = Math.Max(0, row - 1), below = Math.Min(_height - 1, row + 1);
                float dx = (relief[(row * _width) + right] - relief[(row * _width) + left]) * _density / (right - left);
                float dy = (relief[(below * _width) + column] - relief[(above * _width) + column]) * _density / (below - above);
                Vector3 normal = Vector3.Normalize(new Vector3(-dx, -dy, 1));
                Vector4 colour = Ear(x, y);
                colour = Over(colour, Skin(x, y, normal));
                colour = Over(colour, Hair(x, y, normal));
                _texels[(row * _width) + column] = colour;
            }
        }
    }

    private float X(int column) => Left + (column / _density);

    private float Y(int row) => Top + (row / _density);

    // the height of the face's surface towards the viewer
    private float Relief(float x, float y)
    {
        float a = Math.Abs(x);
        float m = _geometry.Outline(x, y);
        // the ball falls off without end at its rim: from there on it goes straight
        const float Rim = 0.955f, RimHeight = 0.2889f, RimSlope = -3.09f;
        float height = m < Rim ? 0.86f * MathF.Sqrt(1 - MathF.Pow(m, 2.6f)) : RimHeight + (RimSlope * (m - Rim));
        float tip = _geometry.NoseTipY, nose = _identity.NoseWidth;

        // bridge, tip and wings of the nose
        float along = Math.Clamp((y + 0.06f) / (tip + 0.06f), 0, 1);
        float bridge = float.Lerp(0.068f, 0.100f, along) * nose;
        float rise = (0.038f + (0.125f * along * along)) * Smooth(-0.16f, 0.02f, y) * (1 - Smooth(tip + 0.03f, tip + 0.17f, y));
        height += rise * MathF.Exp(-(a * a) / (2 * bridge * bridge));
        height += 0.105f * Bump(a, y - tip - 0.015f, 0.078f * nose, 0.070f);
        height += 0.062f * Bump(a - (0.118f * nose), y - (_geometry.NoseBaseY - 0.075f), 0.048f * nose, 0.058f);
        height -= 0.014f * Bump(a - (0.190f * nose), y - (_geometry.NoseBaseY - 0.06f), 0.028f, 0.06f);

        // sockets, brow ridge, lids bulging over the eyeballs
        height -= 0.105f * Bump(a - 0.325f, y + 0.035f, 0.165f, 0.085f);
        height -= 0.050f * Bump(a - 0.165f, y + 0.02f, 0.055f, 0.08f);
        height += 0.040f * Bump(a - 0.33f, y - 0.005f, 0.110f, 0.050f);
        height += 0.030f * Bump(a - 0.36f, y + 0.235f, 0.23f, 0.055f);
        height -= 0.012f * Bump(a - 0.34f, y - 0.135f, 0.15f, 0.022f);

        // cheekbones, the folds beside the nose, muzzle, philtrum, chin
        height += 0.055f * Bump(a - 0.50f, y - 0.36f, 0.20f, 0.16f);
        float fold = a - (0.205f + (0.30f * Math.Clamp(y - 0.55f, 0, 0.45f)));
        height -= 0.013f * MathF.Exp(-(fold * fold) / 0.0016f) * Smooth(0.50f, 0.60f, y) * (1 - Smooth(0.80f, 1.00f, y));
        height += 0.070f * Bump(a, y - 0.88f, 0.30f, 0.17f);
        height -= 0.011f * Bump(a, y - 0.71f, 0.022f, 0.07f);
        height += 0.007f * Bump(a - 0.045f, y - 0.71f, 0.020f, 0.07f);
        height -= 0.034f * Bump(a, y - 1.085f, 0.20f, 0.036f);
        height += 0.050f * Bump(a, y - 1.215f, 0.15f, 0.085f);
        height += 0.0016f * (Noise.Value(x * 38, y * 38, _identity.TextureSeed) - 0.5f);
        return height;
    }

    private Vector4 Skin(float x, float y, Vector3 normal)
    {
        float cover = Math.Clamp(0.5f - (_geometry.OutlineDistance(x, y) * _density * 0.7f), 0, 1);
        if (cover == 0)
        {
            return Vector4.Zero;
        }
        float a = Math.Abs(x);
        Vector3 albedo = _identity.Skin;

        // blood near the surface, thin skin around the eyes, a beard's shadow
        float red = (0.55f * Bump(a - 0.47f, y - 0.47f, 0.20f, 0.17f)) + (0.45f * Bump(a, y - _geometry.NoseTipY - 0.03f, 0.11f, 0.09f)) + (0.25f * Bump(a, y - 1.22f, 0.16f, 0.1f));
        albedo *= Vector3.Lerp(Vector3.One, new Vector3(1.02f, 0.80f, 0.76f), red);
        float lids = Math.Min(1, Bump(a - 0.34f, y + 0.005f, 0.18f, 0.085f) + (0.55f * Bump(a - 0.33f, y - 0.11f, 0.13f, 0.045f)));
        albedo *= Vector3.Lerp(Vector3.One, new Vector3(0.90f, 0.76f, 0.74f), lids);
        albedo *= 0.94f + (0.12f * Noise.Fractal(x * 5, y * 5, _identity.TextureSeed + 7));
        albedo *= 0.975f + (0.05f * Noise.Value(x * 55, y * 55, _identity.TextureSeed + 9));
        if (_identity.Beard > 0)
        {
            float region = Smooth(0.60f, 0.82f, y + (0.10f * a)) * Smooth(0.08f, 0.22f, Math.Abs(y - 0.66f) + a - 0.05f)
                * (1 - (0.75f * Bump(a, y - 0.9f, 0.26f, 0.07f)));
            region = Math.Max(region, Smooth(0.62f, 0.70f, a) * Smooth(0.15f, 0.6f, y));
            float stubble = _identity.Beard * region * (0.72f + (0.5f * Noise.Value(x * 70, y * 62, _identity.TextureSeed + 11)));
            albedo = Vector3.Lerp(albedo, (_identity.Hair * 0.8f) + (_identity.Skin * 0.10f), Math.Clamp(stubble, 0, 0.85f));
        }

        float m = Math.Min(1, _geometry.Outline(x, y));
        float occlusion = 1 - (0.32f * Smooth(0.80f, 1.0f, m));
        occlusion *= 1 - (0.38f * Bump(a - 0.20f, y + 0.035f, 0.075f, 0.075f));
        occlusion *= 1 - (0.20f * Bump(a - 0.33f, y + 0.095f, 0.17f, 0.045f));
        occlusion *= 1 - (0.34f * Bump(a, y - _geometry.NoseBaseY - 0.045f, 0.13f, 0.045f));
        occlusion *= 1 - (0.18f * Bump(a, y - 1.085f, 0.17f, 0.035f));
        occlusion *= 1 - (0.30f * Smooth(0.10f, -0.02f, y - HairlineAt(x)) * Smooth(-0.3f, 0.0f, HairlineAt(x) + 0.75f));
        Vector3 colour = _lighting.Shade(albedo, normal, occlusion, 0.085f, 18);

        // nostrils, and the line in which the wings meet the cheek
        float nose = _identity.NoseWidth;
        float nostril = Math.Max(
            Bump(a - (0.078f * nose), y - (_geometry.NoseBaseY - 0.030f) - (0.10f * (a - 0.078f)), 0.032f * nose, 0.0155f),
            0.35f * Bump(a - (0.040f * nose), y - (_geometry.NoseBaseY - 0.020f), 0.02f, 0.010f));
        colour = Vector3.Lerp(colour, _identity.Skin * new Vector3(0.10f, 0.05f, 0.045f), Math.Min(0.93f, 1.25f * nostril));
        float wingX = (a - (0.112f * nose)) / (0.064f * nose), wingY = (y - (_geometry.NoseBaseY - 0.068f)) / 0.062f;
        float wing = Gauss((MathF.Sqrt((wingX * wingX) + (wingY * wingY)) - 1) / 0.16f) * Smooth(0.2f, 0.8f, wingX) * Smooth(-1.0f, 0.1f, wingY + 0.3f);
        colour *= 1 - (0.30f * wing);
        return new Vector4(colour * cover, cover);
    }

    private Vector4 Ear(float x, float y)
    {
        float a = Math.Abs(x);
        float u = (a - 0.845f - (0.05f * (0.2f - y))) / 0.085f, v = (y - 0.19f) / 0.235f;
        float distance = MathF.Sqrt((u * u) + (v * v));
        float cover = Math.Clamp(0.5f - ((distance - 1) * 0.085f * _density), 0, 1);
        if (cover == 0)
        {
            return Vector4.Zero;
        }
        float rim = Bump(distance - 0.86f, 0, 0.12f, 1);
        Vector3 normal = Vector3.Normalize(new Vector3(Math.Sign(x) * (0.35f + (0.3f * u)), 0.25f * v, 0.8f));
        Vector3 colour = _lighting.Shade(_identity.Skin * new Vector3(1.0f, 0.84f, 0.80f), normal, 0.52f + (0.38f * rim) - (0.3f * Bump(distance, 0, 0.45f, 1)), 0.05f, 16);
        return new Vector4(colour * cover, cover);
    }

    // where the forehead ends, by the side of the face
    private float HairlineAt(float x)
    {
        float side = x - (_identity.Parting * 0.5f);
        float line = _identity.Hairline + (0.20f * side * side) + (0.05f * MathF.Cos(4.2f * (x - _identity.Parting)));
        float temples = _identity.LongHair ? 0.56f : 0.66f;
        float a = Math.Abs(x);
        // beyond the temples the hair comes down to the ears
        return line + ((_identity.LongHair ? 1.75f : 0.62f) * Smooth(temples, 0.80f, a));
    }

    private Vector4 Hair(float x, float y, Vector3 normal)
    {
        float a = Math.Abs(x);
        float thickness = (_identity.LongHair ? 0.115f : 0.085f) * Smooth(0.35f, -0.5f, y) * (0.9f + (0.2f * Noise.Value(x * 4, y * 4, _identity.TextureSeed + 21)));
        if (_identity.LongHair)
        {
            thickness = Math.Max(thickness, 0.14f * Smooth(1.05f, 0.2f, y));
        }
        float outside = _geometry.OutlineDistance(x, y) - thickness;
        float ragged = 0.018f * (Noise.Value((x * 30) + 100, y * 14, _identity.TextureSeed + 23) - 0.5f);
        float cover = Math.Clamp(0.5f - ((outside + ragged) * _density * 0.55f), 0, 1);
        // the fringe of the hairline is thin hair, not an edge
        float fringe = HairlineAt(x) - y + (0.05f * (Noise.Value(x * 26, y * 5, _identity.TextureSeed + 25) - 0.5f));
        cover *= Smooth(-0.022f, 0.038f, fringe);
        if (_identity.LongHair && a > 0.5f)
        {
            float strand = _geometry.OutlineDistance(x, y) + float.Lerp(0.058f, -0.015f, Smooth(0.0f, 0.75f, y)) + (0.03f * (Noise.Value(x * 6, y * 2.5f, _identity.TextureSeed + 27) - 0.5f));
            cover = Math.Max(cover, Math.Clamp(0.5f - ((outside + ragged) * _density * 0.55f), 0, 1) * Smooth(-0.012f, 0.012f, strand) * Smooth(1.30f, 0.85f, y));
        }
        if (cover <= 0)
        {
            return Vector4.Zero;
        }
        // strands run from the parting outwards and down
        float fromX = x - (_identity.Parting * 0.7f), fromY = y + 1.22f;
        float angle = MathF.Atan2(fromX, fromY + 0.25f), radius = MathF.Sqrt((fromX * fromX) + (fromY * fromY));
        float across = _identity.LongHair ? float.Lerp(angle * 30, x * 34, Smooth(-0.6f, 0.1f, y)) : angle * 32;
        float strands = (0.6f * Noise.Value(across, radius * 2.2f, _identity.TextureSeed + 31)) + (0.4f * Noise.Value(across * 2.7f, radius * 4, _identity.TextureSeed + 33));
        float m = Math.Min(1.25f, _geometry.Outline(x, y));
        Vector3 round = Vector3.Normalize(new Vector3(normal.X + (0.9f * x * Smooth(0.8f, 1.15f, m)), normal.Y - (0.35f * Smooth(0.2f, -1.0f, y)), Math.Max(0.12f, normal.Z)));
        float occlusion = (0.55f + (0.45f * Smooth(0.0f, 0.16f, fringe))) * (1 - (0.35f * Smooth(0.1f, 0.9f, y)));
        Vector3 albedo = _identity.Hair * (0.42f + (1.15f * strands));
        Vector3 colour = _lighting.Shade(albedo, round, occlusion, (0.020f + (0.10f * strands * strands)) * (0.4f + (2.2f * _identity.Hair.X)), 9, 0);
        return new Vector4(colour * cover, cover);
    }

    private static Vector4 Over(Vector4 below, Vector4 above) => above + (below * (1 - above.W));

    private static float Smooth(float a, float b, float x) => FaceGeometry.Smooth(a, b, x);

    private static float Gauss(float x) => MathF.Exp(-0.5f * x * x);

    private static float Bump(float x, float y, float sx, float sy) => MathF.Exp((-(x * x) / (2 * sx * sx)) - (y * y / (2 * sy * sy)));
}
