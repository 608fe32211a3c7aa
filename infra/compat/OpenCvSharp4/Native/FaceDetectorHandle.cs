namespace OpenCvSharp.Native;

/// <summary>A YuNet detector.</summary>
internal sealed class FaceDetectorHandle(IntPtr pointer) : NativeHandle(pointer)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.w2k_yunet_delete(handle);
        return true;
    }
}
