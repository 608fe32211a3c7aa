namespace Wav2Kp.Faces.Networks;

/// <summary>Opens landmark networks of every kind.</summary>
public static class LandmarkNetworks
{
    /// <summary>Opens a network by its file.</summary>
    /// <param name="path">An ONNX file (<see cref="OnnxLandmarkNetwork"/>), or the safetensors file of a network that Wav2Kp trained.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no landmark network; the message says what was expected.</exception>
    public static ILandmarkNetwork Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? LandmarkNetwork.Load(path) : new OnnxLandmarkNetwork(path);
    }
}
