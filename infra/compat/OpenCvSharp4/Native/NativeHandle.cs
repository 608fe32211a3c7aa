using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>
/// An object of the native library. Passed to a native function it stays alive until the function returns, whoever disposes it
/// meanwhile; disposed, it makes the call throw <see cref="ObjectDisposedException"/>.
/// </summary>
internal abstract class NativeHandle : SafeHandle
{
    protected NativeHandle(IntPtr pointer)
        : base(IntPtr.Zero, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == IntPtr.Zero;
}
