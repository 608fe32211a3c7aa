namespace OpenCvSharp.Native;

/// <summary>A cv::CascadeClassifier.</summary>
internal sealed class CascadeHandle(IntPtr pointer) : NativeHandle(pointer)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.w2k_cascade_delete(handle);
        return true;
    }
}
