using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>A .NET array whose memory native arrays look at. It stays pinned until the last of them is gone.</summary>
internal sealed class PinnedArray : SafeHandle
{
    private GCHandle _pin;
    private int _users;

    public PinnedArray(Array array)
        : base(IntPtr.Zero, ownsHandle: true)
    {
        _pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        SetHandle(GCHandle.ToIntPtr(_pin));
    }

    public IntPtr Address => _pin.AddrOfPinnedObject();

    public override bool IsInvalid => handle == IntPtr.Zero;

    public PinnedArray Use()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Dispose();
        }
    }

    protected override bool ReleaseHandle()
    {
        _pin.Free();
        return true;
    }
}
