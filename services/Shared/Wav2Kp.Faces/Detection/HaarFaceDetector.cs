using OpenCvSharp;

namespace Wav2Kp.Faces;

/// <summary>
/// The boosted cascade of Haar features (Viola and Jones, "Rapid object detection using a boosted cascade of simple features",
/// CVPR 2001) for upright frontal faces, as OpenCV trains and ships it.
/// </summary>
public sealed class HaarFaceDetector : IFaceDetector
{
    // faces are looked for in a picture of at most this width or height: half the pixels, a quarter of the time
    private const int WorkingSize = 360;

    // the smallest face that is looked for, as a share of the picture's smaller side
    private const double SmallestFace = 0.15;

    // the cascade's boxes are larger than the face from brows to chin, and reach further up
    private const double FaceOverBox = 0.784, DownShift = 0.150;

    private static readonly string[] s_cascades =
    [
        "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml",
        "/usr/local/share/opencv4/haarcascades/haarcascade_frontalface_default.xml",
    ];

    private readonly CascadeClassifier _cascade;
    private readonly Mat _grey = new();
    private readonly Mat _small = new();

    /// <summary>Loads a cascade.</summary>
    /// <param name="path">The cascade's XML file; null for the one of Debian's package opencv-data.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no cascade.</exception>
    public HaarFaceDetector(string? path = null)
    {
        path ??= s_cascades.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("The face detector's cascade is missing: install the Debian package opencv-data, or name a cascade (Landmarks:Cascade).");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no face cascade at {path}.", path);
        }
        _cascade = new CascadeClassifier();
        bool loaded;
        try
        {
            loaded = _cascade.Load(path);
        }
        catch (OpenCVException exception)
        {
            _cascade.Dispose();
            throw NoCascade(path, exception);
        }
        if (!loaded)
        {
            _cascade.Dispose();
            throw NoCascade(path, null);
        }
    }

    /// <summary>Whether OpenCV's own cascade is on this machine.</summary>
    public static bool IsInstalled => s_cascades.Any(File.Exists);

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> Detect(Mat bgr, bool thorough = false)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        Cv2.CvtColor(bgr, _grey, ColorConversionCodes.BGR2GRAY);
        double scale = Math.Min(1, (double)WorkingSize / Math.Max(bgr.Width, bgr.Height));
        Mat picture = _grey;
        if (scale < 1)
        {
            Cv2.Resize(_grey, _small, new Size(), scale, scale, InterpolationFlags.Area);
            picture = _small;
        }
        if (thorough)
        {
            Cv2.EqualizeHist(picture, picture);
        }
        int smallest = Math.Max(24, (int)(SmallestFace * Math.Min(picture.Width, picture.Height)));
        Rect[] found = _cascade.DetectMultiScale(picture, thorough ? 1.05 : 1.1, thorough ? 3 : 5, minSize: new Size(smallest, smallest));
        return [.. found.Select(box =>
        {
            double side = FaceOverBox * box.Width / scale;
            double x = (box.X + (box.Width / 2.0)) / scale, y = (box.Y + (box.Height * (0.5 + DownShift))) / scale;
            return new FaceBox((float)(x - (side / 2)), (float)(y - (side / 2)), (float)side, (float)side);
        })];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cascade.Dispose();
        _grey.Dispose();
        _small.Dispose();
    }

    private static InvalidDataException NoCascade(string path, Exception? inner) =>
        new($"{path} is no cascade for OpenCV's CascadeClassifier: name such as haarcascade_frontalface_default.xml of the Debian package opencv-data.", inner);
}
