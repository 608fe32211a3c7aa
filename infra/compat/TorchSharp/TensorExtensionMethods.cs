using System.Globalization;
using System.Numerics;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors as files, as C# values and as text.</summary>
public static partial class TensorExtensionMethods
{
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => Array.ConvertAll(tensor.shape, size => checked((int)size));

    /// <summary>Bytes of one element.</summary>
    public static int ElementSize(this ScalarType type) => ElementTypes.Size(type);

    /// <summary>How many elements a tensor of this shape has.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Writes the element type, the rank and the dimensions (LEB128) and the elements' bytes.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Write7BitEncodedInt((int)tensor.dtype);
        writer.Write7BitEncodedInt64(tensor.Dimensions);
        foreach (long size in tensor.shape)
        {
            writer.Write7BitEncodedInt64(size);
        }

        using Tensor here = tensor.detach().DetachFromDisposeScope();
        using Tensor plain = here.to(CPU).DetachFromDisposeScope();
        using Tensor contiguous = plain.contiguous().DetachFromDisposeScope();
        writer.Write(contiguous.bytes);
        writer.Flush();
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using FileStream stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads into this tensor, whose type and shape must be the saved one's; with <paramref name="skip"/> passes it over.</summary>
    /// <exception cref="ArgumentException">The saved tensor has another type or shape.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        (ScalarType type, long[] shape) = ReadHeader(reader);
        if (!skip && (type != tensor.dtype || !shape.AsSpan().SequenceEqual(tensor.shape)))
        {
            throw new ArgumentException(
                $"The saved tensor is {type} [{string.Join(", ", shape)}], the target {tensor.dtype} [{string.Join(", ", tensor.shape)}].");
        }

        byte[] bytes = ReadBytes(reader, type, shape);
        if (!skip)
        {
            tensor.bytes = bytes;
        }
    }

    /// <summary>A new tensor of what was saved; with <paramref name="skip"/> an empty one, past it.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        (ScalarType type, long[] shape) = ReadHeader(reader);
        byte[] bytes = ReadBytes(reader, type, shape);
        return skip ? Tensor.FromBytes([], type, [0]) : Tensor.FromBytes(bytes, type, shape);
    }

    /// <summary>Reads into the tensor where there is one, else makes it.</summary>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is not null)
        {
            tensor.Load(reader, skip);
        }
        else
        {
            Tensor loaded = Load(reader, skip);
            if (skip)
            {
                loaded.Dispose();
            }
            else
            {
                tensor = loaded;
            }
        }
    }

    /// <summary>A tensor of these values and dimensions; always a copy.</summary>
    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
        where T : unmanaged => Tensor.FromSpan<T>(rawArray, dimensions).requires_grad_(requires_grad);

    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false)
        where T : unmanaged
    {
        Tensor tensor = Tensor.FromSpan(new ReadOnlySpan<T>(in scalar), []);
        return (device is null || device.type == DeviceType.CPU ? tensor : tensor.to(device, disposeAfter: true)).requires_grad_(requires_grad);
    }

    public static (float Real, float Imaginary) ToComplexFloat32(this Tensor value)
    {
        Complex number = value.ToScalar().ToComplex();
        return ((float)number.Real, (float)number.Imaginary);
    }

    public static Complex ToComplexFloat64(this Tensor value) => value.ToScalar().ToComplex();

    public static Half ToHalf(this Tensor value) => (Half)value.ToScalar().ToDouble();

    public static float ToSingle(this Tensor value) => (float)value.ToScalar().ToDouble();

    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    public static sbyte ToSByte(this Tensor value) => checked((sbyte)value.ToScalar().ToInt64());

    public static byte ToByte(this Tensor value) => checked((byte)value.ToScalar().ToInt64());

    public static short ToInt16(this Tensor value) => checked((short)value.ToScalar().ToInt64());

    public static int ToInt32(this Tensor value) => checked((int)value.ToScalar().ToInt64());

    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToDouble() != 0;

    public static (float Real, float Imaginary) ToComplex32(this Tensor value) => value.ToComplexFloat32();

    public static Complex ToComplex64(this Tensor value) => value.ToComplexFloat64();

    /// <summary>The tensor as text, in the default style unless another is given.</summary>
    public static string str(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    public static string jlstr(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    public static string metastr(this Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    public static string npstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    public static string cstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the tensor to the console and gives it back.</summary>
    public static Tensor print(this Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.str(fltFormat, width, newLine, cultureInfo, style));
        return t;
    }

    internal static Tensor ToTensor(this Scalar scalar) => scalar.Type switch
    {
        ScalarType.Bool => tensor(scalar.ToInt64() != 0),
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 => tensor(scalar.ToComplex(), scalar.Type),
        var type when ElementTypes.IsWhole(type) => tensor(scalar.ToInt64(), type),
        var type => tensor(scalar.ToDouble(), type),
    };

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        int type = reader.Read7BitEncodedInt();
        if (!Enum.IsDefined((ScalarType)type) || type > sbyte.MaxValue)
        {
            throw new InvalidDataException($"The file is no tensor as TorchSharp saves it: {type} is no element type.");
        }

        long rank = reader.Read7BitEncodedInt64();
        if (rank is < 0 or > 64)
        {
            throw new InvalidDataException($"The file is no tensor as TorchSharp saves it: it claims {rank} dimensions.");
        }

        var shape = new long[rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.Read7BitEncodedInt64();
            if (shape[i] < 0)
            {
                throw new InvalidDataException("The file is no tensor as TorchSharp saves it: a dimension is negative.");
            }
        }

        return ((ScalarType)type, shape);
    }

    private static byte[] ReadBytes(BinaryReader reader, ScalarType type, long[] shape)
    {
        long size = ElementTypes.Size(type);
        foreach (long dimension in shape)
        {
            size = checked(size * dimension);
        }

        if (size > Array.MaxLength)
        {
            throw new InvalidDataException($"A saved tensor of {size} bytes is more than can be read.");
        }

        byte[] bytes = reader.ReadBytes((int)size);
        return bytes.Length == size ? bytes : throw new EndOfStreamException($"The file ends after {bytes.Length} of a tensor's {size} bytes.");
    }
}
