using OpenCvSharp.Dnn;
using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>The face detector YuNet (networks of 2023 and later). One call at a time; others wait.</summary>
public class FaceDetectorYN : Algorithm
{
    private readonly FaceDetectorHandle _handle;
    private readonly Lock _lock = new();

    private FaceDetectorYN(FaceDetectorHandle handle) => _handle = handle;

    private protected override NativeHandle? NativeObject => _handle;

    /// <summary>Reads a network.</summary>
    /// <param name="model">The network's file.</param>
    /// <param name="config">Its second file; empty for ONNX.</param>
    /// <param name="inputSize">The size of the images.</param>
    /// <param name="scoreThreshold">Faces below are left out.</param>
    /// <param name="nmsThreshold">Of faces that overlap more, the best is kept.</param>
    /// <param name="topK">Most faces that are looked at.</param>
    /// <param name="backendId">Who computes.</param>
    /// <param name="targetId">Where.</param>
    /// <exception cref="OpenCVException">The file cannot be read or is no YuNet.</exception>
    public static FaceDetectorYN Create(
        string model, string config, Size inputSize, float scoreThreshold = 0.9f, float nmsThreshold = 0.3f, int topK = 5000, Backend backendId = Backend.DEFAULT, Target targetId = Target.CPU)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(config);
        Call.Check(NativeMethods.w2k_yunet_new(model, config, inputSize, scoreThreshold, nmsThreshold, topK, (int)backendId, (int)targetId, out IntPtr result));
        return new FaceDetectorYN(new FaceDetectorHandle(result));
    }

    /// <summary>Finds faces in a BGR image of the size given at the start.</summary>
    /// <param name="image">The image.</param>
    /// <param name="faces">A row of 15 floats for each face: x, y, width, height, the eyes', nose's and mouth corners' points, score; the best first.</param>
    /// <returns>1; OpenCV's value.</returns>
    public int Detect(Mat image, Mat faces)
    {
        ThrowIfDisposed();
        lock (_lock)
        {
            Call.Check(NativeMethods.w2k_yunet_detect(_handle, Call.In(image), Call.In(faces)));
        }
        return 1;
    }
}
