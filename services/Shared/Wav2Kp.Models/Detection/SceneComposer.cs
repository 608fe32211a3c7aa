using OpenCvSharp;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Faces.Synthetic;

namespace Wav2Kp.Models.Detection;

/// <summary>
/// Composes scenes for the face detector: faces of every size and tilt on backgrounds of every kind, several or none, partly
/// hidden, beside things that only look like faces. A scene depends on nothing but its seeds.
/// </summary>
internal sealed class SceneComposer(IReadOnlyList<(LabelledPictures Set, LabelledPicture Picture)> pictures, int size) : IDisposable
{
    // faces below this many pixels are neither to be found nor to be denied
    private const float SmallestFace = 12;

    // of the points of a face, at least this share must be in sight
    private const double LeastInSight = 0.55, LeastDoubtful = 0.15;

    private readonly Mat _transform = new(2, 3, MatType.CV_64FC1);
    private readonly Mat _warped = new();
    private readonly Mat _mask = new();
    private readonly Mat _warpedMask = new();

    /// <summary>Makes a scene.</summary>
    /// <param name="seeds">What it depends on.</param>
    public Scene Compose(params ReadOnlySpan<long> seeds)
    {
        RandomSequence random = new(seeds);
        Mat scene = new(size, size, MatType.CV_8UC3);
        List<Found> found = [];
        float kind = random.Next();
        if (kind < 0.45f)
        {
            WholePicture(scene, random, found);
        }
        else if (kind < 0.72f)
        {
            Texture(scene, random);
        }
        else
        {
            FacelessPart(scene, random);
        }
        int faces = found.Count > 0 ? (random.Next() < 0.25f ? 1 + random.Next(2) : 0) : random.Next() < 0.2f ? 0 : 1 + (int)(5 * MathF.Pow(random.Next(), 2.2f));
        int decoys = random.Next() < 0.5f ? 1 + random.Next(3) : 0;
        for (int i = 0; i < decoys; i++)
        {
            Decoy(scene, random, found);
        }
        for (int i = 0; i < faces; i++)
        {
            PasteFace(scene, random, found);
        }
        foreach (Found face in found)
        {
            if (random.Next() < 0.3f)
            {
                Hide(scene, random, face);
            }
        }
        if (random.Next() < 0.25f)
        {
            Hand(scene, random, random.Next(0, size), random.Next(0, size), random.Next(size * 0.1f, size * 0.5f), found);
        }
        Degrade(scene, random);
        List<FacePlace> places = [], doubtful = [];
        foreach (Found face in found)
        {
            double inSight = face.InSight(size);
            if (face.Place.Size >= SmallestFace && inSight >= LeastInSight)
            {
                places.Add(face.Place);
            }
            else if (inSight >= LeastDoubtful)
            {
                doubtful.Add(face.Place);
            }
        }
        return new Scene(scene, places, doubtful);
    }

    public void Dispose()
    {
        _transform.Dispose();
        _warped.Dispose();
        _mask.Dispose();
        _warpedMask.Dispose();
    }

    // one picture fills the scene, its edges continued where it does not reach
    private void WholePicture(Mat scene, RandomSequence random, List<Found> found)
    {
        (Mat picture, LabelledPicture label) = Pick(random);
        using (picture)
        {
            FacePlace own = FacePlace.Of(label.Points);
            // half of the time the scene about fills with the face's own surroundings, as cameras and crops show them
            float wanted = random.Next() < 0.5f
                ? own.Size * size / Math.Max(picture.Width, picture.Height) * MathF.Exp(random.Next(-0.25f, 0.35f))
                : MathF.Exp(random.Next(MathF.Log(11), MathF.Log(size * 1.1f)));
            float reach = Math.Max(0, size - wanted) / 2 + (wanted * 0.12f);
            float x = (size / 2f) + random.Next(-reach, reach), y = (size / 2f) + random.Next(-reach, reach);
            (SimilarityTransform place, bool mirror) = PlaceOf(own, wanted, x, y, Tilt(random), random);
            Mat source = picture;
            using Mat flipped = new();
            float[] points = label.Points;
            if (mirror)
            {
                Cv2.Flip(picture, flipped, FlipMode.Y);
                source = flipped;
                points = Mirrored(points, picture.Width);
                own = FacePlace.Of(points);
                place = PlaceOf(own, wanted, x, y, place.Rotation);
            }
            BorderTypes border = random.Next() < 0.7f ? BorderTypes.Replicate : BorderTypes.Constant;
            Warp(source, scene, place, border, random);
            found.Add(new Found(place.Apply(points)));
        }
    }

    private void PasteFace(Mat scene, RandomSequence random, List<Found> found)
    {
        (Mat picture, LabelledPicture label) = Pick(random);
        using (picture)
        {
            float wanted = MathF.Exp(random.Next(MathF.Log(11), MathF.Log(size * 0.75f)));
            Paste(scene, random, picture, label.Points, wanted, Tilt(random), found, isFace: true);
        }
    }

    // what looks like a face and is none: turned over, or its parts in another order
    private void Decoy(Mat scene, RandomSequence random, List<Found> found)
    {
        float wanted = MathF.Exp(random.Next(MathF.Log(16), MathF.Log(size * 0.7f)));
        float kind = random.Next();
        if (kind < 0.3f)
        {
            SkinBlob(scene, random, wanted, found);
            return;
        }
        (Mat picture, LabelledPicture label) = Pick(random);
        using (picture)
        {
            float angle = Tilt(random);
            if (kind < 0.55f)
            {
                angle = (random.Next() < 0.5f ? -1 : 1) * random.Next(2.1f, MathF.PI);
            }
            else
            {
                Scramble(picture, label.Points, random);
            }
            Paste(scene, random, picture, label.Points, wanted, angle, found, isFace: false);
        }
    }

    private void Paste(Mat scene, RandomSequence random, Mat picture, float[] points, float wanted, float angle, List<Found> found, bool isFace)
    {
        FacePlace own = FacePlace.Of(points);
        float x = 0, y = 0;
        bool free = false;
        for (int attempt = 0; attempt < 10 && !free; attempt++)
        {
            float margin = Math.Min(wanted * 0.4f, size / 2f);
            (x, y) = (random.Next(margin, size - margin), random.Next(margin, size - margin));
            free = found.All(face => Math.Max(Math.Abs(face.Place.X - x), Math.Abs(face.Place.Y - y)) > 0.62f * (face.Place.Size + wanted));
        }
        if (!free)
        {
            return;
        }
        (SimilarityTransform place, bool mirror) = PlaceOf(own, wanted, x, y, angle, random);
        using Mat flipped = new();
        Mat source = picture;
        if (mirror)
        {
            Cv2.Flip(picture, flipped, FlipMode.Y);
            source = flipped;
            points = Mirrored(points, picture.Width);
            own = FacePlace.Of(points);
            place = PlaceOf(own, wanted, x, y, angle);
        }
        // an ellipse about the head, or a piece of the picture around it, with an edge that is sharp or soft
        _mask.Create(source.Height, source.Width, MatType.CV_8UC1);
        _mask.SetTo(Scalar.All(0));
        if (random.Next() < 0.6f)
        {
            float wide = own.Size * random.Next(0.55f, 0.95f), high = own.Size * random.Next(0.72f, 1.1f);
            Cv2.Ellipse(_mask, new Point(own.X, own.Y - (own.Size * 0.12f)), new Size(wide, high), own.Angle * 180 / Math.PI, 0, 360, Scalar.All(255), -1);
        }
        else
        {
            int left = (int)(own.X - (own.Size * random.Next(0.55f, 1.2f))), right = (int)(own.X + (own.Size * random.Next(0.55f, 1.2f)));
            int top = (int)(own.Y - (own.Size * random.Next(0.65f, 1.1f))), bottom = (int)(own.Y + (own.Size * random.Next(0.6f, 1.3f)));
            Cv2.Rectangle(_mask, new Point(left, top), new Point(right, bottom), Scalar.All(255), -1);
        }
        if (random.Next() < 0.6f)
        {
            int soft = 1 + (2 * (1 + random.Next(Math.Max(1, (int)(own.Size * 0.12f)))));
            Cv2.GaussianBlur(_mask, _mask, new Size(soft, soft), 0);
        }
        Tint(source, random);
        SetTransform(place);
        InterpolationFlags flags = InterpolationFlags.Linear;
        Mat shrunk = source, shrunkMask = _mask;
        using Mat less = new(), lessMask = new();
        if (place.Scale < 0.6)
        {
            (shrunk, shrunkMask) = (less, lessMask);
            double factor = Shrink(source, less, place.Scale);
            Cv2.Resize(_mask, lessMask, less.Size(), 0, 0, InterpolationFlags.Area);
            SetTransform(Rescaled(place, factor));
        }
        Cv2.WarpAffine(shrunk, _warped, _transform, new Size(size, size), flags, BorderTypes.Replicate);
        Cv2.WarpAffine(shrunkMask, _warpedMask, _transform, new Size(size, size), flags, BorderTypes.Constant, Scalar.All(0));
        Blend(scene, _warped, _warpedMask);
        if (isFace)
        {
            found.Add(new Found(place.Apply(points)));
        }
    }

    private static void Blend(Mat scene, Mat over, Mat mask)
    {
        Span<byte> to = scene.AsSpan<byte>();
        ReadOnlySpan<byte> from = over.AsSpan<byte>(), share = mask.AsSpan<byte>();
        for (int i = 0; i < share.Length; i++)
        {
            int a = share[i];
            if (a == 0)
            {
                continue;
            }
            for (int c = 3 * i; c < (3 * i) + 3; c++)
            {
                to[c] = (byte)(((to[c] * (255 - a)) + (from[c] * a) + 127) / 255);
            }
        }
    }

    private void Warp(Mat picture, Mat scene, SimilarityTransform place, BorderTypes border, RandomSequence random)
    {
        Scalar colour = new(random.Next(256), random.Next(256), random.Next(256));
        if (place.Scale < 0.6)
        {
            using Mat less = new();
            double factor = Shrink(picture, less, place.Scale);
            SetTransform(Rescaled(place, factor));
            Cv2.WarpAffine(less, scene, _transform, new Size(size, size), InterpolationFlags.Linear, border, colour);
            return;
        }
        SetTransform(place);
        Cv2.WarpAffine(picture, scene, _transform, new Size(size, size), InterpolationFlags.Linear, border, colour);
    }

    // bilinear warping alone would skip pixels; returns the true factor of the smaller picture
    private static double Shrink(Mat picture, Mat less, double scale)
    {
        double factor = Math.Max(Math.Min(1, scale * 1.2), 8.0 / Math.Min(picture.Width, picture.Height));
        Cv2.Resize(picture, less, new Size(Math.Max(1, Math.Round(picture.Width * factor)), Math.Max(1, Math.Round(picture.Height * factor))), 0, 0, InterpolationFlags.Area);
        return (double)less.Width / picture.Width;
    }

    // the transform from a picture, for the same picture made smaller: its pixel (x + 0.5) f − 0.5 was pixel x
    private static SimilarityTransform Rescaled(SimilarityTransform place, double factor) =>
        SimilarityTransform.From(1 / factor, 0, (0.5 / factor) - 0.5, (0.5 / factor) - 0.5).Then(place);

    private (SimilarityTransform Place, bool Mirror) PlaceOf(FacePlace own, float wanted, float x, float y, float angle, RandomSequence random) =>
        (PlaceOf(own, wanted, x, y, angle), random.Next() < 0.5f);

    private static SimilarityTransform PlaceOf(FacePlace own, float wanted, float x, float y, double angle)
    {
        double scale = wanted / own.Size;
        SimilarityTransform turned = SimilarityTransform.From(scale, angle, 0, 0);
        (double cx, double cy) = turned.Apply(own.X, own.Y);
        return SimilarityTransform.From(scale, angle, x - cx, y - cy);
    }

    // mostly nearly upright, to ±45 degrees and a little over
    private static float Tilt(RandomSequence random) => random.Next() < 0.55f
        ? (random.Next() + random.Next() + random.Next() - 1.5f) * 0.35f
        : random.Next(-0.85f, 0.85f);

    private void Scramble(Mat picture, float[] points, RandomSequence random)
    {
        FaceBox box = FaceBox.Around(points);
        int tiles = 2 + random.Next(3);
        int left = Math.Max(0, (int)box.X), top = Math.Max(0, (int)box.Y);
        int width = (Math.Min(picture.Width, (int)(box.X + box.Width)) - left) / tiles, height = (Math.Min(picture.Height, (int)(box.Y + box.Height)) - top) / tiles;
        if (width < 2 || height < 2)
        {
            return;
        }
        int[] order = [.. Enumerable.Range(0, tiles * tiles)];
        // turned by at least one, so that no tile is where it was
        int turn = 1 + random.Next(order.Length - 1);
        using Mat whole = picture.Clone();
        for (int i = 0; i < order.Length; i++)
        {
            int from = order[(i + turn) % order.Length];
            using Mat source = whole.SubMat(new Rect(left + (from % tiles * width), top + (from / tiles * height), width, height));
            using Mat target = picture.SubMat(new Rect(left + (i % tiles * width), top + (i / tiles * height), width, height));
            source.CopyTo(target);
        }
    }

    private static void SkinBlob(Mat scene, RandomSequence random, float wanted, List<Found> found)
    {
        Scalar skin = Skin(random);
        Point middle = new(random.Next(0, scene.Width), random.Next(0, scene.Height));
        double angle = random.Next(0, 180);
        float wide = wanted * random.Next(0.3f, 0.5f), high = wanted * random.Next(0.4f, 0.65f);
        Cv2.Ellipse(scene, middle, new Size(wide, high), angle, 0, 360, skin, -1, LineTypes.AntiAlias);
        found.ForEach(face => face.Cover(p => Square(p.X - middle.X) + Square(p.Y - middle.Y) < wide * high));
        if (random.Next() < 0.5f)
        {
            // dark spots, but not where eyes and mouth are
            for (int i = random.Next(4); i >= 0; i--)
            {
                Cv2.Circle(scene, (int)(middle.X + (wanted * random.Next(-0.35f, 0.35f))), (int)(middle.Y + (wanted * random.Next(-0.4f, 0.4f))), (int)(wanted * random.Next(0.03f, 0.1f)), Scalar.All(random.Next(70)), -1, LineTypes.AntiAlias);
            }
        }
    }

    private static Scalar Skin(RandomSequence random)
    {
        float light = random.Next(0.25f, 1f), red = random.Next(0.9f, 1.1f);
        return new Scalar(light * random.Next(95, 175), light * random.Next(130, 195), Math.Min(255, light * 235 * red));
    }

    // fingers and a palm
    private static void Hand(Mat scene, RandomSequence random, float x, float y, float length, List<Found> found)
    {
        Scalar skin = Skin(random);
        double direction = random.Next(0, 2 * MathF.PI);
        int thickness = Math.Max(2, (int)(length * random.Next(0.1f, 0.18f)));
        int fingers = 2 + random.Next(4);
        for (int finger = 0; finger < fingers; finger++)
        {
            double spread = direction + ((finger - (fingers / 2.0)) * random.Next(0.1f, 0.25f));
            (double tipX, double tipY) = (x + (Math.Cos(spread) * length), y + (Math.Sin(spread) * length));
            Cv2.Line(scene, new Point(x, y), new Point(tipX, tipY), Shade(skin, random.Next(0.85f, 1.1f)), thickness, LineTypes.AntiAlias);
            found.ForEach(face => face.Cover(px => DistanceToSegment(px.X, px.Y, x, y, tipX, tipY) < thickness / 2.0));
        }
        float palm = length * random.Next(0.25f, 0.4f);
        Cv2.Circle(scene, (int)x, (int)y, (int)palm, skin, -1, LineTypes.AntiAlias);
        found.ForEach(face => face.Cover(px => Square(px.X - x) + Square(px.Y - y) < palm * palm));
    }

    private static Scalar Shade(Scalar colour, double factor) => new(colour.Val0 * factor, colour.Val1 * factor, colour.Val2 * factor);

    private static double DistanceToSegment(double x, double y, double fromX, double fromY, double toX, double toY)
    {
        double dx = toX - fromX, dy = toY - fromY;
        double along = Math.Clamp((((x - fromX) * dx) + ((y - fromY) * dy)) / Math.Max(1e-6, (dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Square(x - fromX - (along * dx)) + Square(y - fromY - (along * dy)));
    }

    private static double Square(double value) => value * value;

    // something in front of a part of a face
    private static void Hide(Mat scene, RandomSequence random, Found face)
    {
        FacePlace place = face.Place;
        float kind = random.Next();
        Scalar colour = random.Next() < 0.4f ? Skin(random) : new Scalar(random.Next(256), random.Next(256), random.Next(256));
        float x = place.X + (place.Size * random.Next(-0.5f, 0.5f)), y = place.Y + (place.Size * random.Next(-0.5f, 0.5f));
        if (kind < 0.35f)
        {
            float half = place.Size * random.Next(0.1f, 0.3f), high = place.Size * random.Next(0.1f, 0.3f);
            Cv2.Rectangle(scene, new Point(x - half, y - high), new Point(x + half, y + high), colour, -1);
            face.Cover(p => Math.Abs(p.X - x) < half && Math.Abs(p.Y - y) < high);
        }
        else if (kind < 0.6f)
        {
            float radius = place.Size * random.Next(0.1f, 0.3f);
            Cv2.Circle(scene, (int)x, (int)y, (int)radius, colour, -1, LineTypes.AntiAlias);
            face.Cover(p => Square(p.X - x) + Square(p.Y - y) < radius * radius);
        }
        else if (kind < 0.8f)
        {
            Hand(scene, random, x, y, place.Size * random.Next(0.3f, 0.6f), [face]);
        }
        else
        {
            // from one side, or from below: a shoulder, a sheet, the picture's edge
            bool side = random.Next() < 0.5f;
            float edge = random.Next(0.15f, 0.5f) * place.Size * (random.Next() < 0.5f ? -1 : 1);
            float limit = side ? place.X + edge : place.Y + Math.Abs(edge);
            bool low = side && edge < 0;
            Rect cover = side
                ? low ? new Rect((int)(place.X - place.Size), (int)(place.Y - place.Size), (int)(limit - place.X + place.Size), (int)(2 * place.Size)) : new Rect((int)limit, (int)(place.Y - place.Size), (int)place.Size, (int)(2 * place.Size))
                : new Rect((int)(place.X - place.Size), (int)limit, (int)(2 * place.Size), (int)place.Size);
            Cv2.Rectangle(scene, cover, colour, -1);
            face.Cover(p => side ? low ? p.X < limit : p.X > limit : p.Y > limit);
        }
    }

    // a part of a picture that shows no face
    private void FacelessPart(Mat scene, RandomSequence random)
    {
        int tiles = random.Next() < 0.6f ? 1 : 2;
        int side = size / tiles;
        for (int tile = 0; tile < tiles * tiles; tile++)
        {
            (Mat picture, LabelledPicture label) = Pick(random);
            using (picture)
            {
                FacePlace face = FacePlace.Of(label.Points);
                float reach = 0.62f * face.Size;
                Rect best = default;
                for (int attempt = 0; attempt < 24; attempt++)
                {
                    int width = (int)random.Next(picture.Width * 0.13f, picture.Width * 0.6f), height = (int)(width * random.Next(0.6f, 1.5f));
                    height = Math.Min(height, picture.Height);
                    Rect part = new(random.Next(Math.Max(1, picture.Width - width)), random.Next(Math.Max(1, picture.Height - height)), width, height);
                    bool clear = part.Right < face.X - reach || part.X > face.X + reach || part.Bottom < face.Y - (reach * 1.15f) || part.Y > face.Y + reach;
                    if (clear && part.Width * part.Height > best.Width * best.Height)
                    {
                        best = part;
                    }
                }
                Rect target = new(tile % tiles * side, tile / tiles * side, side, side);
                using Mat where = scene.SubMat(target);
                if (best.Width < 8 || best.Height < 8)
                {
                    where.SetTo(new Scalar(random.Next(256), random.Next(256), random.Next(256)));
                    continue;
                }
                using Mat part2 = picture.SubMat(best);
                using Mat scaled = new();
                Cv2.Resize(part2, scaled, new Size(side, side), 0, 0, InterpolationFlags.Linear);
                scaled.CopyTo(where);
            }
        }
    }

    // noise of several grains, gradients, stripes, and shapes
    private void Texture(Mat scene, RandomSequence random)
    {
        using Mat grains = new();
        scene.SetTo(new Scalar(random.Next(256), random.Next(256), random.Next(256)));
        int layers = 1 + random.Next(3);
        for (int layer = 0; layer < layers; layer++)
        {
            int grain = 2 << random.Next(6);
            using Mat noise = new(grain, grain, MatType.CV_8UC3);
            bool grey = random.Next() < 0.3f;
            Span<byte> values = noise.AsSpan<byte>();
            float low = random.Next(0, 140), high = random.Next(low, 256);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = grey && i % 3 != 0 ? values[i - 1] : (byte)random.Next(low, high);
            }
            Cv2.Resize(noise, grains, new Size(size, size), 0, 0, random.Next() < 0.75f ? InterpolationFlags.Cubic : InterpolationFlags.Nearest);
            Cv2.AddWeighted(scene, layer == 0 ? 0 : random.Next(0.4f, 0.8f), grains, layer == 0 ? 1 : random.Next(0.2f, 0.6f), 0, scene);
        }
        int shapes = random.Next() < 0.6f ? random.Next(14) : 0;
        for (int shape = 0; shape < shapes; shape++)
        {
            Scalar colour = new(random.Next(256), random.Next(256), random.Next(256));
            Point from = new(random.Next(size), random.Next(size)), to = new(random.Next(size), random.Next(size));
            int thickness = random.Next() < 0.4f ? -1 : 1 + random.Next(8);
            switch (random.Next(4))
            {
                case 0:
                    Cv2.Line(scene, from, to, colour, Math.Abs(thickness), LineTypes.AntiAlias);
                    break;
                case 1:
                    Cv2.Rectangle(scene, from, to, colour, thickness);
                    break;
                case 2:
                    Cv2.Circle(scene, from, 2 + random.Next(size / 3), colour, thickness, LineTypes.AntiAlias);
                    break;
                default:
                    Cv2.Ellipse(scene, from, new Size(2 + random.Next(size / 3), 2 + random.Next(size / 3)), random.Next(180), 0, 360, colour, thickness, LineTypes.AntiAlias);
                    break;
            }
        }
        if (random.Next() < 0.15f)
        {
            int period = 4 + random.Next(30);
            bool upright = random.Next() < 0.5f;
            Scalar colour = new(random.Next(256), random.Next(256), random.Next(256));
            for (int at = 0; at < size; at += period)
            {
                Cv2.Rectangle(scene, upright ? new Rect(at, 0, period / 2, size) : new Rect(0, at, size, period / 2), colour, -1);
            }
        }
    }

    // another light on the pasted picture
    private static void Tint(Mat picture, RandomSequence random)
    {
        if (random.Next() < 0.5f)
        {
            return;
        }
        double gain = random.Next(0.55f, 1.4f), offset = random.Next(-35f, 35f);
        picture.ConvertTo(picture, MatType.CV_8UC3, gain, offset);
    }

    // what cameras and codecs do
    private void Degrade(Mat scene, RandomSequence random)
    {
        if (random.Next() < 0.5f)
        {
            scene.ConvertTo(scene, MatType.CV_8UC3, random.Next(0.5f, 1.5f), random.Next(-45f, 45f));
        }
        if (random.Next() < 0.3f)
        {
            Cv2.Multiply(scene, new Scalar(random.Next(0.75f, 1.25f), random.Next(0.75f, 1.25f), random.Next(0.75f, 1.25f)), scene);
        }
        if (random.Next() < 0.15f)
        {
            Cv2.CvtColor(scene, _mask, ColorConversionCodes.BGR2GRAY);
            Cv2.CvtColor(_mask, scene, ColorConversionCodes.GRAY2BGR);
        }
        if (random.Next() < 0.3f)
        {
            Cv2.GaussianBlur(scene, scene, new Size(0, 0), random.Next(0.4f, 1.6f));
        }
        if (random.Next() < 0.3f)
        {
            float strength = random.Next(1f, 14f);
            Span<byte> values = scene.AsSpan<byte>();
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (byte)Math.Clamp(values[i] + (strength * (random.Next() + random.Next() - 1)), 0, 255);
            }
        }
        if (random.Next() < 0.3f)
        {
            Cv2.ImEncode(".jpg", scene, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 25 + random.Next(65)));
            using Mat decoded = Cv2.ImDecode(jpeg, ImreadModes.Color);
            decoded.CopyTo(scene);
        }
    }

    private (Mat Picture, LabelledPicture Label) Pick(RandomSequence random)
    {
        (LabelledPictures set, LabelledPicture label) = pictures[random.Next(pictures.Count)];
        return (set.Read(label), label);
    }

    private static float[] Mirrored(float[] points, int width)
    {
        float[] mirrored = new float[points.Length];
        for (int i = 0; i < FacePoints.Count; i++)
        {
            int from = FacePoints.Mirror[i];
            mirrored[2 * i] = width - 1 - points[2 * from];
            mirrored[(2 * i) + 1] = points[(2 * from) + 1];
        }
        return mirrored;
    }

    private void SetTransform(SimilarityTransform transform)
    {
        _transform.Set(0, 0, transform.A);
        _transform.Set(0, 1, -transform.B);
        _transform.Set(0, 2, transform.Tx);
        _transform.Set(1, 0, transform.B);
        _transform.Set(1, 1, transform.A);
        _transform.Set(1, 2, transform.Ty);
    }

    /// <summary>A face in the scene and which of its points something hides.</summary>
    private sealed class Found(float[] points)
    {
        private readonly bool[] _covered = new bool[FacePoints.Count];

        public FacePlace Place { get; } = FacePlace.Of(points);

        public void Cover(Predicate<(float X, float Y)> covers)
        {
            for (int i = 0; i < FacePoints.Count; i++)
            {
                _covered[i] |= covers((points[2 * i], points[(2 * i) + 1]));
            }
        }

        public double InSight(int size)
        {
            int inSight = 0;
            for (int i = 0; i < FacePoints.Count; i++)
            {
                (float x, float y) = (points[2 * i], points[(2 * i) + 1]);
                inSight += !_covered[i] && x >= 0 && y >= 0 && x < size && y < size ? 1 : 0;
            }
            return (double)inSight / FacePoints.Count;
        }
    }
}
