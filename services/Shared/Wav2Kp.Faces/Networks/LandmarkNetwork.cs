using System.Globalization;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpenCvSharp;
using OpenCvSharp.Dnn;
using Wav2Kp.Media;

namespace Wav2Kp.Faces.Networks;

/// <summary>
/// Our own landmark network. Its weights are a safetensors file, from which the network is built for OpenCV's dnn when it is
/// loaded. The place of a point is the mean over the map's cells, weighted by the softmax of its first map, of the cell's
/// middle moved by the two others (integral regression: Sun et al. 2018). How it was trained, on what and how good it is says
/// <c>landmarks.md</c>. For one thread at a time.
/// </summary>
public sealed class LandmarkNetwork : ILandmarkNetwork
{
    internal const string MapsOutput = "points";
    internal const string ExtrasOutput = "extras";
    internal const string ConfidenceWeight = "confidenceWeight";
    internal const string ConfidenceBias = "confidenceBias";
    internal const string ErrorFactor = "errorFactor";

    // OpenCV subtracts and then multiplies
    private const double Middle = 127.5;

    private const string ResourceName = "Wav2Kp.Faces.Networks.landmarks.safetensors";
    private static readonly Lazy<byte[]> s_default = new(ReadDefault);
    private static readonly string[] s_outputs = [MapsOutput, ExtrasOutput];

    private readonly Net _network;
    private readonly Mat _crop = new();
    private readonly Mat _transform = new(2, 3, MatType.CV_64FC1);
    private readonly Mat _maps = new(), _extras = new();
    private readonly Mat[] _results;
    private readonly float[] _cellsX, _cellsY, _weights;
    private readonly float _confidenceWeight, _confidenceBias, _errorFactor;

    private LandmarkNetwork(byte[] file, string name)
    {
        Source = $"{name}:{Convert.ToHexStringLower(SHA256.HashData(file))[..12]}";
        SafetensorsFile weights = SafetensorsFile.Read(new MemoryStream(file, writable: false));
        Shape = ShapeOf(weights.Metadata);
        _confidenceWeight = Number(weights.Metadata, ConfidenceWeight);
        _confidenceBias = Number(weights.Metadata, ConfidenceBias);
        _errorFactor = Number(weights.Metadata, ErrorFactor);
        int size = Shape.MapSize;
        _cellsX = new float[size * size];
        _cellsY = new float[size * size];
        _weights = new float[size * size];
        for (int i = 0; i < _cellsX.Length; i++)
        {
            _cellsX[i] = ((i % size) + 0.5f) / size;
            _cellsY[i] = ((i / size) + 0.5f) / size;
        }
        _network = CvDnn.ReadNetFromOnnx(Build(Shape, weights)) ?? throw new InvalidDataException("The landmark network has no layers.");
        _results = [_maps, _extras];
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <summary>Its layers.</summary>
    public LandmarkNetworkShape Shape { get; }

    /// <summary>The network that comes with Wav2Kp.</summary>
    public static LandmarkNetwork Default() => new(s_default.Value, "wav2kp-landmarks");

    /// <summary>A network that <c>wav2kp landmarks train</c> wrote.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not sound, or holds something else; the message says what.</exception>
    public static LandmarkNetwork Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no landmark network at {path}.", path);
        }
        try
        {
            return new LandmarkNetwork(File.ReadAllBytes(path), "landmarks");
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path} is no landmark network of wav2kp landmarks train: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public (float CentreX, float CentreY, float Side) CropFor(ReadOnlySpan<float> points) => LandmarkCrop.Around(points);

    /// <inheritdoc/>
    /// <remarks>
    /// The confidence is calibrated: of the faces with confidence c, a share of about c has a mean error below 0.08 of the
    /// distance between the outer corners of the eyes. Where there is no face it is near 0.
    /// </remarks>
    public float Predict(Mat bgr, float centreX, float centreY, float side, float angleRadians, Span<float> points) =>
        Predict(bgr, centreX, centreY, side, angleRadians, points, []);

    /// <inheritdoc cref="Predict(Mat, float, float, float, float, Span{float})"/>
    /// <param name="errors">Receives the expected error of each of the 68 points, pixels of the picture; empty: not wanted.
    /// It is large where the point is hidden or cannot be told.</param>
    public float Predict(Mat bgr, float centreX, float centreY, float side, float angleRadians, Span<float> points, Span<float> errors)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        ArgumentOutOfRangeException.ThrowIfLessThan(points.Length, FacePoints.Values, nameof(points));
        if (!(side > 0) || !float.IsFinite(side + centreX + centreY + angleRadians))
        {
            throw new ArgumentOutOfRangeException(nameof(side), side, "The square must have a side above 0 and lie at a finite place.");
        }
        LandmarkCrop.Transform(_transform, Shape.InputSize, centreX, centreY, side, angleRadians);
        Cv2.WarpAffine(bgr, _crop, _transform, new Size(Shape.InputSize, Shape.InputSize), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        using Mat blob = CvDnn.BlobFromImage(_crop, 1 / Middle, new Size(Shape.InputSize, Shape.InputSize), Scalar.All(Middle), swapRB: false, crop: false);
        _network.SetInput(blob);
        _network.Forward(_results, s_outputs);
        Points(Floats(_maps), points);
        ReadOnlySpan<float> extras = Floats(_extras);
        LandmarkCrop.ToPicture(points[..FacePoints.Values], centreX, centreY, side, angleRadians);
        if (!errors.IsEmpty)
        {
            float eyes = FacePoints.InterOcularDistance(points) * _errorFactor;
            for (int i = 0; i < FacePoints.Count; i++)
            {
                errors[i] = MathF.Exp(extras[i]) * eyes;
            }
        }
        return 1 / (1 + MathF.Exp(-((_confidenceWeight * extras[FacePoints.Count]) + _confidenceBias)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _crop.Dispose();
        _transform.Dispose();
        _maps.Dispose();
        _extras.Dispose();
    }

    /// <summary>What a file says about its network, as text for its metadata.</summary>
    internal static Dictionary<string, string> Describe(LandmarkNetworkShape shape, float confidenceWeight, float confidenceBias, float errorFactor) => new()
    {
        ["inputSize"] = shape.InputSize.ToString(CultureInfo.InvariantCulture),
        ["channels"] = string.Join(",", shape.Channels),
        ["blocks"] = string.Join(",", shape.Blocks),
        [ConfidenceWeight] = confidenceWeight.ToString("R", CultureInfo.InvariantCulture),
        [ConfidenceBias] = confidenceBias.ToString("R", CultureInfo.InvariantCulture),
        [ErrorFactor] = errorFactor.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>The network as an ONNX file.</summary>
    internal static byte[] Build(LandmarkNetworkShape shape, SafetensorsFile weights)
    {
        OnnxModelWriter writer = new("input", 1, 3, shape.InputSize, shape.InputSize);
        string x = writer.Input, before = x;
        int inputs = 3;
        for (int stage = 0; stage < shape.Channels.Count; stage++)
        {
            before = x;
            int channels = shape.Channels[stage];
            x = writer.Relu(Convolution($"stages.{stage}.down", x, inputs, channels, 3, 2));
            for (int block = 0; block < shape.Blocks[stage]; block++)
            {
                string name = $"stages.{stage}.blocks.{block}";
                string first = writer.Relu(Convolution($"{name}.first", x, channels, channels, 3));
                x = writer.Relu(writer.Add(Convolution($"{name}.second", first, channels, channels, 3), x));
            }
            inputs = channels;
        }
        int wide = shape.Channels[^2];
        string joined = writer.Relu(writer.Add(before, writer.UpsampleNearest(Convolution("lateral", x, inputs, wide, 1), 2)));
        string maps = Convolution("maps", writer.Relu(Convolution("fuse", joined, wide, wide, 1)), wide, LandmarkNetworkShape.Maps, 1);
        string extras = writer.Linear(writer.Flatten(writer.GlobalAveragePool(x)), Values("extras.weight", LandmarkNetworkShape.Extras * inputs),
            Values("extras.bias", LandmarkNetworkShape.Extras), LandmarkNetworkShape.Extras);
        return writer.ToBytes(writer.Named(maps, MapsOutput), writer.Named(extras, ExtrasOutput));

        string Convolution(string name, string input, int from, int to, int kernel, int stride = 1) =>
            writer.Convolution(input, Values(name + ".weight", to * from * kernel * kernel), Values(name + ".bias", to), to, kernel, stride);

        ReadOnlySpan<float> Values(string name, int count)
        {
            SafetensorsTensor tensor = weights[name];
            if (tensor.Count != count)
            {
                throw new InvalidDataException($"'{name}' has {tensor.Count} numbers instead of {count}.");
            }
            return tensor.DType == SafetensorsDType.F16 ? Array.ConvertAll(tensor.As<Half>().ToArray(), half => (float)half) : tensor.As<float>();
        }
    }

    private static LandmarkNetworkShape ShapeOf(IReadOnlyDictionary<string, string> metadata)
    {
        LandmarkNetworkShape shape = new((int)Number(metadata, "inputSize"), Integers(metadata, "channels"), Integers(metadata, "blocks"));
        return shape.Fault() is { } fault ? throw new InvalidDataException($"{fault}.") : shape;
    }

    private static int[] Integers(IReadOnlyDictionary<string, string> metadata, string key) =>
        [.. Text(metadata, key).Split(',').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong(key, text))];

    private static float Number(IReadOnlyDictionary<string, string> metadata, string key) =>
        float.TryParse(Text(metadata, key), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value : throw Wrong(key, metadata[key]);

    private static string Text(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? text) ? text : throw new InvalidDataException($"its metadata lacks '{key}'.");

    private static InvalidDataException Wrong(string key, string text) => new($"'{key}' of its metadata is '{text}'.");

    private static byte[] ReadDefault()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is missing in {Assembly.GetExecutingAssembly().GetName().Name}.");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    private static unsafe ReadOnlySpan<float> Floats(Mat mat) => new((void*)mat.Data, checked((int)mat.Total()));

    private void Points(ReadOnlySpan<float> maps, Span<float> points)
    {
        int cells = _cellsX.Length;
        float step = 1f / Shape.MapSize;
        for (int i = 0; i < FacePoints.Count; i++)
        {
            TensorPrimitives.SoftMax(maps.Slice(i * cells, cells), _weights);
            ReadOnlySpan<float> moveX = maps.Slice((FacePoints.Count + (2 * i)) * cells, cells), moveY = maps.Slice((FacePoints.Count + (2 * i) + 1) * cells, cells);
            points[2 * i] = TensorPrimitives.Dot(_weights, _cellsX) + (step * TensorPrimitives.Dot(_weights, moveX));
            points[(2 * i) + 1] = TensorPrimitives.Dot(_weights, _cellsY) + (step * TensorPrimitives.Dot(_weights, moveY));
        }
    }
}
