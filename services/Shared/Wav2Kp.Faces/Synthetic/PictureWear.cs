using OpenCvSharp;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>What cameras, codecs and screens do to a picture.</summary>
internal static class PictureWear
{
    /// <summary>Wears a picture by chance.</summary>
    /// <param name="random">Where the chance comes from.</param>
    /// <param name="picture">The picture; it is changed.</param>
    /// <returns>Its JPEG file.</returns>
    public static byte[] Wear(RandomSequence random, Mat picture)
    {
        if (random.Next() < 0.5f)
        {
            // taken smaller than it is shown
            float share = random.Next(0.28f, 0.95f);
            Size full = picture.Size(), small = new(Math.Max(24, (int)(full.Width * share)), Math.Max(24, (int)(full.Height * share)));
            using Mat reduced = new();
            Cv2.Resize(picture, reduced, small, 0, 0, InterpolationFlags.Area);
            Cv2.Resize(reduced, picture, full, 0, 0, random.Next(2) == 0 ? InterpolationFlags.Linear : InterpolationFlags.Cubic);
        }
        float blur = random.Next();
        if (blur < 0.3f)
        {
            Cv2.GaussianBlur(picture, picture, new Size(0, 0), random.Next(0.4f, 2.2f));
        }
        else if (blur < 0.42f)
        {
            Smear(picture, random.Next(2, 9), random.Next(0, MathF.PI));
        }
        Tones(random, picture);
        float noise = random.Next() < 0.6f ? random.Next(0, 9f) : 0;
        if (noise > 0.5f)
        {
            Grain(picture, noise, random.Next() < 0.5f, (uint)random.Next(1 << 30));
        }
        if (random.Next() < 0.06f)
        {
            using Mat grey = new();
            Cv2.CvtColor(picture, grey, ColorConversionCodes.BGR2GRAY);
            Cv2.CvtColor(grey, picture, ColorConversionCodes.GRAY2BGR);
        }
        int quality = random.Next() < 0.35f ? 25 + random.Next(35) : 60 + random.Next(37);
        Cv2.ImEncode(".jpg", picture, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
        return jpeg;
    }

    // brightness, contrast, gamma and the balance of colours
    private static void Tones(RandomSequence random, Mat picture)
    {
        float gamma = MathF.Exp(random.Next(-0.35f, 0.35f)), contrast = random.Next(0.7f, 1.25f), bright = random.Next(-22, 22f), vivid = random.Next(0.4f, 1.4f);
        Span<byte> values = picture.AsSpan<byte>();
        byte[][] tables = new byte[3][];
        for (int channel = 0; channel < 3; channel++)
        {
            float tint = random.Next(0.92f, 1.08f);
            tables[channel] = new byte[256];
            for (int i = 0; i < 256; i++)
            {
                tables[channel][i] = (byte)Math.Clamp((((255 * MathF.Pow(i / 255f, gamma)) - 128) * contrast * tint) + 128 + bright, 0, 255);
            }
        }
        for (int i = 0; i < values.Length; i += 3)
        {
            float b = tables[0][values[i]], g = tables[1][values[i + 1]], r = tables[2][values[i + 2]];
            float grey = (0.114f * b) + (0.587f * g) + (0.299f * r);
            values[i] = (byte)Math.Clamp(grey + (vivid * (b - grey)), 0, 255);
            values[i + 1] = (byte)Math.Clamp(grey + (vivid * (g - grey)), 0, 255);
            values[i + 2] = (byte)Math.Clamp(grey + (vivid * (r - grey)), 0, 255);
        }
    }

    private static void Smear(Mat picture, float length, float angle)
    {
        int reach = (2 * (int)MathF.Ceiling(length / 2)) + 1;
        using Mat kernel = new(reach, reach, MatType.CV_32FC1, Scalar.All(0));
        (float sine, float cosine) = MathF.SinCos(angle);
        int middle = reach / 2;
        Cv2.Line(
            kernel, new Point((int)MathF.Round(middle - (cosine * length / 2)), (int)MathF.Round(middle - (sine * length / 2))),
            new Point((int)MathF.Round(middle + (cosine * length / 2)), (int)MathF.Round(middle + (sine * length / 2))), Scalar.All(1));
        using Mat even = new();
        kernel.ConvertTo(even, MatType.CV_32FC1, 1 / Cv2.Sum(kernel).Val0);
        Cv2.Filter2D(picture, picture, MatType.CV_8UC3, even);
    }

    private static void Grain(Mat picture, float strength, bool grey, uint state)
    {
        Span<byte> values = picture.AsSpan<byte>();
        float Next()
        {
            state = (state * 1664525u) + 1013904223u;
            // two bytes of the generator make a triangular distribution
            return ((((state >> 24) + ((state >> 16) & 255)) / 255f) - 1) * strength * 2.45f;
        }
        for (int i = 0; i < values.Length; i += 3)
        {
            float same = Next();
            for (int k = 0; k < 3; k++)
            {
                values[i + k] = (byte)Math.Clamp(values[i + k] + (grey ? same : Next()), 0, 255);
            }
        }
    }
}
