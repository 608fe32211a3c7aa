namespace OpenCvSharp;

/// <summary>A list that a function fills.</summary>
/// <typeparam name="T">The list's values.</typeparam>
public sealed class OutputArrayOfStructList<T> : OutputArray
    where T : unmanaged
{
    private readonly List<T> _list;

    internal OutputArrayOfStructList(List<T> list)
        : base(new Mat())
    {
        ArgumentNullException.ThrowIfNull(list);
        _list = list;
    }

    internal override void Assign()
    {
        _list.Clear();
        if (!Mat.Empty())
        {
            Mat.GetArray(out T[] values);
            _list.AddRange(values);
        }
    }

    private protected override void DisposeNative() => Mat.Dispose();
}
