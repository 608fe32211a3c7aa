using System.Runtime.InteropServices;

namespace Wav2Kp.Media;

/// <summary>One named array of a safetensors file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="DType">The type of its elements.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Data">Its elements, row-major, little-endian.</param>
public sealed record SafetensorsTensor(string Name, SafetensorsDType DType, long[] Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>How many elements it has: the product of <see cref="Shape"/>.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>The elements, without a copy.</summary>
    /// <typeparam name="T">The .NET type of <see cref="DType"/> (float for F32, long for I64, byte for U8 …); byte for BOOL and ushort for BF16.</typeparam>
    /// <exception cref="InvalidDataException">The tensor holds another type.</exception>
    public ReadOnlySpan<T> As<T>() where T : unmanaged
    {
        bool matches = DType switch
        {
            SafetensorsDType.BOOL => typeof(T) == typeof(byte) || typeof(T) == typeof(bool),
            SafetensorsDType.U8 => typeof(T) == typeof(byte),
            SafetensorsDType.I8 => typeof(T) == typeof(sbyte),
            SafetensorsDType.U16 => typeof(T) == typeof(ushort),
            SafetensorsDType.I16 => typeof(T) == typeof(short),
            SafetensorsDType.F16 => typeof(T) == typeof(Half),
            SafetensorsDType.BF16 => typeof(T) == typeof(ushort),
            SafetensorsDType.U32 => typeof(T) == typeof(uint),
            SafetensorsDType.I32 => typeof(T) == typeof(int),
            SafetensorsDType.F32 => typeof(T) == typeof(float),
            SafetensorsDType.U64 => typeof(T) == typeof(ulong),
            SafetensorsDType.I64 => typeof(T) == typeof(long),
            SafetensorsDType.F64 => typeof(T) == typeof(double),
            _ => false,
        };
        return matches
            ? MemoryMarshal.Cast<byte, T>(Data.Span)
            : throw new InvalidDataException($"The tensor '{Name}' holds {DType}, not {typeof(T).Name}.");
    }

    /// <summary>A single-precision tensor of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The shape and the number of values differ.</exception>
    public static SafetensorsTensor FromFloats(string name, long[] shape, float[] values) => From<float>(name, SafetensorsDType.F32, shape, values);

    /// <summary>A double-precision tensor of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The shape and the number of values differ.</exception>
    public static SafetensorsTensor FromDoubles(string name, long[] shape, double[] values) => From<double>(name, SafetensorsDType.F64, shape, values);

    /// <summary>A 64-bit integer tensor of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The shape and the number of values differ.</exception>
    public static SafetensorsTensor FromLongs(string name, long[] shape, long[] values) => From<long>(name, SafetensorsDType.I64, shape, values);

    /// <summary>An unsigned 8-bit tensor of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The shape and the number of values differ.</exception>
    public static SafetensorsTensor FromBytes(string name, long[] shape, byte[] values) => From<byte>(name, SafetensorsDType.U8, shape, values);

    private static SafetensorsTensor From<T>(string name, SafetensorsDType dtype, long[] shape, ReadOnlySpan<T> values) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        SafetensorsTensor tensor = new(name, dtype, shape, MemoryMarshal.AsBytes(values).ToArray());
        return tensor.Count == values.Length
            ? tensor
            : throw new ArgumentException($"The shape [{string.Join(", ", shape)}] of '{name}' does not hold {values.Length} values.", nameof(shape));
    }
}
