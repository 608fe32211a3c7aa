using OpenCvSharp;

namespace Wav2Kp.Faces;

/// <summary>
/// Restores the first frames of a clip that was cut out of another without its first key frame: decoders show grey there, with
/// nothing in it but what changed from frame to frame, until the next key frame brings the picture. These changes are what the video
/// truly holds of those frames: added up backwards from the first whole picture, they give the earlier ones, but for movements that
/// were coded as such. What is found in them is marked as restored.
/// </summary>
internal static class DamagedStart
{
    // what decoders show where they know nothing: the middle of the range, as BGR of limited range
    private const int Grey = 130;

    // of a face in the last such frame, in mean grey values: how far from grey it must be
    private const double LeastChange = 1.5;

    private const int Block = 8;

    // of a frame, in grey values: how far a pixel may be from grey, and for which share of them it is so in the first frame and in those after
    private const int MostFromGrey = 8;
    private const double LeastGrey = 0.9, StillDamaged = 0.25;

    // of a block, in mean grey values: it is about grey; it is about the same as another
    private const double AboutGrey = 14, AboutSame = 22;

    /// <summary>Whether a clip's first frame shows nothing.</summary>
    public static bool IsMissing(Mat first) => GreyShare(first) >= LeastGrey;

    /// <summary>Whether a later frame of such a clip is not whole yet.</summary>
    public static bool IsDamaged(Mat frame) => GreyShare(frame) >= StillDamaged;

    /// <summary>Whether the last frame before the first whole picture tells of a face: that something of it changed and was coded.</summary>
    /// <param name="last">The frame as decoded.</param>
    /// <param name="face">Where the whole picture shows the face.</param>
    public static bool TellsOf(Mat last, FaceBox face)
    {
        (int left, int top) = (Math.Clamp((int)face.X, 0, last.Width - 1), Math.Clamp((int)face.Y, 0, last.Height - 1));
        (int right, int bottom) = (Math.Clamp((int)(face.X + face.Width), left + 1, last.Width), Math.Clamp((int)(face.Y + face.Height), top + 1, last.Height));
        ReadOnlySpan<byte> values = last.AsSpan<byte>();
        double sum = 0;
        for (int row = top; row < bottom; row++)
        {
            foreach (byte value in values[(3 * ((row * last.Width) + left))..(3 * ((row * last.Width) + right))])
            {
                sum += Math.Abs(value - Grey);
            }
        }
        return GreyShare(last) < LeastGrey && sum >= LeastChange * 3 * (right - left) * (bottom - top);
    }

    private static double GreyShare(Mat frame)
    {
        int grey = 0;
        ReadOnlySpan<byte> values = frame.AsSpan<byte>();
        foreach (byte value in values)
        {
            grey += Math.Abs(value - Grey) <= MostFromGrey ? 1 : 0;
        }
        return (double)grey / values.Length;
    }

    /// <summary>A frame before the first whole picture.</summary>
    /// <param name="damaged">The frame as decoded.</param>
    /// <param name="last">The last frame before the whole picture, as decoded.</param>
    /// <param name="whole">The first whole picture.</param>
    /// <returns>The frame restored; the caller disposes of it.</returns>
    public static Mat Restore(Mat damaged, Mat last, Mat whole)
    {
        int width = whole.Width, height = whole.Height;
        Mat restored = new(height, width, MatType.CV_8UC3);
        ReadOnlySpan<byte> from = damaged.AsSpan<byte>(), end = last.AsSpan<byte>(), picture = whole.AsSpan<byte>();
        Span<byte> to = restored.AsSpan<byte>();
        for (int top = 0; top < height; top += Block)
        {
            for (int left = 0; left < width; left += Block)
            {
                int rows = Math.Min(Block, height - top), bytes = 3 * Math.Min(Block, width - left);
                (double endToGrey, double endToPicture, double ownToPicture) = (0, 0, 0);
                for (int row = top; row < top + rows; row++)
                {
                    int at = 3 * ((row * width) + left);
                    for (int i = at; i < at + bytes; i++)
                    {
                        endToGrey += Math.Abs(end[i] - Grey);
                        endToPicture += Math.Abs(end[i] - picture[i]);
                        ownToPicture += Math.Abs(from[i] - picture[i]);
                    }
                }
                double count = rows * bytes;
                // a block that was coded anew shows the true picture from then on; before, nothing is known of it
                bool coded = endToGrey > AboutGrey * count && endToPicture < AboutSame * count;
                bool shown = coded && ownToPicture < AboutSame * count;
                for (int row = top; row < top + rows; row++)
                {
                    int at = 3 * ((row * width) + left);
                    for (int i = at; i < at + bytes; i++)
                    {
                        to[i] = shown ? from[i] : coded ? picture[i] : (byte)Math.Clamp(picture[i] + from[i] - end[i], 0, 255);
                    }
                }
            }
        }
        return restored;
    }
}
