namespace OpenCvSharp.Native;

/// <summary>The pointers of several arrays, which stay alive until this is disposed.</summary>
internal sealed class HandleList : IDisposable
{
    private readonly MatHandle[] _handles;
    private int _held;

    public HandleList(IEnumerable<Mat> mats)
    {
        ArgumentNullException.ThrowIfNull(mats);
        _handles = [.. mats.Select(mat => (mat ?? throw new ArgumentException("One of the arrays is null.", nameof(mats))).Handle)];
        Pointers = new IntPtr[_handles.Length];
        try
        {
            for (; _held < _handles.Length; _held++)
            {
                bool held = false;
                _handles[_held].DangerousAddRef(ref held);
                Pointers[_held] = _handles[_held].DangerousGetHandle();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IntPtr[] Pointers { get; }

    public int Count => Pointers.Length;

    public void Dispose()
    {
        while (_held > 0)
        {
            _handles[--_held].DangerousRelease();
        }
    }
}
