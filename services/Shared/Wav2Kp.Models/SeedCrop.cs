namespace Wav2Kp.Models;

/// <summary>
/// The published WAV2KP's crop: the box of a frame's points, widened by half its width at the sides and below and by its
/// whole width above, scaled to 256 x 256. Keypoints are its pixels divided by 256.
/// </summary>
internal readonly record struct SeedCrop(double Left, double Top, double Width, double Height)
{
    /// <summary>The crop of a frame's points, [68, 2] px.</summary>
    public static SeedCrop Around(ReadOnlySpan<float> points)
    {
        (float left, float top, float right, float bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        for (int i = 0; i < points.Length; i += 2)
        {
            (left, right) = (Math.Min(left, points[i]), Math.Max(right, points[i]));
            (top, bottom) = (Math.Min(top, points[i + 1]), Math.Max(bottom, points[i + 1]));
        }
        double width = Math.Max(1, right - left);
        return new SeedCrop(left - (width / 2), top - width, 2 * width, bottom - top + (1.5 * width));
    }

    /// <summary>From pixels of the source frame to the crop's 0..1.</summary>
    public void ToCrop(ReadOnlySpan<float> points, Span<float> result)
    {
        for (int i = 0; i < points.Length; i += 2)
        {
            result[i] = (float)((points[i] - Left) / Width);
            result[i + 1] = (float)((points[i + 1] - Top) / Height);
        }
    }

    /// <summary>From the crop's 0..1 to pixels of the source frame.</summary>
    public void ToSource(ReadOnlySpan<float> points, Span<float> result)
    {
        for (int i = 0; i < points.Length; i += 2)
        {
            result[i] = (float)((points[i] * Width) + Left);
            result[i + 1] = (float)((points[i + 1] * Height) + Top);
        }
    }
}
