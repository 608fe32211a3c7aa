namespace OpenCvSharp;

/// <content>Image files and the image operations that an array offers itself.</content>
public partial class Mat
{
    /// <summary>Reads an image from a stream.</summary>
    public static Mat FromStream(Stream stream, ImreadModes mode)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return FromImageData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), mode);
    }

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat ImDecode(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat FromImageData(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat FromImageData(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    /// <summary>The bytes of an image file.</summary>
    public byte[] ToBytes(string ext = ".png", int[]? prms = null) => ImEncode(ext, prms);

    /// <summary>The bytes of an image file.</summary>
    public byte[] ToBytes(string ext = ".png", params ImageEncodingParam[] prms) => ImEncode(ext, prms);

    /// <summary>The bytes of an image file.</summary>
    public MemoryStream ToMemoryStream(string ext = ".png", params ImageEncodingParam[] prms) => new(ImEncode(ext, prms));

    /// <summary>Writes the bytes of an image file.</summary>
    public void WriteToStream(Stream stream, string ext = ".png", params ImageEncodingParam[] prms)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(ImEncode(ext, prms));
    }

    /// <summary>The bytes of an image file.</summary>
    public byte[] ImEncode(string ext = ".png", int[]? prms = null)
    {
        Cv2.ImEncode(ext, this, out byte[] buf, prms);
        return buf;
    }

    /// <summary>The bytes of an image file.</summary>
    public byte[] ImEncode(string ext = ".png", params ImageEncodingParam[] prms) => ImEncode(ext, ImageEncodingParam.Flat(prms));

    /// <summary>Writes an image file.</summary>
    public bool ImWrite(string fileName, int[]? prms = null) => Cv2.ImWrite(fileName, this, prms);

    /// <summary>Writes an image file.</summary>
    public bool ImWrite(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);

    /// <summary>Writes an image file.</summary>
    public bool SaveImage(string fileName, int[]? prms = null) => Cv2.ImWrite(fileName, this, prms);

    /// <summary>Writes an image file.</summary>
    public bool SaveImage(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);

    /// <summary>A mirrored copy.</summary>
    public Mat Flip(FlipMode flipCode) => Made(result => Cv2.Flip(this, result, flipCode));

    /// <summary>A blurred copy.</summary>
    public Mat GaussianBlur(Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Made(result => Cv2.GaussianBlur(this, result, ksize, sigmaX, sigmaY, borderType));

    /// <summary>A copy of another size.</summary>
    public Mat Resize(Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Made(result => Cv2.Resize(this, result, dsize, fx, fy, interpolation));

    /// <summary>A thresholded copy.</summary>
    public Mat Threshold(double thresh, double maxval, ThresholdTypes type) => Made(result => Cv2.Threshold(this, result, thresh, maxval, type));

    /// <summary>A copy in other colours.</summary>
    public Mat CvtColor(ColorConversionCodes code, int dstCn = 0) => Made(result => Cv2.CvtColor(this, result, code, dstCn));

    private static Mat Made(Action<Mat> make)
    {
        var result = new Mat();
        try
        {
            make(result);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }
}
