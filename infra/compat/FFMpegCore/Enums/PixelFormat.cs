using System.Globalization;
using FFMpegCore.Helpers;

namespace FFMpegCore.Enums;

/// <summary>A pixel format that the installed ffmpeg knows.</summary>
public class PixelFormat
{
    internal PixelFormat(string name) => Name = name;

    /// <summary>It can be converted from.</summary>
    public bool InputConversionSupported { get; private init; }

    /// <summary>It can be converted to.</summary>
    public bool OutputConversionSupported { get; private init; }

    /// <summary>Its pixels live on an accelerator.</summary>
    public bool HardwareAccelerationSupported { get; private init; }

    /// <summary>Pixels are indices into a palette.</summary>
    public bool IsPaletted { get; private init; }

    /// <summary>Pixels are packed bits.</summary>
    public bool IsBitstream { get; private init; }

    /// <summary>The name that <c>-pix_fmt</c> takes.</summary>
    public string Name { get; }

    /// <summary>Number of components.</summary>
    public int Components { get; private init; }

    /// <summary>Bits of a pixel, averaged over a chroma block.</summary>
    public int BitsPerPixel { get; private init; }

    /// <summary>Whether ffmpeg converts this format to the other.</summary>
    public bool CanConvertTo(PixelFormat other) => InputConversionSupported && other.OutputConversionSupported;

    /// <summary>A line of <c>ffmpeg -pix_fmts</c>: five flags, the name, components, bits per pixel.</summary>
    internal static PixelFormat? FromLine(string line)
    {
        if (!FlagTable.TrySplit(line, 5, out string flags, out string name, out string rest))
        {
            return null;
        }
        string[] numbers = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length < 2
            || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int components)
            || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bits))
        {
            return null;
        }
        return new PixelFormat(name)
        {
            InputConversionSupported = flags[0] == 'I',
            OutputConversionSupported = flags[1] == 'O',
            HardwareAccelerationSupported = flags[2] == 'H',
            IsPaletted = flags[3] == 'P',
            IsBitstream = flags[4] == 'B',
            Components = components,
            BitsPerPixel = bits,
        };
    }
}
