using OpenCvSharp;

namespace Wav2Kp.Faces;

/// <summary>YuNet (Wu, Peng and Yu, "YuNet: A tiny millisecond-level face detector", 2023) from its ONNX file.</summary>
public sealed class YuNetFaceDetector : IFaceDetector
{
    private const int WorkingSize = 320;
    private const float Score = 0.7f, ThoroughScore = 0.4f, Overlap = 0.3f;

    // YuNet's boxes reach from the hair line to the chin
    private const float SideOverWidth = 0.90f, DownShift = 0.23f;

    private readonly string _path;
    private readonly Mat _small = new();
    private readonly Dictionary<(int Width, int Height, bool Thorough), FaceDetectorYN> _networks = [];

    /// <summary>Loads the network.</summary>
    /// <param name="path">YuNet's ONNX file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not YuNet.</exception>
    public YuNetFaceDetector(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no face detector at {path}.", path);
        }
        _path = path;
        try
        {
            using Mat blank = new(WorkingSize, WorkingSize, MatType.CV_8UC3, Scalar.All(0));
            Detect(blank);
        }
        catch (OpenCVException exception)
        {
            Dispose();
            throw new InvalidDataException($"{path} is not YuNet's ONNX file: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> Detect(Mat bgr, bool thorough = false)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        double scale = Math.Min(1, (double)WorkingSize / Math.Max(bgr.Width, bgr.Height));
        // the network halves its input five times
        int width = Math.Max(32, (int)(bgr.Width * scale) / 32 * 32), height = Math.Max(32, (int)(bgr.Height * scale) / 32 * 32);
        Cv2.Resize(bgr, _small, new Size(width, height), 0, 0, InterpolationFlags.Area);
        using Mat found = new();
        Network(width, height, thorough).Detect(_small, found);
        List<FaceBox> faces = new(found.Rows);
        float scaleX = (float)bgr.Width / width, scaleY = (float)bgr.Height / height;
        for (int row = 0; row < found.Rows; row++)
        {
            float side = SideOverWidth * Math.Max(found.At<float>(row, 2) * scaleX, found.At<float>(row, 3) * scaleY * 0.8f);
            float centreX = (found.At<float>(row, 0) + (found.At<float>(row, 2) / 2)) * scaleX;
            float centreY = ((found.At<float>(row, 1) + (found.At<float>(row, 3) / 2)) * scaleY) + (DownShift * side);
            faces.Add(new FaceBox(centreX - (side / 2), centreY - (side / 2), side, side, found.At<float>(row, 14)));
        }
        return faces;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _small.Dispose();
        foreach (FaceDetectorYN network in _networks.Values)
        {
            network.Dispose();
        }
    }

    // the input's size is fixed when the network is made
    private FaceDetectorYN Network(int width, int height, bool thorough)
    {
        if (!_networks.TryGetValue((width, height, thorough), out FaceDetectorYN? network))
        {
            network = FaceDetectorYN.Create(_path, "", new Size(width, height), thorough ? ThoroughScore : Score, Overlap);
            _networks.Add((width, height, thorough), network);
        }
        return network;
    }
}
