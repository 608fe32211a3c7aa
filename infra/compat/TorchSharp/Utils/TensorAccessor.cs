using System.Collections;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a tensor in the processor's memory, in row-major order whatever the tensor's strides, read and written in
/// place. Valid while the tensor is.
/// </summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        ScalarType dtype = tensor.dtype;
        if (!ElementTypes.Fits<T>(dtype))
        {
            throw new ArgumentException($"A tensor of {dtype} cannot be read as {typeof(T).Name}: convert it with .to() first.");
        }

        if (!tensor.is_cpu())
        {
            throw new NotSupportedException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>One element by its place: a number for each dimension, or one number for the row-major order.</summary>
    public unsafe T this[params long[] indices]
    {
        get => First[Offset(indices)];
        set => First[Offset(indices)] = value;
    }

    private unsafe T* First => (T*)_tensor.DataPointer();

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    /// <summary>An array of the tensor's rank.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length == 0)
        {
            return ToArray();
        }

        Array result = Array.CreateInstance(typeof(T), _shape);
        if (Count > 0)
        {
            ToArray().AsSpan().CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
                ref Unsafe.As<byte, T>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result)), (int)Count));
        }

        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies from <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span<T> target = array[arrayIndex..];
        int count = Length(target.Length, tensorIndex);
        if (_contiguous)
        {
            new ReadOnlySpan<T>(First + tensorIndex, count).CopyTo(target);
            GC.KeepAlive(_tensor);
            return;
        }

        T* first = First;
        var walk = new Walk(this, tensorIndex);
        for (int i = 0; i < count; i++)
        {
            target[i] = first[walk.Offset];
            walk.Next();
        }

        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies from <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ReadOnlySpan<T> source = array[arrayIndex..];
        int count = Length(source.Length, tensorIndex);
        if (_contiguous)
        {
            source[..count].CopyTo(new Span<T>(First + tensorIndex, count));
            GC.KeepAlive(_tensor);
            return;
        }

        T* first = First;
        var walk = new Walk(this, tensorIndex);
        for (int i = 0; i < count; i++)
        {
            first[walk.Offset] = source[i];
            walk.Next();
        }

        GC.KeepAlive(_tensor);
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) =>
        left is null ? right is null : right is not null && (ReferenceEquals(left, right) || left.ToArray().AsSpan().SequenceEqual(right.ToArray()));

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(_tensor);

    public void Dispose()
    {
        // The memory is the tensor's.
    }

    public IEnumerator<T> GetEnumerator()
    {
        var walk = new Walk(this, 0);
        for (long i = 0; i < Count; i++)
        {
            yield return At(walk.Offset);
            walk.Next();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private unsafe T At(long offset) => First[offset];

    private int Length(int available, long tensorIndex)
    {
        if (tensorIndex < 0 || tensorIndex > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(tensorIndex), tensorIndex, $"The tensor has {Count} elements.");
        }

        return (int)Math.Min(available, Count - tensorIndex);
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
        {
            return (ulong)indices[0] < (ulong)Count ? new Walk(this, indices[0]).Offset : throw OutOfRange(indices);
        }

        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException($"A tensor of {_shape.Length} dimensions was indexed with {indices.Length} numbers.", nameof(indices));
        }

        long offset = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)_shape[i])
            {
                throw OutOfRange(indices);
            }

            offset += indices[i] * _strides[i];
        }

        return offset;
    }

    private IndexOutOfRangeException OutOfRange(long[] indices) =>
        new($"[{string.Join(", ", indices)}] lies outside of a tensor of shape [{string.Join(", ", _shape)}].");

    /// <summary>Walks the elements in row-major order and knows each one's place in memory.</summary>
    private sealed class Walk
    {
        private readonly TensorAccessor<T> _accessor;
        private readonly long[] _position;

        internal Walk(TensorAccessor<T> accessor, long start)
        {
            _accessor = accessor;
            _position = new long[accessor._shape.Length];
            for (int i = _position.Length - 1; i >= 0 && accessor.Count > 0; i--)
            {
                (start, _position[i]) = Math.DivRem(start, accessor._shape[i]);
                Offset += _position[i] * accessor._strides[i];
            }
        }

        internal long Offset { get; private set; }

        internal void Next()
        {
            for (int i = _position.Length - 1; i >= 0; i--)
            {
                Offset += _accessor._strides[i];
                if (++_position[i] < _accessor._shape[i])
                {
                    return;
                }

                Offset -= _position[i] * _accessor._strides[i];
                _position[i] = 0;
            }
        }
    }
}
