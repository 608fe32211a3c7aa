using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>What a function of <see cref="Cv2"/> writes.</summary>
public class OutputArray : CvObject
{
    private protected OutputArray(Mat mat) => Mat = mat;

    internal Mat Mat { get; }

    internal MatHandle Handle
    {
        get
        {
            ThrowIfDisposed();
            return Mat.Handle;
        }
    }

    /// <summary>An array, which the function makes anew if its size or type does not fit.</summary>
    public static implicit operator OutputArray(Mat mat) => mat is null ? null! : new OutputArray(mat);

    /// <summary>An array, which the function makes anew if its size or type does not fit.</summary>
    public static OutputArray Create(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return new OutputArray(mat);
    }

    /// <summary>A list that is filled with the result.</summary>
    public static OutputArrayOfStructList<T> Create<T>(List<T> list)
        where T : unmanaged => new(list);

    /// <summary>Hands the result on after the call.</summary>
    internal virtual void Assign()
    {
    }
}
