using OpenCvSharp;

namespace Wav2Kp.Faces.Pictures;

/// <summary>Reads picture files of every kind as 8-bit blue, green, red, upright.</summary>
public static class PictureFile
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Height x width, 8-bit blue, green, red; the caller disposes of it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no picture that can be read; the message says why.</exception>
    public static Mat Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no picture at {path}.", path);
        }
        try
        {
            return Decode(File.ReadAllBytes(path));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} cannot be used as a picture: {exception.Message}", exception);
        }
    }

    /// <summary>Decodes a picture file's bytes.</summary>
    /// <returns>Height x width, 8-bit blue, green, red; the caller disposes of it.</returns>
    /// <exception cref="InvalidDataException">They are no picture that can be read; the message says why.</exception>
    public static Mat Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new InvalidDataException("it is empty.");
        }
        try
        {
            Mat picture = Cv2.ImDecode(bytes, ImreadModes.Color);
            if (!picture.Empty())
            {
                return picture;
            }
            picture.Dispose();
        }
        catch (OpenCVException exception)
        {
            throw new InvalidDataException($"it does not decode ({exception.Message}).", exception);
        }
        throw new InvalidDataException("it is no JPEG, PNG, WebP, TIFF or BMP, or it is damaged.");
    }
}
