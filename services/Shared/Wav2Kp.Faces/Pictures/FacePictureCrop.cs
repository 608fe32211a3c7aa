using OpenCvSharp;

namespace Wav2Kp.Faces.Pictures;

/// <summary>How the pictures of a labelled set are cut: the square of a fixed multiple of the box around the points, about its middle.</summary>
public static class FacePictureCrop
{
    /// <summary>The square's side over the longer side of the box around the points.</summary>
    public const float SideOverBox = 1.8f;

    /// <summary>Cuts a face out of a picture; what lies beyond the picture's edge repeats its last pixels.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="points">The face's 136 numbers; they become those of the cut.</param>
    /// <param name="size">The cut's width and height, px.</param>
    /// <param name="factor">A factor of the square's side.</param>
    /// <param name="shiftX">How far the square is off the box's middle, in sides.</param>
    /// <param name="shiftY">How far the square is off the box's middle, in sides.</param>
    /// <returns>The cut; the caller disposes of it.</returns>
    public static Mat Cut(Mat picture, Span<float> points, int size, float factor = 1, float shiftX = 0, float shiftY = 0)
    {
        FaceBox box = FaceBox.Around(points);
        double side = factor * SideOverBox * Math.Max(box.Width, box.Height), step = side / size;
        double left = box.CentreX + (shiftX * side) - ((size - 1) / 2.0 * step), top = box.CentreY + (shiftY * side) - ((size - 1) / 2.0 * step);
        for (int i = 0; i < points.Length; i += 2)
        {
            (points[i], points[i + 1]) = ((float)((points[i] - left) / step), (float)((points[i + 1] - top) / step));
        }
        using Mat transform = new(2, 3, MatType.CV_64FC1, Scalar.All(0));
        transform.Set(0, 0, step);
        transform.Set(1, 1, step);
        transform.Set(0, 2, left);
        transform.Set(1, 2, top);
        Mat cut = new();
        // a strong reduction would alias: take the mean of what falls into a pixel
        using Mat? smooth = step > 1.5 ? picture.GaussianBlur(new Size(0, 0), 0.4 * step) : null;
        Cv2.WarpAffine(smooth ?? picture, cut, transform, new Size(size, size), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        return cut;
    }
}
