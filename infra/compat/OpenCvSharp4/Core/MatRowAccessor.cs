using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The rows of an array in place, whether or not they follow each other in memory.</summary>
/// <typeparam name="T">What a row is read as.</typeparam>
public readonly struct MatRowAccessor<T>
    where T : unmanaged
{
    private readonly Mat _mat;

    internal MatRowAccessor(Mat mat) => _mat = mat;

    /// <summary>A row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<T> this[int row] => MemoryMarshal.Cast<byte, T>(_mat.RowBytes(row));
}
