using Wav2Kp.Faces.Synthetic.Model3D;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>Makes sets of labelled pictures of a morphable head, for training landmark networks.</summary>
public static class RenderedFaces
{
    /// <summary>The width and height of the pictures unless told otherwise, px.</summary>
    public const int DefaultSize = 192;

    /// <summary>Renders a set; the same model, seed and size make the same files.</summary>
    /// <param name="modelPath">ICT-FaceKit's mesh as a safetensors file.</param>
    /// <param name="jsonPath">The path of <c>NAME.json</c>; the pictures go to <c>NAME.tar</c> beside it.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Chooses people, expressions, poses and light.</param>
    /// <param name="size">The pictures' width and height, 64 to 1024 px.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it; nothing is left then.</param>
    /// <exception cref="FileNotFoundException">There is no face model.</exception>
    /// <exception cref="InvalidDataException">The model is not sound.</exception>
    public static void Write(
        string modelPath, string jsonPath, int count, int seed, int size = DefaultSize, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        FaceRenderer renderer = new(FaceMesh.Load(modelPath));
        PictureSet.Write(jsonPath, count, index => (renderer.Render(seed, index, size, out byte[] jpeg), jpeg), progress, cancellationToken);
    }
}
