using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpenCvSharp;
using OpenCvSharp.Dnn;

namespace Wav2Kp.Faces;

/// <summary>
/// A landmark network from an ONNX file, in OpenCV's dnn: one input [1, 3, 160, 160] of blue, green, red as (x − 127) / 127,
/// one output [1, N] whose first 136 numbers are x, y of the 68 points in 0..1 of the crop.
/// </summary>
public sealed class OnnxLandmarkNetwork : IDisposable
{
    /// <summary>The crop's width and height in the network's input, pixels.</summary>
    public const int InputSize = 160;

    /// <summary>The crop's side over that of the detector's box.</summary>
    public const float CropOverBox = 1.4f;

    private const double Middle = 127;
    private const int MostOutputs = 1024;

    private readonly Net _network;
    private readonly Mat _crop = new();
    private readonly Mat _transform = new(2, 3, MatType.CV_64FC1);
    private readonly float[] _output = new float[MostOutputs];

    /// <summary>Loads the network and tries it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no landmark network of this kind; the message says what was expected.</exception>
    public OnnxLandmarkNetwork(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no landmark network at {path}.", path);
        }
        byte[] file = File.ReadAllBytes(path);
        Source = $"network:{Convert.ToHexStringLower(SHA256.HashData(file))[..12]}";
        try
        {
            _network = CvDnn.ReadNetFromOnnx(file) ?? throw Wrong(path, "it is empty", null);
        }
        catch (OpenCVException exception)
        {
            throw Wrong(path, "it is no ONNX file that OpenCV reads", exception);
        }
        try
        {
            using Mat blank = new(InputSize, InputSize, MatType.CV_8UC3, Scalar.All(Middle));
            using Mat output = Forward(blank);
            if (output.Dims != 2 || output.Rows != 1 || output.Cols is < FacePoints.Values or > MostOutputs || output.Type() != MatType.CV_32FC1)
            {
                throw Wrong(path, $"its output is {string.Join(" x ", Enumerable.Range(0, output.Dims).Select(output.Size))}", null);
            }
        }
        catch (OpenCVException exception)
        {
            Dispose();
            throw Wrong(path, $"it does not take this input ({exception.Message})", exception);
        }
        catch (InvalidDataException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Which network it is: <c>network:</c> and the first 12 digits of the file's SHA-256.</summary>
    public string Source { get; }

    /// <summary>The 68 points of the face in a square of the picture.</summary>
    /// <param name="bgr">The picture.</param>
    /// <param name="centreX">The square's middle, pixels.</param>
    /// <param name="centreY">The square's middle, pixels.</param>
    /// <param name="side">The square's side, pixels; it may reach over the picture's edge, whose pixels then go on.</param>
    /// <param name="points">Receives the 136 numbers, pixels of the picture.</param>
    public void Predict(Mat bgr, float centreX, float centreY, float side, Span<float> points)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        double step = (double)side / InputSize;
        // input pixel (u, v), by its centre, lies at this place of the picture
        _transform.Set(0, 0, step);
        _transform.Set(0, 1, 0.0);
        _transform.Set(0, 2, centreX - ((InputSize - 1) / 2.0 * step));
        _transform.Set(1, 0, 0.0);
        _transform.Set(1, 1, step);
        _transform.Set(1, 2, centreY - ((InputSize - 1) / 2.0 * step));
        Cv2.WarpAffine(bgr, _crop, _transform, new Size(InputSize, InputSize), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        using Mat output = Forward(_crop);
        Marshal.Copy(output.Data, _output, 0, FacePoints.Values);
        for (int i = 0; i < FacePoints.Values; i += 2)
        {
            points[i] = centreX + ((_output[i] - 0.5f) * side);
            points[i + 1] = centreY + ((_output[i + 1] - 0.5f) * side);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _crop.Dispose();
        _transform.Dispose();
    }

    private Mat Forward(Mat crop)
    {
        using Mat blob = CvDnn.BlobFromImage(crop, 1 / Middle, new Size(InputSize, InputSize), Scalar.All(Middle), swapRB: false, crop: false);
        _network.SetInput(blob);
        return _network.Forward();
    }

    private static InvalidDataException Wrong(string path, string fault, Exception? inner) => new(
        $"{path} is no landmark network: {fault}. Expected is an ONNX file that takes 1 x 3 x {InputSize} x {InputSize} (BGR, (x - 127) / 127) " +
        $"and gives 1 x N with N of {FacePoints.Values} or more, the first {FacePoints.Values} being x, y of the 68 points in 0..1 (as slim_160 does).", inner);
}
