using System.Globalization;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    private static TensorStringStyle _stringStyle = TensorStringStyle.Julia;

    /// <summary>How tensors are written where no style is given.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => _stringStyle;
        set => _stringStyle = value == TensorStringStyle.Default ? TensorStringStyle.Julia : value;
    }

    /// <summary>Sets how many digits, columns and rows tensors are written with.</summary>
    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "E" : "F") + precision.ToString(CultureInfo.InvariantCulture), linewidth, newLine, maxRows, maxColumns);

    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        TensorStringStyle = style ?? _stringStyle;
        TensorText.Options.FloatFormat = floatFormat ?? TensorText.Options.FloatFormat;
        TensorText.Options.LineWidth = linewidth ?? TensorText.Options.LineWidth;
        TensorText.Options.NewLine = newLine ?? TensorText.Options.NewLine;
        TensorText.Options.MaxRows = maxRows ?? TensorText.Options.MaxRows;
        TensorText.Options.MaxColumns = maxColumns ?? TensorText.Options.MaxColumns;
    }

    public partial class Tensor
    {
        /// <summary>Shape, type and device.</summary>
        public override string ToString() => _handle == 0 ? "[disposed]" : ToString(TensorStringStyle.Metadata);

        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            ToString(disamb ? TensorStringStyle.Julia : TensorStringStyle.Metadata, fltFormat, width, cultureInfo, newLine);

        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            TensorText.Write(this, style, fltFormat, width, cultureInfo, newLine);

        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }

        public static Tensor Load(string location)
        {
            using FileStream stream = File.OpenRead(location);
            return Load(stream);
        }

        /// <summary>Reads libtorch's own file of one tensor.</summary>
        public static Tensor load(string location) => torch.load(location);

        /// <summary>Writes libtorch's own file.</summary>
        public void save(string location) => torch.save(this, location);
    }
}
