using OpenCvSharp;
using OpenCvSharp.Dnn;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Media;

namespace Wav2Kp.Faces;

/// <summary>
/// Wav2Kp's own face detector: a small convolutional network that tells of every 8 x 8 pixels whether the middle of a face lies
/// there, how large the face is and how it is tilted. It looks at the picture made as small as the faces wanted allow, and closer
/// where that shows none. Its weights come with Wav2Kp; <c>face-detector.md</c> says what they were learnt from.
/// </summary>
public sealed class ConvolutionalFaceDetector : IFaceDetector
{
    // the picture's longer side as the network sees it: at first, and when looked at thoroughly
    private const int UsualSide = 192;
    private static readonly int[] s_thoroughSides = [96, 192, 384, 768];

    private const float ThoroughScore = 0.3f;

    // small pictures are enlarged to this factor at most
    private const double MostEnlarged = 4;

    private const string Resource = "Wav2Kp.Faces.Networks.face-detector.safetensors";

    private readonly Net _network;
    private readonly Mat _scaled = new();
    private readonly Mat _padded = new();

    /// <summary>Loads the weights that come with Wav2Kp.</summary>
    public ConvolutionalFaceDetector()
        : this(typeof(ConvolutionalFaceDetector).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The weights of the face detector ({Resource}) are missing in this build."))
    {
    }

    /// <summary>Loads weights that <c>wav2kp landmarks train-detector</c> wrote.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no weights of this network.</exception>
    public ConvolutionalFaceDetector(string path)
        : this(File.Exists(path) ? File.OpenRead(path) : throw new FileNotFoundException($"There are no weights of a face detector at {path}.", path))
    {
    }

    private ConvolutionalFaceDetector(Stream weights)
    {
        using (weights)
        {
            SafetensorsFile file = SafetensorsFile.Read(weights);
            try
            {
                _network = CvDnn.ReadNetFromOnnx(ToOnnx(file)) ?? throw new InvalidDataException("The weights of the face detector make no network that OpenCV reads.");
            }
            catch (Exception exception) when (exception is ArgumentException or KeyNotFoundException or OpenCVException)
            {
                throw new InvalidDataException($"The file does not hold the weights of Wav2Kp's face detector ({exception.Message}): give a face-detector.safetensors that wav2kp landmarks train-detector wrote.", exception);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> Detect(Mat bgr, bool thorough = false)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        if (bgr.Empty())
        {
            return [];
        }
        if (!thorough)
        {
            return FaceDetectorOutput.Unique(DetectAt(bgr, UsualSide, FaceDetectorOutput.UsualScore));
        }
        List<FaceBox> faces = [];
        int longer = Math.Max(bgr.Width, bgr.Height);
        foreach (int side in s_thoroughSides)
        {
            if (side <= UsualSide || side < longer * 1.5)
            {
                faces.AddRange(DetectAt(bgr, side, ThoroughScore));
            }
        }
        return FaceDetectorOutput.Unique(faces);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _scaled.Dispose();
        _padded.Dispose();
    }

    private List<FaceBox> DetectAt(Mat bgr, int side, float least)
    {
        double scale = Math.Min(MostEnlarged, (double)side / Math.Max(bgr.Width, bgr.Height));
        int width = Math.Max(1, (int)Math.Round(bgr.Width * scale)), height = Math.Max(1, (int)Math.Round(bgr.Height * scale));
        Cv2.Resize(bgr, _scaled, new Size(width, height), 0, 0, scale < 0.7 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        int right = Missing(width), bottom = Missing(height);
        Cv2.CopyMakeBorder(_scaled, _padded, 0, bottom, 0, right, BorderTypes.Replicate);
        using Mat blob = CvDnn.BlobFromImage(_padded, 1 / FaceDetectorInput.Middle, default, Scalar.All(FaceDetectorInput.Middle), swapRB: false, crop: false);
        _network.SetInput(blob);
        using Mat output = _network.Forward();
        int rows = output.Size(2), columns = output.Size(3);
        ReadOnlySpan<float> answer;
        unsafe
        {
            answer = new ReadOnlySpan<float>((void*)output.Data, FaceDetectorOutput.Values * rows * columns);
        }
        // the picture's own factors: its sides were rounded
        float fx = (float)bgr.Width / width, fy = (float)bgr.Height / height;
        List<FaceBox> faces = [];
        foreach (FaceBox face in FaceDetectorOutput.Decode(answer, rows, columns, least))
        {
            if (face.CentreX < width && face.CentreY < height)
            {
                float centreX = ((face.CentreX + 0.5f) * fx) - 0.5f, centreY = ((face.CentreY + 0.5f) * fy) - 0.5f;
                float size = face.Width * MathF.Sqrt(fx * fy);
                faces.Add(new FaceBox(centreX - (size / 2), centreY - (size / 2), size, size, face.Score, face.Angle));
            }
        }
        return faces;
    }

    private static int Missing(int side) => (FaceDetectorInput.Multiple - (side % FaceDetectorInput.Multiple)) % FaceDetectorInput.Multiple;

    private static byte[] ToOnnx(SafetensorsFile weights)
    {
        OnnxModelWriter network = new("picture", 1, 3, FaceDetectorInput.Multiple * 6, FaceDetectorInput.Multiple * 6);
        string Convolution(string input, string name, int stride = 1)
        {
            SafetensorsTensor kernel = weights[$"{name}.weight"];
            return network.Convolution(input, Numbers(kernel), Numbers(weights[$"{name}.bias"]), (int)kernel.Shape[0], (int)kernel.Shape[2], stride);
        }
        string Block(string input, string name, int stride = 1) => network.Relu(Convolution(input, name, stride));

        string quarter = Block(Block(Block(network.Input, "stem", 2), "down4", 2), "body4");
        string eighth = Block(Block(quarter, "down8", 2), "body8");
        string sixteenth = Block(Block(eighth, "down16", 2), "body16");
        string coarse = Block(Block(Block(sixteenth, "down32", 2), "body32"), "lateral32");
        string middle = Block(network.Add(network.UpsampleNearest(coarse, 2), Block(sixteenth, "lateral16")), "merge16");
        string fine = Block(network.Add(network.UpsampleNearest(middle, 2), Block(eighth, "lateral8")), "merge8");
        return network.ToBytes(Convolution(fine, "head"));
    }

    private static float[] Numbers(SafetensorsTensor tensor)
    {
        if (tensor.DType == SafetensorsDType.F32)
        {
            return tensor.As<float>().ToArray();
        }
        ReadOnlySpan<Half> half = tensor.As<Half>();
        float[] values = new float[half.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)half[i];
        }
        return values;
    }
}
