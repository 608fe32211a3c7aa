using System.Numerics;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of any element type, given to an operator.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _imaginary;

    private Scalar(ScalarType type, long value, bool isBool = false)
    {
        Type = type;
        Tag = isBool ? Tag.Bool : Tag.Int;
        Bits = value;
    }

    private Scalar(ScalarType type, double value)
    {
        Type = type;
        Tag = Tag.Double;
        Bits = BitConverter.DoubleToInt64Bits(value);
    }

    private Scalar(ScalarType type, Complex value)
    {
        Type = type;
        Tag = Tag.Complex;
        Bits = BitConverter.DoubleToInt64Bits(value.Real);
        _imaginary = value.Imaginary;
    }

    /// <summary>The element type that the number came as.</summary>
    public ScalarType Type { get; }

    internal Tag Tag { get; }

    internal long Bits { get; }

    internal bool IsWhole => Tag is Tag.Int or Tag.Bool;

    public static implicit operator Scalar(byte value) => new(ScalarType.Byte, (long)value);

    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int8, (long)value);

    public static implicit operator Scalar(short value) => new(ScalarType.Int16, (long)value);

    public static implicit operator Scalar(int value) => new(ScalarType.Int32, (long)value);

    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value);

    public static implicit operator Scalar(Half value) => new(ScalarType.Float16, (double)value);

    public static implicit operator Scalar(float value) => new(ScalarType.Float32, (double)value);

    public static implicit operator Scalar(double value) => new(ScalarType.Float64, value);

    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1 : 0, isBool: true);

    public static implicit operator Scalar((float, float) value) => new(ScalarType.ComplexFloat32, new Complex(value.Item1, value.Item2));

    public static implicit operator Scalar(Complex value) => new(ScalarType.ComplexFloat64, value);

    /// <summary>Holds nothing to release; here because the published type is disposable.</summary>
    public void Dispose()
    {
    }

    internal unsafe void WriteComplex(double* parts)
    {
        parts[0] = BitConverter.Int64BitsToDouble(Bits);
        parts[1] = _imaginary;
    }

    internal double ToDouble() => IsWhole ? Bits : BitConverter.Int64BitsToDouble(Bits);

    internal long ToInt64() => IsWhole ? Bits : checked((long)BitConverter.Int64BitsToDouble(Bits));

    internal Complex ToComplex() => new(ToDouble(), _imaginary);
}
