namespace OpenCvSharp.Native;

/// <summary>A cv::dnn::Net.</summary>
internal sealed class NetHandle(IntPtr pointer) : NativeHandle(pointer)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.w2k_net_delete(handle);
        return true;
    }
}
