using System.Buffers.Binary;
using System.Text;

namespace Wav2Kp.Faces.Pictures;

/// <summary>What a picture file says of itself before it is decoded.</summary>
/// <param name="Format">Its format's usual name.</param>
/// <param name="Width">Columns of pixels as stored.</param>
/// <param name="Height">Rows of pixels as stored.</param>
internal sealed record PictureHeader(string Format, long Width, long Height)
{
    private const int OrientationTag = 0x0112;

    /// <summary>Whether it has, or may have, transparent pixels.</summary>
    public bool Transparent { get; init; }

    /// <summary>Whether its colours are printing inks.</summary>
    public bool Inks { get; init; }

    /// <summary>Whether an Adobe program's marker tells how the inks are stored.</summary>
    public bool AdobeMarker { get; init; }

    /// <summary>How the stored pixels are to be turned, 1 to 8 as in EXIF; 1 is upright.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Reads the header of a JPEG, PNG, WebP, TIFF or BMP file; null if it is none of them.</summary>
    /// <exception cref="InvalidDataException">It ends within its header.</exception>
    public static PictureHeader? Read(ReadOnlySpan<byte> file)
    {
        try
        {
            return file switch
            {
                [0xFF, 0xD8, 0xFF, ..] => Jpeg(file),
                [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png(file),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP(file),
                [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => Tiff(file),
                [(byte)'B', (byte)'M', ..] when file.Length >= 26 && BinaryPrimitives.ReadInt32LittleEndian(file[14..]) >= 40 => new PictureHeader(
                    "BMP", BinaryPrimitives.ReadInt32LittleEndian(file[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..]))),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("it ends within its header.", exception);
        }
    }

    /// <summary>The name of a format that is not read, if the file is of one that people have; else null.</summary>
    public static string? Foreign(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8))
        {
            string brand = Encoding.ASCII.GetString(file[8..12]);
            return brand switch
            {
                "heic" or "heix" or "mif1" or "msf1" or "heim" or "heis" => "HEIC",
                "avif" or "avis" => "AVIF",
                _ => "a video",
            };
        }
        return file switch
        {
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
            [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "Photoshop's PSD",
            [(byte)'<', ..] => "a text, SVG or HTML",
            _ => null,
        };
    }

    // ITU-T T.81, annex B: segments of a marker and a length until the frame header
    private static PictureHeader Jpeg(ReadOnlySpan<byte> file)
    {
        int at = 2, orientation = 1;
        bool adobe = false;
        while (true)
        {
            if (file[at..][0] != 0xFF)
            {
                throw new InvalidDataException("its JPEG header is damaged.");
            }
            byte marker = file[at..][1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is 0xDA or 0xD9)
            {
                throw new InvalidDataException("its JPEG header has no frame.");
            }
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += 2;
                continue;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            ReadOnlySpan<byte> segment = file.Slice(at + 4, length - 2);
            switch (marker)
            {
                case 0xE1 when segment.StartsWith("Exif\0\0"u8):
                    orientation = Exif(segment[6..]);
                    break;
                case 0xEE when segment.StartsWith("Adobe"u8):
                    adobe = true;
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    return new PictureHeader("JPEG", BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]))
                    {
                        // markers may still follow, but every program writes them before the frame
                        Inks = segment[5..][0] == 4,
                        AdobeMarker = adobe,
                        Orientation = orientation,
                    };
            }
            at += 2 + length;
        }
    }

    private static PictureHeader Png(ReadOnlySpan<byte> file)
    {
        PictureHeader header = new("PNG", BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]))
        {
            Transparent = file[25..][0] is 4 or 6,
        };
        // chunks of a length, a name, data and a checksum, up to the pixels
        for (long at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            ReadOnlySpan<byte> name = file.Slice((int)at + 4, 4);
            if (name.SequenceEqual("IDAT"u8) || length > file.Length)
            {
                break;
            }
            if (name.SequenceEqual("tRNS"u8))
            {
                header = header with { Transparent = true };
            }
            if (name.SequenceEqual("eXIf"u8))
            {
                header = header with { Orientation = Exif(file.Slice((int)at + 8, (int)length)) };
            }
            at += 12 + length;
        }
        return header;
    }

    // RFC 9649
    private static PictureHeader WebP(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> name = file.Slice(12, 4), data = file[20..];
        if (name.SequenceEqual("VP8 "u8))
        {
            return new PictureHeader("WebP", BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
        }
        if (name.SequenceEqual("VP8L"u8))
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return new PictureHeader("WebP", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1) { Transparent = (bits & (1u << 28)) != 0 };
        }
        PictureHeader header = new("WebP", (BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) & 0xFFFFFF) + 1, (BinaryPrimitives.ReadUInt32LittleEndian(data[7..]) & 0xFFFFFF) + 1)
        {
            Transparent = (data[0] & 0x10) != 0,
        };
        for (long at = 12; at + 8 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[((int)at + 4)..]);
            if (file.Slice((int)at, 4).SequenceEqual("EXIF"u8) && at + 8 + length <= file.Length)
            {
                ReadOnlySpan<byte> exif = file.Slice((int)at + 8, (int)length);
                header = header with { Orientation = Exif(exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif) };
            }
            at += 8L + length + (length & 1);
        }
        return header;
    }

    private static PictureHeader Tiff(ReadOnlySpan<byte> file)
    {
        Dictionary<int, long> tags = Tags(file);
        return new PictureHeader("TIFF", tags.GetValueOrDefault(0x0100), tags.GetValueOrDefault(0x0101))
        {
            Transparent = tags.ContainsKey(0x0152),
            Orientation = Valid(tags.GetValueOrDefault(OrientationTag, 1)),
        };
    }

    // EXIF is a small TIFF file; a damaged one is no reason to refuse the picture
    private static int Exif(ReadOnlySpan<byte> tiff)
    {
        try
        {
            return Valid(Tags(tiff).GetValueOrDefault(OrientationTag, 1));
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidDataException)
        {
            return 1;
        }
    }

    private static int Valid(long orientation) => orientation is >= 1 and <= 8 ? (int)orientation : 1;

    // the single numbers of the first directory
    private static Dictionary<int, long> Tags(ReadOnlySpan<byte> tiff)
    {
        bool little = tiff[..2][0] == (byte)'I';
        uint start = Number32(tiff, 4, little);
        if (start > tiff.Length - 2)
        {
            throw new InvalidDataException("its directory lies beyond its end.");
        }
        int at = (int)start, count = Number16(tiff, at, little);
        Dictionary<int, long> tags = [];
        for (int i = 0; i < count; i++)
        {
            int entry = at + 2 + (12 * i);
            int type = Number16(tiff, entry + 2, little);
            tags[Number16(tiff, entry, little)] = type == 3 ? Number16(tiff, entry + 8, little) : Number32(tiff, entry + 8, little);
        }
        return tags;
    }

    private static int Number16(ReadOnlySpan<byte> data, int at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) : BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    private static uint Number32(ReadOnlySpan<byte> data, int at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) : BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
}
