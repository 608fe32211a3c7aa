using System.Numerics;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// Draws a person's frames: the room and the shoulders behind, the head's texture laid over them as the state's pose and jaw
/// demand, and brows, eyes and mouth shaded for each pixel with smooth edges. A painter may serve several threads at once.
/// </summary>
internal sealed class FacePainter
{
    // the place of a pixel on the head is computed on this grid of pixels and interpolated between
    private const int Grid = 4;

    private static readonly byte[] s_encode = EncodeTable();

    private readonly FaceIdentity _identity;
    private readonly FaceGeometry _geometry;
    private readonly FaceLighting _lighting;
    private readonly HeadTexture _texture;
    private readonly int _width, _height;
    private readonly float _pixel;
    private readonly Vector3[] _room;

    /// <param name="identity">Whom to draw.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    public FacePainter(FaceIdentity identity, int width, int height)
    {
        (_identity, _width, _height) = (identity, width, height);
        float scale = HomeScale(identity, height);
        _pixel = 1 / scale;
        _geometry = new FaceGeometry(identity);
        _lighting = new FaceLighting(identity);
        _texture = new HeadTexture(identity, _geometry, _lighting, 2 * scale);
        _room = PaintRoom(Home(identity, width, height));
    }

    /// <summary>The person's geometry.</summary>
    public FaceGeometry Geometry => _geometry;

    /// <summary>Where the head is when it does not move: from face space to pixels.</summary>
    public static SimilarityTransform Home(FaceIdentity identity, int width, int height)
    {
        float scale = HomeScale(identity, height);
        return SimilarityTransform.From(scale, 0, (0.5 * width) + (identity.CentreX * scale), (0.455 * height) + (identity.CentreY * scale));
    }

    /// <summary>Draws a frame.</summary>
    /// <param name="state">The face's state.</param>
    /// <param name="bgr">The frame: height x width x 3 bytes.</param>
    /// <param name="grain">Seeds the sensor's noise of this frame.</param>
    public void Paint(in FaceState state, Span<byte> bgr, int grain)
    {
        if (bgr.Length != _width * _height * 3)
        {
            throw new ArgumentException($"A frame of {_width} x {_height} pixels takes {_width * _height * 3} bytes, not {bgr.Length}.", nameof(bgr));
        }
        SimilarityTransform picture = state.Head.Inverse();
        int columns = ((_width + Grid - 1) / Grid) + 1, rows = ((_height + Grid - 1) / Grid) + 1;
        Vector3[] nodes = new Vector3[columns * rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                _geometry.Locate(picture, state, column * Grid, row * Grid, out float x, out float y, out float shut);
                nodes[(row * columns) + column] = new Vector3(x, y, shut);
            }
        }
        Details details = new(_identity, state);
        uint noise = (uint)grain * 0x9E3779B9u;
        for (int py = 0; py < _height; py++)
        {
            int row = py / Grid;
            float ty = (float)(py - (row * Grid)) / Grid;
            for (int px = 0; px < _width; px++)
            {
                int column = px / Grid;
                int node = (row * columns) + column;
                float tx = (float)(px - (column * Grid)) / Grid;
                Vector3 top = Vector3.Lerp(nodes[node], nodes[node + 1], tx);
                Vector3 bottom = Vector3.Lerp(nodes[node + columns], nodes[node + columns + 1], tx);
                Vector3 place = Vector3.Lerp(top, bottom, ty);

                Vector4 head = _texture.Sample(place.X, place.Z);
                Vector3 colour = (_room[(py * _width) + px] * (1 - head.W)) + new Vector3(head.X, head.Y, head.Z);
                if (head.W > 0 && details.Contains(place.X, place.Y))
                {
                    Vector3 right = (nodes[node + 1] - nodes[node]) * (0.25f / Grid), down = (nodes[node + columns] - nodes[node]) * (0.25f / Grid);
                    Vector4 sum = Detail(details, place - right - down) + Detail(details, place + right - down)
                        + Detail(details, place - right + down) + Detail(details, place + right + down);
                    colour = (colour * (1 - (0.25f * sum.W))) + (new Vector3(sum.X, sum.Y, sum.Z) * 0.25f);
                }
                int index = 3 * ((py * _width) + px);
                noise = (noise * 1664525u) + 1013904223u;
                // two bytes of the generator make a triangular distribution
                float speckle = (((noise >> 24) + ((noise >> 16) & 255)) / 255f) - 1;
                bgr[index] = Encode(colour.Z, speckle);
                bgr[index + 1] = Encode(colour.Y, speckle);
                bgr[index + 2] = Encode(colour.X, speckle);
            }
        }
    }

    private static float HomeScale(FaceIdentity identity, int height) => 0.262f * height * identity.Size;

    private Vector4 Detail(in Details details, Vector3 place)
    {
        float x = place.X, y = place.Y;
        if (y > details.MouthTop)
        {
            return Mouth(details, x, y);
        }
        return y > details.BrowTop && y < Details.EyeBottom ? Over(Eye(details, x, y), Brow(details, x, y)) : Vector4.Zero;
    }

    private Vector4 Brow(in Details details, float x, float y)
    {
        float a = Math.Abs(x);
        float t = (FaceGeometry.BrowX(0) - a) / (FaceGeometry.BrowX(0) - FaceGeometry.BrowX(1));
        if (t is < -0.06f or > 1.07f)
        {
            return Vector4.Zero;
        }
        float middle = _geometry.BrowY(Math.Clamp(t, 0, 1), details.BrowRaise);
        float half = 0.034f * _identity.BrowThickness * (0.30f + (0.80f * Smooth(0, 0.55f, t)) - (0.12f * Smooth(0.8f, 1.05f, t)));
        // hairs point up at the inner end and outwards along the tail
        float lean = float.Lerp(0.25f, 1.6f, Smooth(1.0f, 0.45f, t));
        float across = (a + (lean * (y - middle))) * 62;
        int side = x < 0 ? 41 : 43;
        float hairs = Noise.Value(across, (y - middle) * 13, _identity.TextureSeed + side);
        float edge = Math.Abs(y - middle) / half;
        float density = Smooth(1.25f, 0.35f, edge + (0.55f * (hairs - 0.5f))) * Smooth(-0.06f, 0.05f, t) * Smooth(1.07f, 0.93f, t);
        float alpha = density * (0.58f + (0.40f * hairs));
        Vector3 colour = _lighting.Shade((_identity.Hair * 0.75f) + (_identity.Skin * 0.02f), new Vector3(0.15f * MathF.Sign(x), -0.2f, 0.96f), 0.75f, 0, 1, 0);
        return new Vector4(colour * alpha, alpha);
    }

    private Vector4 Eye(in Details details, float x, float y)
    {
        float a = Math.Abs(x);
        if (a is < 0.10f or > 0.62f)
        {
            return Vector4.Zero;
        }
        float soft = _pixel * 0.5f;
        float raw = (EyeShape.OuterX - a) / (EyeShape.OuterX - EyeShape.InnerX);
        float t = Math.Clamp(raw, 0, 1);
        float upper = details.Eye.UpperLid(t), lower = details.Eye.LowerLid(t);
        Vector4 result = Vector4.Zero;

        // the lid's fold
        float open = details.Eye.OpenUpperLid(t);
        float fold = y - (open - 0.034f - (0.018f * MathF.Sin(MathF.PI * t)) + (0.012f * details.Blink));
        float foldAlpha = (fold < 0 ? Gauss(fold / 0.017f) : Gauss(fold / 0.009f)) * Smooth(-0.10f, 0.15f, raw) * Smooth(1.05f, 0.80f, raw) * (0.46f - (0.2f * details.Blink));
        result = Tint(result, _identity.Skin * new Vector3(0.16f, 0.085f, 0.07f), foldAlpha);

        // the eyeball between the lids
        bool within = raw is > 0 and < 1;
        float inside = within ? Ramp(y - upper, soft) * Ramp(lower - y, soft) : 0;
        if (inside > 0)
        {
            Vector3 ball = Eyeball(details, x, y, t, upper, lower);
            result = Tint(result, ball, inside);
        }

        // wet edge and lashes of the lower lid
        if (within)
        {
            result = Tint(result, _identity.Skin * new Vector3(1.06f, 0.84f, 0.80f) * _lighting.Shade(Vector3.One, new Vector3(0, -0.4f, 0.92f), 0.8f, 0, 1), 0.45f * Gauss((y - lower - 0.004f) / 0.006f) * (1 - details.Blink));
            result = Tint(result, _identity.Skin * new Vector3(0.12f, 0.07f, 0.06f), 0.42f * Gauss((y - lower - 0.015f) / 0.006f) * Smooth(1, 0.35f, t));
        }

        // the upper lashes: a dark line on the lid's edge, with a tail beyond the outer corner
        float tail = Math.Max(0, -raw);
        float edge = upper - (tail * 0.10f);
        float thickness = (0.0135f + (0.0075f * Smooth(0.85f, 0.1f, t))) * (_identity.Feminine ? 1.25f : 0.90f) * Smooth(-0.16f, 0.02f, raw) * Smooth(1.03f, 0.88f, raw);
        if (thickness > 0.001f)
        {
            float comb = 0.85f + (0.3f * Noise.Value(a * 70, 3, _identity.TextureSeed + 51));
            float line = Ramp(y - (edge - (thickness * comb)), soft * 1.4f) * Ramp(edge + 0.003f - y, soft * 1.2f);
            result = Tint(result, (_identity.Hair * 0.12f) + new Vector3(0.006f, 0.004f, 0.003f), 0.94f * line);
        }
        return result;
    }

    private Vector3 Eyeball(in Details details, float x, float y, float t, float upper, float lower)
    {
        float side = MathF.Sign(x);
        float centreX = (side * 0.342f) + details.GazeX, centreY = -0.012f + details.GazeY;
        float dx = x - centreX, dy = y - centreY;
        float radius = MathF.Sqrt((dx * dx) + (dy * dy));

        // the white is a ball: darker towards its corners and under the upper lid
        float across = (t - 0.5f) * 1.5f;
        Vector3 normal = Vector3.Normalize(new Vector3(-side * across * 0.75f, (y - centreY) * 4, 1));
        Vector3 white = Vector3.Lerp(new Vector3(0.66f, 0.64f, 0.62f), new Vector3(0.60f, 0.40f, 0.37f), 0.8f * Smooth(0.82f, 1.0f, t) + (0.25f * Smooth(0.2f, 0.0f, t)));
        Vector3 colour = _lighting.Shade(white, normal, 0.80f, 0, 1, 0);

        const float Iris = 0.0840f, Pupil = 0.0340f;
        if (radius < Iris + 0.01f)
        {
            float angle = MathF.Atan2(dy, dx);
            float rays = Noise.Value((angle + 4) * 9, radius * 26, _identity.TextureSeed + 61);
            Vector3 iris = _identity.Iris * (0.62f + (0.85f * rays)) * (1.12f + (0.55f * (dy / Iris)) + (0.25f * (-dx * _identity.Light.X) / Iris));
            iris = Vector3.Lerp(iris, iris * new Vector3(1.35f, 1.12f, 0.85f), Smooth(0.055f, 0.036f, radius));
            iris *= 1 - (0.75f * Smooth(Iris - 0.020f, Iris - 0.002f, radius));
            iris = Vector3.Lerp(iris, new Vector3(0.004f), Smooth(Pupil + 0.005f, Pupil - 0.005f, radius));
            colour = Vector3.Lerp(colour, iris, Smooth(Iris + 0.006f, Iris - 0.006f, radius));
        }
        float shadow = Smooth(0.060f, 0.0f, y - upper);
        colour *= 1 - (0.58f * shadow);
        colour *= 1 - (0.22f * Smooth(0.022f, 0.0f, lower - y));

        // the window's reflection, and a weak one from below
        float glintX = dx - (0.030f * MathF.Sign(_identity.Light.X)), glintY = dy + 0.030f;
        colour += new Vector3(0.95f) * Smooth(0.0185f, 0.0095f, MathF.Sqrt((glintX * glintX) + (glintY * glintY)));
        float lowX = dx + (0.028f * MathF.Sign(_identity.Light.X)), lowY = dy - 0.034f;
        colour += new Vector3(0.12f) * Smooth(0.016f, 0.004f, MathF.Sqrt((lowX * lowX) + (lowY * lowY)));
        return colour;
    }

    private Vector4 Mouth(in Details details, float x, float y)
    {
        MouthShape mouth = details.Mouth;
        float a = Math.Abs(x);
        Vector4 result = Vector4.Zero;

        // shade under the lower lip and in the corners
        float under = y - mouth.Bottom - 0.030f;
        result = Tint(result, _identity.Skin * new Vector3(0.30f, 0.19f, 0.16f), 0.30f * Gauss(under / (under < 0 ? 0.020f : 0.034f)) * Gauss(x / 0.135f));
        float cornerX = (a - mouth.HalfWidth - 0.004f) / 0.026f, cornerY = (y - mouth.Corner - 0.004f) / 0.022f;
        result = Tint(result, _identity.Skin * new Vector3(0.22f, 0.11f, 0.09f), 0.55f * Gauss(MathF.Sqrt((cornerX * cornerX) + (cornerY * cornerY))));
        if (a >= mouth.HalfWidth)
        {
            return result;
        }
        float outerTop = mouth.OuterTop(x), innerTop = mouth.InnerTop(x), innerBottom = mouth.InnerBottom(x), outerBottom = mouth.OuterBottom(x);
        float soft = _pixel * 0.65f;
        float cover = Ramp(y - outerTop, soft) * Ramp(outerBottom - y, soft) * Smooth(0, 0.02f, mouth.HalfWidth - a);
        if (cover == 0)
        {
            return result;
        }
        result = Tint(result, Lip(details, x, y, outerTop, innerTop, innerBottom, outerBottom), cover * 0.97f);
        if (a < mouth.InnerHalfWidth && innerBottom - innerTop > 1e-4f)
        {
            float inside = Ramp(y - innerTop, soft * 0.8f) * Ramp(innerBottom - y, soft * 0.8f);
            // an opening thinner than a pixel covers only a part of it
            inside *= Math.Min(1, (innerBottom - innerTop) / (_pixel * 0.5f));
            if (inside > 0)
            {
                result = Tint(result, Cavity(details, x, y, innerTop, innerBottom), inside);
            }
        }
        return result;
    }

    private Vector3 Lip(in Details details, float x, float y, float outerTop, float innerTop, float innerBottom, float outerBottom)
    {
        float across = x / details.Mouth.HalfWidth;
        bool isUpper = y < (innerTop + innerBottom) * 0.5f;
        float s, vertical, distance;
        if (isUpper)
        {
            s = Math.Clamp((y - outerTop) / Math.Max(1e-3f, innerTop - outerTop), 0, 1);
            vertical = float.Lerp(-0.25f, 0.95f, s);
            distance = innerTop - y;
        }
        else
        {
            s = Math.Clamp((y - innerBottom) / Math.Max(1e-3f, outerBottom - innerBottom), 0, 1);
            vertical = float.Lerp(-0.95f, 0.80f, s);
            distance = y - innerBottom;
        }
        Vector3 normal = Vector3.Normalize(new Vector3((across * 0.55f) + (0.22f * across * across * across), vertical, 1));
        float creases = Noise.Value(x * 58, y * 7, _identity.TextureSeed + (isUpper ? 71 : 73));
        Vector3 albedo = _identity.Lips * ((isUpper ? 0.80f : 0.98f) * (0.90f + (0.20f * creases)));
        albedo = Vector3.Lerp(albedo, _identity.Skin, 0.22f * Smooth(0.75f, 1.0f, isUpper ? 1 - s : s));
        float occlusion = 1 - (0.62f * MathF.Exp(-Math.Max(0, distance) / 0.012f)) - (0.15f * Smooth(0.75f, 1.0f, Math.Abs(across)));
        float gloss = isUpper ? 0.05f : 0.16f * (0.7f + (0.6f * creases));
        return _lighting.Shade(albedo, normal, occlusion, gloss, isUpper ? 14 : 22);
    }

    private Vector3 Cavity(in Details details, float x, float y, float innerTop, float innerBottom)
    {
        float a = Math.Abs(x);
        float upperEdge = MouthShape.RestHeight + 0.022f - (0.55f * x * x);
        float lowerEdge = MouthShape.RestHeight + 0.024f + (details.Jaw * 0.150f) + (0.45f * x * x);
        Vector3 colour = new Vector3(0.050f, 0.010f, 0.009f) * Smooth(0.26f, 0.05f, a);

        // the tongue lies behind the lower teeth; its tip comes up to the upper ones
        float tongueTop = float.Lerp(lowerEdge - 0.012f, upperEdge + 0.004f, 0.85f * details.Tongue) + (1.1f * x * x);
        if (y > tongueTop)
        {
            float depth = Math.Min(1, (y - tongueTop) / 0.09f);
            float groove = 1 - (0.25f * Gauss(x / 0.012f) * depth);
            Vector3 flesh = new Vector3(0.36f, 0.105f, 0.10f) * (groove * float.Lerp(0.55f, 1.0f, details.Tongue));
            colour = Vector3.Lerp(colour, _lighting.Shade(flesh, Vector3.Normalize(new Vector3(0.8f * x / 0.16f, -0.9f + (1.1f * depth), 1)), 0.62f, 0.10f, 20), Smooth(0, 0.012f, y - tongueTop) * Smooth(0.185f, 0.13f, a));
        }
        float soft = _pixel * 0.6f;
        float upper = Ramp(upperEdge + Scallop(x, 0.0055f) - y, soft) * Smooth(0.235f, 0.20f, a);
        colour = Vector3.Lerp(colour, Tooth(x, 0.25f + (0.75f * Smooth(0, 0.030f, y - innerTop)), 0.098f), upper);
        float lower = Ramp(y - lowerEdge - Scallop(x * 1.35f, 0.004f), soft) * Smooth(0.19f, 0.15f, a);
        colour = Vector3.Lerp(colour, Tooth(x * 1.35f, 0.55f * (0.35f + (0.65f * Smooth(0, 0.03f, innerBottom - y))), 0.098f), lower);
        return colour;
    }

    // how far teeth reach beyond their row's mean: each is rounded at its end
    private static float Scallop(float x, float depth)
    {
        float within = (Math.Abs(x) / 0.049f) % 1f;
        return depth * (1 - (4 * (within - 0.5f) * (within - 0.5f)));
    }

    private Vector3 Tooth(float x, float light, float width)
    {
        float a = Math.Abs(x);
        float within = (a / (width * 0.5f)) % 1f;
        float gap = Gauss(Math.Min(within, 1 - within) * width * 0.5f / 0.0032f);
        Vector3 normal = Vector3.Normalize(new Vector3((x * 2.6f) + (0.25f * (within - 0.5f) * MathF.Sign(x)), 0.05f, 1));
        float falloff = 1 - (0.62f * Smooth(0.03f, 0.23f, a));
        return _lighting.Shade(new Vector3(0.74f, 0.69f, 0.60f) * (1 - (0.38f * gap)), normal, light * falloff, 0.06f, 24, 0);
    }

    // wall, back hair, neck, shoulders: what does not move
    private Vector3[] PaintRoom(SimilarityTransform home)
    {
        Vector3[] room = new Vector3[_width * _height];
        SimilarityTransform toFace = home.Inverse();
        for (int py = 0; py < _height; py++)
        {
            for (int px = 0; px < _width; px++)
            {
                (double fx, double fy) = toFace.Apply(px, py);
                float x = (float)fx, y = (float)fy, a = Math.Abs(x);
                float u = ((float)px / _width) - 0.5f, v = ((float)py / _height) - 0.5f;
                Vector3 colour = Vector3.Lerp(_identity.WallTop, _identity.WallBottom, Smooth(-0.7f, 0.75f, v - (0.35f * u * MathF.Sign(_identity.Light.X))));
                // a soft pool of light behind the head, falling off to the corners
                float lightX = u + (0.16f * MathF.Sign(_identity.Light.X)), lightY = v + 0.12f;
                colour *= 0.72f + (0.62f * MathF.Exp(-((lightX * lightX) + (lightY * lightY)) * 5.5f));
                colour *= 0.965f + (0.07f * Noise.Fractal(x * 1.2f, y * 1.2f, _identity.TextureSeed + 81));

                if (_identity.LongHair)
                {
                    float fall = 0.93f + (0.10f * Smooth(0.0f, 1.1f, y)) + (0.025f * MathF.Sin((y * 5) + (x > 0 ? 1.3f : 0)));
                    float cover = Ramp(fall - a + (0.03f * (Noise.Value(x * 9, y * 2, _identity.TextureSeed + 83) - 0.5f)), _pixel) * Smooth(-0.4f, -0.2f, y) * Smooth(1.78f, 1.62f, y + (0.25f * a * Noise.Value(x * 14, 1, _identity.TextureSeed + 84)));
                    float strands = Noise.Value((x * 26) + (2.2f * MathF.Sin(y * 2.6f)), y * 1.3f, _identity.TextureSeed + 85);
                    Vector3 hair = _lighting.Shade(_identity.Hair * (0.35f + (1.0f * strands)), Vector3.Normalize(new Vector3(x * 0.8f, 0, 0.7f)), 0.35f + (0.45f * Smooth(0.55f, 0.95f, a)), 0.015f + (0.05f * strands), 10, 0);
                    colour = Vector3.Lerp(colour, hair, cover);
                }

                // neck: a column under the jaw, with the head's shadow on it
                float neckHalf = (_identity.Feminine ? 0.42f : 0.50f) + (0.30f * MathF.Pow(Smooth(1.15f, 1.95f, y), 2.2f));
                float neck = Ramp(neckHalf - a, _pixel * 0.8f) * Ramp(y - 0.6f, 0.1f);
                if (neck > 0)
                {
                    float across = x / neckHalf;
                    Vector3 normal = Vector3.Normalize(new Vector3(across * 1.25f, 0.1f, 1));
                    float tendon = Gauss((a - 0.20f - (0.12f * (1.9f - y))) / 0.05f) * Smooth(1.35f, 1.7f, y);
                    float occlusion = (0.34f + (0.58f * Smooth(1.34f, 1.80f, y + (0.20f * across * across)))) * (1 - (0.10f * tendon));
                    colour = Vector3.Lerp(colour, _lighting.Shade(_identity.Skin * new Vector3(0.97f, 0.90f, 0.88f), normal, occlusion, 0.02f, 14), neck);
                }

                // shoulders and a round collar
                float shoulder = 1.74f + (0.46f * MathF.Pow(Math.Max(0, a - 0.42f), 1.35f)) + (0.24f * MathF.Sqrt(Math.Max(0, 1 - (a * a / 0.25f))));
                float body = Ramp(y - shoulder, _pixel);
                if (body > 0)
                {
                    float folds = Noise.Fractal((x * 2.2f) + y, (y * 1.6f) - (0.4f * a), _identity.TextureSeed + 91);
                    Vector3 normal = Vector3.Normalize(new Vector3((x * 0.55f) + (0.5f * (folds - 0.5f)), -0.45f + (0.5f * Smooth(1.7f, 2.3f, y)), 1));
                    float seam = Gauss((y - shoulder - 0.055f) / 0.012f) * Smooth(0.66f, 0.55f, a);
                    float knit = 0.94f + (0.12f * Noise.Value(x * 60, y * 60, _identity.TextureSeed + 93));
                    colour = Vector3.Lerp(colour, _lighting.Shade(_identity.Clothes * (knit * (1 - (0.3f * seam))), normal, 0.55f + (0.4f * Smooth(0, 0.10f, y - shoulder)), 0.01f, 8, 0), body);
                }
                room[(py * _width) + px] = colour * (1 - (0.55f * ((u * u) + (v * v))));
            }
        }
        return room;
    }

    private static byte Encode(float linear, float speckle)
    {
        // highlights roll off instead of clipping
        float value = linear > 0.75f ? 0.75f + ((linear - 0.75f) / (1 + ((linear - 0.75f) * 2.2f))) : linear;
        float code = s_encode[Math.Clamp((int)(value * 4095), 0, 4095)] + (speckle * 1.6f) + 0.5f;
        return (byte)Math.Clamp((int)code, 0, 255);
    }

    private static byte[] EncodeTable()
    {
        byte[] table = new byte[4096];
        for (int i = 0; i < table.Length; i++)
        {
            float v = i / 4095f;
            table[i] = (byte)MathF.Round(255 * (v <= 0.0031308f ? 12.92f * v : (1.055f * MathF.Pow(v, 1 / 2.4f)) - 0.055f));
        }
        return table;
    }

    private static Vector4 Tint(Vector4 below, Vector3 colour, float alpha)
    {
        alpha = Math.Clamp(alpha, 0, 1);
        return new Vector4(colour * alpha, alpha) + (below * (1 - alpha));
    }

    private static Vector4 Over(Vector4 below, Vector4 above) => above + (below * (1 - above.W));

    private static float Ramp(float distance, float soft) => Math.Clamp(0.5f + (distance / (2 * soft)), 0, 1);

    private static float Gauss(float x) => MathF.Exp(-0.5f * x * x);

    private static float Smooth(float a, float b, float x) => FaceGeometry.Smooth(a, b, x);

    // what a frame's brows, eyes and mouth are drawn from
    private readonly struct Details
    {
        public const float EyeBottom = 0.16f;

        public Details(FaceIdentity identity, in FaceState state)
        {
            Mouth = new MouthShape(identity, state.Mouth);
            Eye = new EyeShape(identity, state.Blink);
            (Blink, GazeX, GazeY, BrowRaise) = (state.Blink, state.GazeX, state.GazeY, state.BrowRaise);
            (Jaw, Tongue) = (state.Mouth.Jaw, state.Mouth.Tongue);
            BrowTop = -0.42f - state.BrowRaise;
            MouthTop = Mouth.Top - 0.02f;
            MouthBottom = Mouth.Bottom + 0.14f;
        }

        public MouthShape Mouth { get; }
        public EyeShape Eye { get; }
        public float Blink { get; }
        public float GazeX { get; }
        public float GazeY { get; }
        public float BrowRaise { get; }
        public float Jaw { get; }
        public float Tongue { get; }
        public float BrowTop { get; }
        public float MouthTop { get; }
        public float MouthBottom { get; }

        public bool Contains(float x, float y)
        {
            float a = Math.Abs(x);
            return (y > MouthTop && y < MouthBottom && a < 0.45f) || (y > BrowTop && y < EyeBottom && a < 0.75f);
        }
    }
}
