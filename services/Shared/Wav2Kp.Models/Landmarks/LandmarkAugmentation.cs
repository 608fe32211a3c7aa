using System.Runtime.InteropServices;
using OpenCvSharp;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Synthetic;

namespace Wav2Kp.Models.Landmarks;

/// <summary>
/// Makes crops of pictures: as they are for validation, changed at random for training, and such without a face. A crop
/// depends on nothing but its picture and the random sequence. For one thread at a time.
/// </summary>
internal sealed class LandmarkAugmentation(LandmarkAugmentationRecipe recipe, int size, IReadOnlyList<TrainingPicture> others) : IDisposable
{
    private readonly Mat _crop = new();
    private readonly Mat _other = new();
    private readonly Mat _transform = new(2, 3, MatType.CV_64FC1);
    private readonly byte[] _pixels = new byte[size * size * 3];
    private readonly float[] _points = new float[FacePoints.Values];

    /// <summary>The face's crop without any change, as <see cref="LandmarkNetwork"/> is given it.</summary>
    public void Plain(TrainingPicture picture, LandmarkBatch batch, int index)
    {
        (float x, float y, float side) = LandmarkCrop.Around(picture.Points);
        Warp(picture, x, y, side, 0, _crop);
        ToCrop(picture.Points, x, y, side, 0);
        Store(batch, index, _points);
    }

    /// <summary>A changed crop of a face.</summary>
    public void Face(TrainingPicture picture, RandomSequence random, LandmarkBatch batch, int index)
    {
        (float x, float y, float side) = LandmarkCrop.Around(picture.Points);
        float loose = random.Next() < recipe.Coarse ? 3 : 1;
        float turn = random.Next() < 0.25f
            ? random.Next(-(float)recipe.LargestTurn, (float)recipe.LargestTurn)
            : Normal(random) * (float)recipe.Turn;
        // the face shall lie in the crop with this turn, however it lies in the picture
        float angle = LandmarkCrop.AngleOf(picture.Points) - (turn * MathF.PI / 180);
        x += Normal(random) * (float)recipe.Shift * loose * side;
        y += Normal(random) * (float)recipe.Shift * loose * side;
        side *= MathF.Exp(Normal(random) * (float)recipe.Scale * MathF.Min(loose, 2));
        Warp(picture, x, y, side, angle, _crop);
        ToCrop(picture.Points, x, y, side, angle);
        if (random.Next() < 0.5f)
        {
            Mirror();
        }
        Occlude(random);
        Degrade(random);
        Store(batch, index, _points);
    }

    /// <summary>A crop without a face: a piece of a picture beside its face, the face in shuffled pieces or upside down, or a texture.</summary>
    public void Nothing(RandomSequence random, LandmarkBatch batch, int index)
    {
        TrainingPicture picture = others[random.Next(others.Count)];
        (float x, float y, float side) = LandmarkCrop.Around(picture.Points);
        switch (random.Next(4))
        {
            case 0:
                float direction = random.Next(0, 2 * MathF.PI), away = random.Next(0.75f, 1.2f) * side;
                Warp(picture, x + (away * MathF.Cos(direction)), y + (away * MathF.Sin(direction)), side * random.Next(0.4f, 1), random.Next(-1, 1), _crop);
                break;
            case 1:
                // a detail, so large that it is no face any more
                Warp(picture, x + (random.Next(-0.35f, 0.35f) * side), y + (random.Next(-0.35f, 0.35f) * side), side * random.Next(0.12f, 0.3f), random.Next(-3, 3), _crop);
                break;
            case 2:
                Warp(picture, x, y, side * random.Next(0.9f, 1.2f), random.Next(-3, 3), _crop);
                ShufflePieces(random);
                break;
            default:
                Texture(random);
                break;
        }
        Degrade(random);
        Store(batch, index, []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _crop.Dispose();
        _other.Dispose();
        _transform.Dispose();
    }

    private static float Normal(RandomSequence random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.Next())) * MathF.Cos(2 * MathF.PI * random.Next());

    private void Warp(TrainingPicture picture, float x, float y, float side, float angle, Mat crop)
    {
        GCHandle pinned = GCHandle.Alloc(picture.Pixels, GCHandleType.Pinned);
        try
        {
            using Mat whole = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, pinned.AddrOfPinnedObject());
            LandmarkCrop.Transform(_transform, size, x, y, side, angle);
            Cv2.WarpAffine(whole, crop, _transform, new Size(size, size), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        }
        finally
        {
            pinned.Free();
        }
    }

    private void ToCrop(float[] points, float x, float y, float side, float angle)
    {
        float a = MathF.Cos(angle) / side, b = MathF.Sin(angle) / side;
        for (int i = 0; i < _points.Length; i += 2)
        {
            float dx = points[i] - x, dy = points[i + 1] - y;
            _points[i] = (a * dx) + (b * dy) + 0.5f;
            _points[i + 1] = (a * dy) - (b * dx) + 0.5f;
        }
    }

    private void Mirror()
    {
        Cv2.Flip(_crop, _crop, FlipMode.Y);
        Span<float> turned = stackalloc float[FacePoints.Values];
        ReadOnlySpan<int> mirror = FacePoints.Mirror;
        for (int i = 0; i < FacePoints.Count; i++)
        {
            turned[2 * i] = 1 - _points[2 * mirror[i]];
            turned[(2 * i) + 1] = _points[(2 * mirror[i]) + 1];
        }
        turned.CopyTo(_points);
    }

    // patches of one colour, of noise or of another picture, as rectangles and ellipses: hands, hair, cups, microphones
    private void Occlude(RandomSequence random)
    {
        if (random.Next() >= recipe.Occlusion)
        {
            return;
        }
        int patches = 1 + random.Next(3);
        for (int i = 0; i < patches; i++)
        {
            using Mat mask = new(size, size, MatType.CV_8UC1, Scalar.All(0));
            Point centre = new(random.Next(size), random.Next(size));
            Size half = new(size * random.Next(0.04f, 0.2f), size * random.Next(0.04f, 0.2f));
            double turn = random.Next(0, 180);
            if (random.Next() < 0.5f)
            {
                Cv2.Ellipse(mask, centre, half, turn, 0, 360, Scalar.All(255), -1);
            }
            else
            {
                Cv2.Rectangle(mask, new Rect(centre.X - half.Width, centre.Y - half.Height, (2 * half.Width) + 1, (2 * half.Height) + 1), Scalar.All(255), -1);
            }
            if (random.Next() < 0.5f)
            {
                TrainingPicture other = others[random.Next(others.Count)];
                (float x, float y, float side) = LandmarkCrop.Around(other.Points);
                Warp(other, x + (random.Next(-0.5f, 0.5f) * side), y + (random.Next(-0.5f, 0.5f) * side), side * random.Next(0.3f, 1), random.Next(-3, 3), _other);
                _other.CopyTo(_crop, mask);
            }
            else
            {
                // half of them the colours of skin
                float light = random.Next(40, 255);
                Scalar colour = random.Next() < 0.5f
                    ? new Scalar(light * random.Next(0.45f, 0.7f), light * random.Next(0.6f, 0.8f), light)
                    : new Scalar(random.Next(256), random.Next(256), random.Next(256));
                _crop.SetTo(colour, mask);
            }
        }
    }

    private void ShufflePieces(RandomSequence random)
    {
        const int Across = 3;
        int piece = size / Across;
        _crop.CopyTo(_other);
        int[] order = [.. Enumerable.Range(0, Across * Across)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        for (int i = 0; i < order.Length; i++)
        {
            using Mat from = _other.SubMat(new Rect(order[i] % Across * piece, order[i] / Across * piece, piece, piece));
            using Mat to = _crop.SubMat(new Rect(i % Across * piece, i / Across * piece, piece, piece));
            from.CopyTo(to);
        }
    }

    // noise of a few scales between two colours
    private void Texture(RandomSequence random)
    {
        int seed = random.Next(1 << 30);
        float grain = random.Next(2, size / 2f), stretch = random.Next(0.2f, 5);
        Span<float> first = [random.Next(0, 255), random.Next(0, 255), random.Next(0, 255)];
        Span<float> second = [random.Next(0, 255), random.Next(0, 255), random.Next(0, 255)];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                float share = (0.7f * Smooth(x / grain, y / grain * stretch, seed)) + (0.3f * Smooth(3 * x / grain, 3 * y / grain * stretch, seed + 1));
                for (int c = 0; c < 3; c++)
                {
                    _pixels[(3 * ((y * size) + x)) + c] = (byte)(first[c] + ((second[c] - first[c]) * share));
                }
            }
        }
        _crop.Create(size, size, MatType.CV_8UC3);
        Marshal.Copy(_pixels, 0, _crop.Data, _pixels.Length);
    }

    private static float Smooth(float x, float y, int seed)
    {
        int left = (int)x, top = (int)y;
        float u = x - left, v = y - top;
        float upper = RandomSequence.Hash(left, top, seed) * (1 - u) + RandomSequence.Hash(left + 1, top, seed) * u;
        float lower = RandomSequence.Hash(left, top + 1, seed) * (1 - u) + RandomSequence.Hash(left + 1, top + 1, seed) * u;
        return (upper * (1 - v)) + (lower * v);
    }

    private void Degrade(RandomSequence random)
    {
        if (random.Next() < recipe.Small)
        {
            int pixels = (int)random.Next(size * 0.18f, size * 0.7f);
            Cv2.Resize(_crop, _other, new Size(pixels, pixels), interpolation: InterpolationFlags.Area);
            Cv2.Resize(_other, _crop, new Size(size, size), interpolation: random.Next() < 0.7f ? InterpolationFlags.Linear : InterpolationFlags.Cubic);
        }
        if (random.Next() < recipe.Blur)
        {
            if (random.Next() < 0.5f)
            {
                Cv2.GaussianBlur(_crop, _crop, new Size(0, 0), random.Next(0.4f, 2));
            }
            else
            {
                Motion(random);
            }
        }
        if (random.Next() < recipe.Colour)
        {
            Colour(random);
        }
        if (random.Next() < recipe.Grey)
        {
            Cv2.CvtColor(_crop, _other, ColorConversionCodes.BGR2GRAY);
            Cv2.CvtColor(_other, _crop, ColorConversionCodes.GRAY2BGR);
        }
        if (random.Next() < recipe.Noise)
        {
            Noise(random);
        }
        if (random.Next() < recipe.Compression)
        {
            Cv2.ImEncode(".jpg", _crop, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 15 + random.Next(70)));
            using Mat again = Cv2.ImDecode(jpeg, ImreadModes.Color);
            again.CopyTo(_crop);
        }
    }

    private void Motion(RandomSequence random)
    {
        int length = 3 + (2 * random.Next(3));
        using Mat kernel = new(length, length, MatType.CV_32FC1, Scalar.All(0));
        float angle = random.Next(0, MathF.PI), middle = length / 2;
        for (int i = 0; i < length; i++)
        {
            kernel.Set((int)MathF.Round(middle + ((i - middle) * MathF.Sin(angle))), (int)MathF.Round(middle + ((i - middle) * MathF.Cos(angle))), 1f / length);
        }
        Cv2.Filter2D(_crop, _other, -1, kernel);
        _other.CopyTo(_crop);
    }

    private void Colour(RandomSequence random)
    {
        Span<byte> table = stackalloc byte[3 * 256];
        float gamma = MathF.Exp(Normal(random) * 0.25f), contrast = MathF.Exp(Normal(random) * 0.25f), light = Normal(random) * 22;
        for (int c = 0; c < 3; c++)
        {
            float gain = contrast * MathF.Exp(Normal(random) * 0.08f), offset = light + (Normal(random) * 6);
            for (int value = 0; value < 256; value++)
            {
                float bent = 255 * MathF.Pow(value / 255f, gamma);
                table[(c * 256) + value] = (byte)Math.Clamp(((bent - 128) * gain) + 128 + offset, 0, 255);
            }
        }
        Marshal.Copy(_crop.Data, _pixels, 0, _pixels.Length);
        for (int i = 0; i < _pixels.Length; i += 3)
        {
            _pixels[i] = table[_pixels[i]];
            _pixels[i + 1] = table[256 + _pixels[i + 1]];
            _pixels[i + 2] = table[512 + _pixels[i + 2]];
        }
        Marshal.Copy(_pixels, 0, _crop.Data, _pixels.Length);
    }

    private void Noise(RandomSequence random)
    {
        float deviation = random.Next(2, 16);
        bool grey = random.Next() < 0.5f;
        Marshal.Copy(_crop.Data, _pixels, 0, _pixels.Length);
        for (int i = 0; i < _pixels.Length; i += 3)
        {
            // the sum of two uniform numbers is near enough to a normal one
            float first = (random.Next() + random.Next() - 1) * 2.45f * deviation;
            float second = grey ? first : (random.Next() + random.Next() - 1) * 2.45f * deviation;
            float third = grey ? first : (random.Next() + random.Next() - 1) * 2.45f * deviation;
            _pixels[i] = (byte)Math.Clamp(_pixels[i] + first, 0, 255);
            _pixels[i + 1] = (byte)Math.Clamp(_pixels[i + 1] + second, 0, 255);
            _pixels[i + 2] = (byte)Math.Clamp(_pixels[i + 2] + third, 0, 255);
        }
        Marshal.Copy(_pixels, 0, _crop.Data, _pixels.Length);
    }

    private void Store(LandmarkBatch batch, int index, ReadOnlySpan<float> points)
    {
        Marshal.Copy(_crop.Data, _pixels, 0, _pixels.Length);
        batch.Set(index, _pixels, points);
    }
}
