using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>A cascade of features that finds objects in images, such as faces. One call at a time; others wait.</summary>
public class CascadeClassifier : CvObject
{
    private readonly CascadeHandle _handle;
    private readonly Lock _lock = new();

    /// <summary>Without a cascade.</summary>
    public CascadeClassifier()
    {
        Call.Check(NativeMethods.w2k_cascade_new(out IntPtr result));
        _handle = new CascadeHandle(result);
    }

    /// <summary>With the cascade of a file.</summary>
    /// <exception cref="OpenCvSharpException">The file holds no cascade.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public CascadeClassifier(string fileName)
        : this()
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        try
        {
            if (!File.Exists(fileName))
            {
                throw new FileNotFoundException($"The cascade '{fileName}' does not exist.", fileName);
            }
            if (!Load(fileName))
            {
                throw new OpenCvSharpException($"'{fileName}' holds no cascade that OpenCV can read.");
            }
        }
        catch (OpenCVException e)
        {
            Dispose();
            throw new OpenCvSharpException($"'{fileName}' holds no cascade that OpenCV can read: {e.Message}", e);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private protected override NativeHandle? NativeObject => _handle;

    private CascadeHandle Handle
    {
        get
        {
            ThrowIfDisposed();
            return _handle;
        }
    }

    /// <summary>Whether there is no cascade.</summary>
    public virtual bool Empty() => Describe().Empty;

    /// <summary>Reads a file; false when it holds no cascade.</summary>
    public bool Load(string fileName)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        lock (_lock)
        {
            Call.Check(NativeMethods.w2k_cascade_load(Handle, fileName, out int loaded));
            return loaded != 0;
        }
    }

    /// <summary>The objects in an 8-bit image.</summary>
    /// <param name="image">The image; colours are made grey.</param>
    /// <param name="scaleFactor">From one size to the next; more than 1.</param>
    /// <param name="minNeighbors">How many finds at one place make an object.</param>
    /// <param name="flags">For old cascades only.</param>
    /// <param name="minSize">Objects below are not looked for.</param>
    /// <param name="maxSize">Objects above are not looked for.</param>
    public virtual Rect[] DetectMultiScale(
        Mat image, double scaleFactor = 1.1, int minNeighbors = 3, HaarDetectionTypes flags = 0, Size? minSize = null, Size? maxSize = null)
    {
        using var rects = new Mat();
        lock (_lock)
        {
            Call.Check(NativeMethods.w2k_cascade_detect(
                Handle, Call.In(image), rects.Handle, MatHandle.None, MatHandle.None, scaleFactor, minNeighbors, (int)flags, minSize ?? default, maxSize ?? default, 0));
        }
        return Call.Values<Rect>(rects);
    }

    /// <summary>The objects in an 8-bit image, the stage that each reached and its weight there.</summary>
    /// <inheritdoc cref="DetectMultiScale(Mat, double, int, HaarDetectionTypes, Size?, Size?)" path="/param"/>
    public virtual Rect[] DetectMultiScale(
        Mat image,
        out int[] rejectLevels,
        out double[] levelWeights,
        double scaleFactor = 1.1,
        int minNeighbors = 3,
        HaarDetectionTypes flags = 0,
        Size? minSize = null,
        Size? maxSize = null,
        bool outputRejectLevels = false)
    {
        using var rects = new Mat();
        using var levels = new Mat();
        using var weights = new Mat();
        lock (_lock)
        {
            Call.Check(NativeMethods.w2k_cascade_detect(
                Handle, Call.In(image), rects.Handle, levels.Handle, weights.Handle, scaleFactor, minNeighbors, (int)flags, minSize ?? default, maxSize ?? default, outputRejectLevels ? 1 : 0));
        }
        rejectLevels = Call.Values<int>(levels);
        levelWeights = Call.Values<double>(weights);
        return Call.Values<Rect>(rects);
    }

    /// <summary>Whether the file was of the format before OpenCV 2.4.</summary>
    public bool IsOldFormatCascade() => Describe().Old;

    /// <summary>The size of the smallest object.</summary>
    public virtual Size GetOriginalWindowSize() => Describe().Window;

    /// <summary>OpenCV's number of the kind of features; -1 without a cascade.</summary>
    public int GetFeatureType() => Describe().Feature;

    private (bool Empty, bool Old, Size Window, int Feature) Describe()
    {
        lock (_lock)
        {
            Call.Check(NativeMethods.w2k_cascade_describe(Handle, out int empty, out int old, out Size window, out int feature));
            return (empty != 0, old != 0, window, feature);
        }
    }
}
