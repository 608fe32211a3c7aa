namespace OpenCvSharp;

/// <summary>What a function of <see cref="Cv2"/> changes.</summary>
public class InputOutputArray : OutputArray
{
    private InputOutputArray(Mat mat)
        : base(mat)
    {
    }

    /// <summary>An array.</summary>
    public static implicit operator InputOutputArray(Mat mat) => mat is null ? null! : new InputOutputArray(mat);

    /// <summary>An array.</summary>
    public static new InputOutputArray Create(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return new InputOutputArray(mat);
    }
}
