using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>What a function of <see cref="Cv2"/> reads: an array, an expression, or a value for each channel.</summary>
public class InputArray : CvObject
{
    private readonly Mat _mat;
    private readonly bool _owns;

    private InputArray(Mat mat, bool owns, bool temporary)
    {
        _mat = mat;
        _owns = owns;
        IsTemporary = temporary;
    }

    /// <summary>A value for each channel, whatever the size of the other operand.</summary>
    internal bool IsValue { get; private init; }

    /// <summary>Made by a conversion for one call, which disposes it.</summary>
    internal bool IsTemporary { get; }

    internal MatHandle Handle
    {
        get
        {
            ThrowIfDisposed();
            return _mat.Handle;
        }
    }

    internal Mat Mat => _mat;

    private protected override NativeHandle? NativeObject => null;

    /// <summary>An array.</summary>
    public static implicit operator InputArray(Mat mat) => mat is null ? null! : new InputArray(mat, owns: false, temporary: false);

    /// <summary>An expression's result.</summary>
    public static implicit operator InputArray(MatExpr expr) => expr is null ? null! : new InputArray(expr.ToMat(), owns: true, temporary: true);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Scalar val) => Value([val.Val0, val.Val1, val.Val2, val.Val3], temporary: true);

    /// <summary>A value.</summary>
    public static implicit operator InputArray(double val) => Value([val], temporary: true);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec2b vec) => Values<byte>([vec.Item0, vec.Item1]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec3b vec) => Values<byte>([vec.Item0, vec.Item1, vec.Item2]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec4b vec) => Values<byte>([vec.Item0, vec.Item1, vec.Item2, vec.Item3]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec6b vec) => Values<byte>([vec.Item0, vec.Item1, vec.Item2, vec.Item3, vec.Item4, vec.Item5]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec2s vec) => Values<short>([vec.Item0, vec.Item1]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec3s vec) => Values<short>([vec.Item0, vec.Item1, vec.Item2]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec4s vec) => Values<short>([vec.Item0, vec.Item1, vec.Item2, vec.Item3]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec6s vec) => Values<short>([vec.Item0, vec.Item1, vec.Item2, vec.Item3, vec.Item4, vec.Item5]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec2w vec) => Values<ushort>([vec.Item0, vec.Item1]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec3w vec) => Values<ushort>([vec.Item0, vec.Item1, vec.Item2]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec4w vec) => Values<ushort>([vec.Item0, vec.Item1, vec.Item2, vec.Item3]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec6w vec) => Values<ushort>([vec.Item0, vec.Item1, vec.Item2, vec.Item3, vec.Item4, vec.Item5]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec2i vec) => Values<int>([vec.Item0, vec.Item1]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec3i vec) => Values<int>([vec.Item0, vec.Item1, vec.Item2]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec4i vec) => Values<int>([vec.Item0, vec.Item1, vec.Item2, vec.Item3]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec6i vec) => Values<int>([vec.Item0, vec.Item1, vec.Item2, vec.Item3, vec.Item4, vec.Item5]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec2f vec) => Values<float>([vec.Item0, vec.Item1]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec3f vec) => Values<float>([vec.Item0, vec.Item1, vec.Item2]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec4f vec) => Values<float>([vec.Item0, vec.Item1, vec.Item2, vec.Item3]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec6f vec) => Values<float>([vec.Item0, vec.Item1, vec.Item2, vec.Item3, vec.Item4, vec.Item5]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec2d vec) => Values<double>([vec.Item0, vec.Item1]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec3d vec) => Values<double>([vec.Item0, vec.Item1, vec.Item2]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec4d vec) => Values<double>([vec.Item0, vec.Item1, vec.Item2, vec.Item3]);

    /// <summary>A value for each channel.</summary>
    public static implicit operator InputArray(Vec6d vec) => Values<double>([vec.Item0, vec.Item1, vec.Item2, vec.Item3, vec.Item4, vec.Item5]);

    /// <summary>An array.</summary>
    public static InputArray Create(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return mat;
    }

    /// <summary>An expression's result.</summary>
    public static InputArray Create(MatExpr expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        return new InputArray(expr.ToMat(), owns: true, temporary: false);
    }

    /// <summary>A value for each channel.</summary>
    public static InputArray Create(Scalar val) => Value([val.Val0, val.Val1, val.Val2, val.Val3], temporary: false);

    /// <summary>A value.</summary>
    public static InputArray Create(double val) => Value([val], temporary: false);

    /// <summary>A copy of the values as a column.</summary>
    public static InputArray Create<T>(IEnumerable<T> enumerable)
        where T : struct => Create(enumerable, ElementTypes.Of<T>());

    /// <summary>A copy of the values as a column of a given type.</summary>
    public static InputArray Create<T>(IEnumerable<T> enumerable, MatType type)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(enumerable);
        return Create(enumerable.ToArray(), type);
    }

    /// <summary>A copy of the values as a column.</summary>
    public static InputArray Create<T>(T[] array)
        where T : struct => Create(array, ElementTypes.Of<T>());

    /// <summary>A copy of the values as a column of a given type.</summary>
    public static InputArray Create<T>(T[] array, MatType type)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(array);
        return new InputArray(Column<T>(array, type), owns: true, temporary: false);
    }

    /// <summary>A copy of the values.</summary>
    public static InputArray Create<T>(T[,] array)
        where T : struct => Create(array, ElementTypes.Of<T>());

    /// <summary>A copy of the values in a given type.</summary>
    public static InputArray Create<T>(T[,] array, MatType type)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(array);
        ReadOnlySpan<T> all = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
        return new InputArray(Mat.FromValues(array.GetLength(0), array.GetLength(1), type, all), owns: true, temporary: false);
    }

    private protected override void DisposeNative()
    {
        if (_owns)
        {
            _mat.Dispose();
        }
    }

    private static InputArray Value(ReadOnlySpan<double> values, bool temporary) =>
        new(Column(values, MatType.CV_64FC1), owns: true, temporary) { IsValue = true };

    private static InputArray Values<T>(ReadOnlySpan<T> values)
        where T : struct => new(Column(values, ElementTypes.Of<T>()), owns: true, temporary: true);

    private static Mat Column<T>(ReadOnlySpan<T> values, MatType type)
        where T : struct
    {
        int perElement = ElementTypes.Of<T>().Channels;
        int rows = values.Length * perElement / type.Channels;
        return Mat.FromValues(rows, 1, type, values);
    }
}
