using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpenCvSharp;
using OpenCvSharp.Dnn;
using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Faces;

/// <summary>
/// A landmark network from an ONNX file, in OpenCV's dnn: one input [1, 3, 160, 160] of blue, green, red as (x − 127) / 127,
/// one output [1, N] whose first 136 numbers are x, y of the 68 points in 0..1 of the crop.
/// </summary>
public sealed class OnnxLandmarkNetwork : ILandmarkNetwork
{
    /// <summary>The crop's width and height in the network's input, pixels.</summary>
    public const int InputSize = 160;

    /// <summary>The crop's side over that of the detector's box.</summary>
    public const float CropOverBox = 1.4f;

    // where such a crop lies in the canonical face, in inter-ocular distances: what 1.4 of a Haar box is on average
    private const float CropSide = 2.9f, CropCentreY = 0.24f;

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

    /// <inheritdoc/>
    public (float CentreX, float CentreY, float Side) CropFor(ReadOnlySpan<float> points)
    {
        SimilarityTransform pose = SimilarityTransform.Fit(FaceCrop.Canonical, points);
        (double x, double y) = pose.Apply(0, CropCentreY);
        return ((float)x, (float)y, (float)(CropSide * pose.Scale));
    }

    /// <summary>The 68 points of the face in an upright square of the picture.</summary>
    /// <inheritdoc cref="Predict(Mat, float, float, float, float, Span{float})"/>
    public void Predict(Mat bgr, float centreX, float centreY, float side, Span<float> points) => Predict(bgr, centreX, centreY, side, 0, points);

    /// <inheritdoc/>
    public float Predict(Mat bgr, float centreX, float centreY, float side, float angleRadians, Span<float> points)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        LandmarkCrop.Transform(_transform, InputSize, centreX, centreY, side, angleRadians);
        Cv2.WarpAffine(bgr, _crop, _transform, new Size(InputSize, InputSize), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        using Mat output = Forward(_crop);
        Marshal.Copy(output.Data, _output, 0, FacePoints.Values);
        _output.AsSpan(0, FacePoints.Values).CopyTo(points);
        LandmarkCrop.ToPicture(points[..FacePoints.Values], centreX, centreY, side, angleRadians);
        // such networks say nothing of how sure they are
        return float.NaN;
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
