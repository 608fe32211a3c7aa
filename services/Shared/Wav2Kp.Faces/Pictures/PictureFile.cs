using OpenCvSharp;

namespace Wav2Kp.Faces.Pictures;

/// <summary>
/// Reads picture files of every kind that people have (JPEG, PNG, WebP, TIFF, BMP; grey, palette, 16 bits, transparent, printing
/// inks, turned by the camera) as what they look like: 8-bit blue, green, red, upright, transparent places white.
/// </summary>
public static class PictureFile
{
    /// <summary>The most pixels that a picture may have.</summary>
    public const long MostPixels = 128L << 20;

    private const long MostBytes = 512L << 20;

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Height x width, 8-bit blue, green, red; the caller disposes of it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no picture that can be read; the message says why and what to do.</exception>
    public static Mat Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no picture at {path}.", path);
        }
        try
        {
            return file.Length <= MostBytes
                ? Decode(File.ReadAllBytes(path))
                : throw new InvalidDataException($"it has {file.Length >> 20} MiB, more than the {MostBytes >> 20} that are read: make it smaller.");
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{file.Name} cannot be used as a picture: {exception.Message}", exception);
        }
    }

    /// <summary>Decodes a picture file's bytes.</summary>
    /// <returns>Height x width, 8-bit blue, green, red; the caller disposes of it.</returns>
    /// <exception cref="InvalidDataException">They are no picture that can be read; the message says why and what to do.</exception>
    public static Mat Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new InvalidDataException("it is empty.");
        }
        PictureHeader header = PictureHeader.Read(bytes) ?? throw new InvalidDataException(PictureHeader.Foreign(bytes) is { } foreign
            ? $"it is {foreign}, which is not read: convert it to JPEG or PNG."
            : "it is no JPEG, PNG, WebP, TIFF or BMP.");
        if (header.Width < 1 || header.Height < 1)
        {
            throw new InvalidDataException($"it has {header.Width} x {header.Height} pixels.");
        }
        if (header.Width * header.Height > MostPixels)
        {
            throw new InvalidDataException($"it has {header.Width} x {header.Height} pixels, more than the {MostPixels >> 20} million that are read: make it smaller.");
        }
        if (header.Inks && !header.AdobeMarker)
        {
            throw new InvalidDataException("its colours are printing inks (CMYK) without the marker that says how they are stored: convert it to RGB.");
        }
        try
        {
            // what the camera says of its position is applied below, for every format alike
            Mat picture = Cv2.ImDecode(bytes, header.Transparent ? ImreadModes.Unchanged : ImreadModes.Color | ImreadModes.IgnoreOrientation);
            try
            {
                if (picture.Empty())
                {
                    throw new InvalidDataException($"its {header.Format} data are damaged or cut off.");
                }
                if (picture.Type() != MatType.CV_8UC3)
                {
                    Mat plain = Plain(picture);
                    picture.Dispose();
                    picture = plain;
                }
                Turn(picture, header.Orientation);
                return picture;
            }
            catch
            {
                picture.Dispose();
                throw;
            }
        }
        catch (OpenCVException exception)
        {
            throw new InvalidDataException($"its {header.Format} data do not decode ({exception.ErrMsg}).", exception);
        }
    }

    // 8 bits, three channels, on white
    private static Mat Plain(Mat picture)
    {
        using Mat bytes = new();
        double scale = picture.Depth() switch
        {
            MatType.CV_8U => 1,
            MatType.CV_16U => 1 / 257.0,
            MatType.CV_32F or MatType.CV_64F => 255,
            _ => throw new InvalidDataException($"its pixels are of a type that is not read ({picture.Type()}): convert it to 8 bits."),
        };
        picture.ConvertTo(bytes, MatType.MakeType(MatType.CV_8U, picture.Channels()), scale);
        Mat result = new();
        try
        {
            switch (bytes.Channels())
            {
                case 1:
                    Cv2.CvtColor(bytes, result, ColorConversionCodes.GRAY2BGR);
                    break;
                case 3:
                    bytes.CopyTo(result);
                    break;
                case 4:
                    result.Create(bytes.Rows, bytes.Cols, MatType.CV_8UC3);
                    Blend(bytes.AsSpan<byte>(), result.AsSpan<byte>());
                    break;
                default:
                    throw new InvalidDataException($"it has {bytes.Channels()} channels.");
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private static void Blend(ReadOnlySpan<byte> bgra, Span<byte> bgr)
    {
        for (int from = 0, to = 0; from < bgra.Length; from += 4, to += 3)
        {
            int alpha = bgra[from + 3];
            for (int k = 0; k < 3; k++)
            {
                bgr[to + k] = (byte)(((bgra[from + k] * alpha) + (255 * (255 - alpha)) + 127) / 255);
            }
        }
    }

    // EXIF's orientation: where the stored first row and first column are shown
    private static void Turn(Mat picture, int orientation)
    {
        switch (orientation)
        {
            case 2:
                Cv2.Flip(picture, picture, FlipMode.Y);
                break;
            case 3:
                Cv2.Rotate(picture, picture, RotateFlags.Rotate180);
                break;
            case 4:
                Cv2.Flip(picture, picture, FlipMode.X);
                break;
            case 5:
                Cv2.Transpose(picture, picture);
                break;
            case 6:
                Cv2.Rotate(picture, picture, RotateFlags.Rotate90Clockwise);
                break;
            case 7:
                Cv2.Transpose(picture, picture);
                Cv2.Rotate(picture, picture, RotateFlags.Rotate180);
                break;
            case 8:
                Cv2.Rotate(picture, picture, RotateFlags.Rotate90Counterclockwise);
                break;
        }
    }
}
