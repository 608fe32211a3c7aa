using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What a <see cref="NativeValue"/> holds; the numbers are those of the shim.</summary>
internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    String = 5,
    IntList = 6,
    DoubleList = 7,
    TensorList = 8,
    Complex = 9,
    Device = 10,
    Generator = 11,
}

/// <summary>One argument or result of an operator, as the shim lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal Tag Tag;
    internal int Count;
    internal long Bits;
}

/// <summary>One entry between the brackets of <c>tensor[…]</c>, as the shim lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    internal enum IndexKind
    {
        None = 0,
        Ellipsis = 1,
        Number = 2,
        Boolean = 3,
        Slice = 4,
        Tensor = 5,
    }

    internal IndexKind Kind;
    internal int Given;
    internal long Start;
    internal long Stop;
    internal long Step;
}
