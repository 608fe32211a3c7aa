using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>Something that holds native memory until it is disposed or collected.</summary>
public abstract class CvObject : IDisposable
{
    private int _disposed;

    /// <summary>Whether it has been disposed.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>The native object's address; zero for one that has none of its own.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public IntPtr CvPtr
    {
        get
        {
            ThrowIfDisposed();
            return NativeObject?.DangerousGetHandle() ?? IntPtr.Zero;
        }
    }

    private protected virtual NativeHandle? NativeObject => null;

    /// <summary>Frees the native memory. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            DisposeNative();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Throws when it has been disposed.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    private protected virtual void DisposeNative() => NativeObject?.Dispose();
}
