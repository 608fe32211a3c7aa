using System.Globalization;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Tensors as text: a line that tells shape, type and device, or the elements too, with long dimensions cut short.</summary>
internal static class TensorText
{
    private const int Edge = 3;
    private const int Longest = 1000;

    internal static string Write(Tensor tensor, TensorStringStyle style, string? format, int? width, CultureInfo? culture, string? newLine)
    {
        if (style == TensorStringStyle.Default)
        {
            style = torch.TensorStringStyle;
        }

        string metadata = Metadata(tensor);
        if (style == TensorStringStyle.Metadata || tensor.device_type == DeviceType.META)
        {
            return metadata;
        }

        using Tensor plain = tensor.detach().DetachFromDisposeScope();
        using Tensor here = plain.to(CPU).DetachFromDisposeScope();
        string elements = new Writer(here, format ?? Options.FloatFormat, width ?? Options.LineWidth, culture ?? CultureInfo.InvariantCulture, newLine ?? Options.NewLine, style).Write();
        return style == TensorStringStyle.Julia ? metadata + (newLine ?? Options.NewLine) + elements : elements;
    }

    private static string Metadata(Tensor tensor) =>
        tensor.Dimensions == 0
            ? $"[], type = {tensor.dtype}, device = {tensor.device}"
            : $"[{string.Join('x', tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    /// <summary>What set_printoptions sets.</summary>
    internal static class Options
    {
        internal static string FloatFormat { get; set; } = "g5";

        internal static int LineWidth { get; set; } = 100;

        internal static string NewLine { get; set; } = "\n";

        internal static int MaxRows { get; set; } = 6;

        internal static int MaxColumns { get; set; } = 6;
    }

    private sealed class Writer(Tensor tensor, string format, int width, CultureInfo culture, string newLine, TensorStringStyle style)
    {
        private readonly long[] _shape = tensor.shape;
        private readonly bool _short = tensor.NumberOfElements > Longest;
        private readonly Func<long[], string> _element = Element(tensor, format, culture);
        private readonly StringBuilder _text = new();

        private char Open => style == TensorStringStyle.CSharp ? '{' : '[';

        private char Close => style == TensorStringStyle.CSharp ? '}' : ']';

        private string Separator => style == TensorStringStyle.CSharp ? ", " : " ";

        internal string Write()
        {
            if (_shape.Length == 0)
            {
                return _element([]);
            }

            if (tensor.NumberOfElements == 0)
            {
                return $"{Open}{Close}";
            }

            int cell = Places(_shape.Length - 1).Length == 0 ? 0 : Widest(new long[_shape.Length], 0);
            Append(new long[_shape.Length], 0, cell);
            return _text.ToString();
        }

        private void Append(long[] index, int dimension, int cell)
        {
            _text.Append(Open);
            bool last = dimension == _shape.Length - 1;
            int line = dimension + 1;
            bool first = true;
            foreach (long place in Places(dimension))
            {
                if (!first)
                {
                    _text.Append(style == TensorStringStyle.CSharp && !last ? "," : string.Empty);
                    if (last && line + cell + Separator.Length <= width)
                    {
                        _text.Append(Separator);
                        line += Separator.Length;
                    }
                    else
                    {
                        _text.Append(last ? Separator.TrimEnd() : string.Empty).Append(newLine).Append(' ', dimension + 1);
                        line = dimension + 1;
                    }
                }

                first = false;
                if (place < 0)
                {
                    _text.Append("...");
                    line += 3;
                }
                else if (last)
                {
                    index[dimension] = place;
                    _text.Append(_element(index).PadLeft(cell));
                    line += cell;
                }
                else
                {
                    index[dimension] = place;
                    Append(index, dimension + 1, cell);
                }
            }

            _text.Append(Close);
        }

        private int Widest(long[] index, int dimension)
        {
            int widest = 0;
            foreach (long place in Places(dimension).Where(place => place >= 0))
            {
                index[dimension] = place;
                widest = Math.Max(widest, dimension == _shape.Length - 1 ? _element(index).Length : Widest(index, dimension + 1));
            }

            return widest;
        }

        /// <summary>The places of a dimension that are written; -1 stands for those left out.</summary>
        private long[] Places(int dimension)
        {
            long size = _shape[dimension];
            int most = dimension == _shape.Length - 1 ? Options.MaxColumns : Options.MaxRows;
            if (!_short || size <= Math.Max(most, 2 * Edge))
            {
                return [.. Range(0, size)];
            }

            int half = Math.Max(most / 2, 1);
            return [.. Range(0, half), -1, .. Range(size - half, size)];
        }

        private static IEnumerable<long> Range(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                yield return i;
            }
        }

        private static Func<long[], string> Element(Tensor tensor, string format, CultureInfo culture)
        {
            switch (tensor.dtype)
            {
                case ScalarType.Bool:
                    TensorAccessor<bool> flags = tensor.data<bool>();
                    return index => flags[index] ? "True" : "False";
                case ScalarType.Byte:
                    TensorAccessor<byte> bytes = tensor.data<byte>();
                    return index => bytes[index].ToString(culture);
                case ScalarType.Int8:
                    TensorAccessor<sbyte> sbytes = tensor.data<sbyte>();
                    return index => sbytes[index].ToString(culture);
                case ScalarType.Int16:
                    TensorAccessor<short> shorts = tensor.data<short>();
                    return index => shorts[index].ToString(culture);
                case ScalarType.Int32:
                    TensorAccessor<int> ints = tensor.data<int>();
                    return index => ints[index].ToString(culture);
                case ScalarType.Int64:
                    TensorAccessor<long> longs = tensor.data<long>();
                    return index => longs[index].ToString(culture);
                case ScalarType.Float32:
                    TensorAccessor<float> floats = tensor.data<float>();
                    return index => floats[index].ToString(format, culture);
                case ScalarType.Float64:
                    TensorAccessor<double> doubles = tensor.data<double>();
                    return index => doubles[index].ToString(format, culture);
                case ScalarType.Float16:
                    TensorAccessor<Half> halves = tensor.data<Half>();
                    return index => ((float)halves[index]).ToString(format, culture);
                case ScalarType.BFloat16:
                    TensorAccessor<ushort> bits = new(tensor);
                    return index => BitConverter.Int32BitsToSingle(bits[index] << 16).ToString(format, culture);
                case ScalarType.ComplexFloat32:
                    TensorAccessor<(float Real, float Imaginary)> pairs = tensor.data<(float Real, float Imaginary)>();
                    return index => Complex(pairs[index].Real, pairs[index].Imaginary);
                case ScalarType.ComplexFloat64:
                    TensorAccessor<Complex> numbers = tensor.data<Complex>();
                    return index => Complex(numbers[index].Real, numbers[index].Imaginary);
                default:
                    throw new NotSupportedException($"Elements of {tensor.dtype} cannot be written.");
            }

            string Complex(double real, double imaginary) =>
                $"{real.ToString(format, culture)}{(imaginary < 0 ? '-' : '+')}{Math.Abs(imaginary).ToString(format, culture)}i";
        }
    }
}
