using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <content>Image files.</content>
public static partial class Cv2
{
    /// <summary>Reads an image file; empty when it cannot be read.</summary>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color) => new(fileName, flags);

    /// <summary>Writes an image file in the format of its extension.</summary>
    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        ArgumentNullException.ThrowIfNull(img);
        return ImWrite(fileName, [img], prms);
    }

    /// <summary>Writes an image file in the format of its extension.</summary>
    public static bool ImWrite(string fileName, Mat img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, ImageEncodingParam.Flat(prms));

    /// <summary>Writes images as the pages of a file.</summary>
    public static bool ImWrite(string fileName, IEnumerable<Mat> img, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        using var list = new HandleList(img);
        int[] parameters = prms ?? [];
        Call.Check(NativeMethods.w2k_imwrite(fileName, list.Pointers, list.Count, parameters, parameters.Length, out int written));
        return written != 0;
    }

    /// <summary>Writes images as the pages of a file.</summary>
    public static bool ImWrite(string fileName, IEnumerable<Mat> img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, ImageEncodingParam.Flat(prms));

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat ImDecode(Mat buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        buf.ThrowIfDisposed();
        using Mat bytes = buf.Clone();
        return ImDecode((ReadOnlySpan<byte>)bytes.AsSpan<byte>(), flags);
    }

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat ImDecode(InputArray buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        Mat image = ImDecode(buf.Mat, flags);
        Call.Done(0, null, buf);
        return image;
    }

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        return ImDecode((ReadOnlySpan<byte>)buf, flags);
    }

    /// <summary>Decodes an image file's bytes; empty when they are no image.</summary>
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        if (span.IsEmpty)
        {
            throw new ArgumentException("There are no bytes to decode.", nameof(span));
        }
        var result = new Mat();
        try
        {
            Call.Check(NativeMethods.w2k_imdecode(span, span.Length, (int)flags, result.Handle));
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of an image file; <paramref name="ext"/> is the format's extension with its dot.</summary>
    public static bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ext);
        using var bytes = new Mat();
        int[] parameters = prms ?? [];
        Call.Done(NativeMethods.w2k_imencode(ext, Call.In(img), parameters, parameters.Length, bytes.Handle, out int encoded), null, img);
        buf = Call.Values<byte>(bytes);
        return encoded != 0;
    }

    /// <summary>The bytes of an image file; <paramref name="ext"/> is the format's extension with its dot.</summary>
    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms) => ImEncode(ext, img, out buf, ImageEncodingParam.Flat(prms));
}
