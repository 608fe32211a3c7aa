using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Which C# type holds an element of which tensor type.</summary>
internal static class ElementTypes
{
    internal static ScalarType Of<T>()
        where T : unmanaged => Of(typeof(T));

    internal static ScalarType Of(Type type)
    {
        if (type == typeof(float))
        {
            return ScalarType.Float32;
        }

        if (type == typeof(double))
        {
            return ScalarType.Float64;
        }

        if (type == typeof(long))
        {
            return ScalarType.Int64;
        }

        if (type == typeof(int))
        {
            return ScalarType.Int32;
        }

        if (type == typeof(byte))
        {
            return ScalarType.Byte;
        }

        if (type == typeof(bool))
        {
            return ScalarType.Bool;
        }

        if (type == typeof(sbyte))
        {
            return ScalarType.Int8;
        }

        if (type == typeof(short))
        {
            return ScalarType.Int16;
        }

        if (type == typeof(Half))
        {
            return ScalarType.Float16;
        }

        if (type == typeof((float, float)))
        {
            return ScalarType.ComplexFloat32;
        }

        if (type == typeof(Complex))
        {
            return ScalarType.ComplexFloat64;
        }

        throw new ArgumentException($"No tensor holds elements of the type {type.Name}.");
    }

    internal static bool Fits<T>(ScalarType dtype)
        where T : unmanaged =>
        dtype == ScalarType.BFloat16 ? typeof(T) == typeof(ushort) : Of<T>() == dtype;

    internal static int Size(ScalarType dtype) => dtype switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentException($"Unknown element type {(int)dtype}."),
    };

    internal static bool IsWhole(ScalarType dtype) =>
        dtype is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
}
