namespace OpenCvSharp.Native;

/// <summary>A cv::Mat.</summary>
internal sealed class MatHandle(IntPtr pointer) : NativeHandle(pointer)
{
    /// <summary>Stands for an array that is left out.</summary>
    public static readonly MatHandle None = new(IntPtr.Zero);

    protected override bool ReleaseHandle()
    {
        NativeMethods.w2k_mat_delete(handle);
        return true;
    }
}
