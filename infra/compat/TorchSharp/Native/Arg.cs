using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>
/// One argument of an operator: a number, or an object that the call keeps alive until it returns. Converts from everything
/// that operators take, so that a call reads as the operator's signature.
/// </summary>
internal readonly struct Arg
{
    internal readonly object? Object;
    internal readonly Tag Tag;
    internal readonly int Count;
    internal readonly long Bits;

    private Arg(Tag tag, long bits, object? value = null, int count = 0)
    {
        Object = value;
        Tag = tag;
        Count = count;
        Bits = bits;
    }

    /// <summary>Python's None.</summary>
    internal static Arg None => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Arg(Tensor? tensor) => tensor is null ? None : new(Tag.Tensor, tensor.Handle, tensor);

    public static implicit operator Arg(long value) => new(Tag.Int, value);

    public static implicit operator Arg(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Arg(long? value) => value is { } given ? given : None;

    public static implicit operator Arg(double? value) => value is { } given ? given : None;

    public static implicit operator Arg(bool? value) => value is { } given ? given : None;

    public static implicit operator Arg(string value) => new(Tag.String, 0, value);

    public static implicit operator Arg(long[]? values) => values is null ? None : new(Tag.IntList, 0, values, values.Length);

    public static implicit operator Arg(double[]? values) => values is null ? None : new(Tag.DoubleList, 0, values, values.Length);

    public static implicit operator Arg(Tensor[] tensors) => new(Tag.TensorList, 0, tensors, tensors.Length);

    public static implicit operator Arg(ScalarType type) => new(Tag.Int, (long)type);

    public static implicit operator Arg(ScalarType? type) => type is { } given ? given : None;

    public static implicit operator Arg(Device? device) => device is null ? None : new(Tag.Device, device.index, null, (int)device.type);

    public static implicit operator Arg(Generator? generator) => generator is null ? None : new(Tag.Generator, generator.Handle, generator);

    public static implicit operator Arg(Scalar? scalar) => scalar is null ? None : scalar.Tag == Tag.Complex
        ? new(Tag.Complex, 0, scalar, 2)
        : new(scalar.Tag, scalar.Bits);
}
