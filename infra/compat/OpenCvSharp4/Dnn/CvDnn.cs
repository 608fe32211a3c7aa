using OpenCvSharp.Native;

namespace OpenCvSharp.Dnn;

/// <summary>Reads networks and makes their inputs.</summary>
public static class CvDnn
{
    /// <summary>A network of a file, by its extension or the framework's name.</summary>
    /// <exception cref="OpenCVException">The file cannot be read as a network.</exception>
    public static Net ReadNet(string model, string config = "", string framework = "")
    {
        ArgumentNullException.ThrowIfNull(model);
        Call.Check(NativeMethods.w2k_net_read(model, config ?? string.Empty, framework ?? string.Empty, out IntPtr result));
        return new Net(new NetHandle(result));
    }

    /// <summary>A network of an ONNX file.</summary>
    /// <exception cref="OpenCVException">The file cannot be read as a network.</exception>
    public static Net? ReadNetFromOnnx(string onnxFile)
    {
        ArgumentNullException.ThrowIfNull(onnxFile);
        Call.Check(NativeMethods.w2k_net_read_onnx_file(onnxFile, out IntPtr result));
        return new Net(new NetHandle(result));
    }

    /// <summary>A network of an ONNX file's bytes.</summary>
    /// <exception cref="OpenCVException">The bytes cannot be read as a network.</exception>
    public static Net? ReadNetFromOnnx(byte[] onnxFileData)
    {
        ArgumentNullException.ThrowIfNull(onnxFileData);
        return ReadNetFromOnnx((ReadOnlySpan<byte>)onnxFileData);
    }

    /// <summary>A network of an ONNX file's bytes.</summary>
    /// <exception cref="OpenCVException">The bytes cannot be read as a network.</exception>
    public static Net? ReadNetFromOnnx(ReadOnlySpan<byte> onnxFileData)
    {
        Call.Check(NativeMethods.w2k_net_read_onnx(onnxFileData, onnxFileData.Length, out IntPtr result));
        return new Net(new NetHandle(result));
    }

    /// <summary>A network of an ONNX file's stream.</summary>
    /// <exception cref="OpenCVException">The bytes cannot be read as a network.</exception>
    public static Net? ReadNetFromOnnx(Stream onnxFileStream)
    {
        ArgumentNullException.ThrowIfNull(onnxFileStream);
        using var bytes = new MemoryStream();
        onnxFileStream.CopyTo(bytes);
        return ReadNetFromOnnx(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>A blob [1, channels, height, width] of an image: (image - mean) * scaleFactor.</summary>
    public static Mat BlobFromImage(Mat image, double scaleFactor = 1.0, Size size = default, Scalar mean = default, bool swapRB = true, bool crop = true)
    {
        ArgumentNullException.ThrowIfNull(image);
        return BlobFromImages([image], scaleFactor, size, mean, swapRB, crop);
    }

    /// <summary>A blob [images, channels, height, width] of images: (image - mean) * scaleFactor.</summary>
    public static Mat BlobFromImages(IEnumerable<Mat> images, double scaleFactor, Size size = default, Scalar mean = default, bool swapRB = true, bool crop = true)
    {
        using var list = new HandleList(images);
        var result = new Mat();
        try
        {
            Call.Check(NativeMethods.w2k_blob_from_images(list.Pointers, list.Count, scaleFactor, size, mean, swapRB ? 1 : 0, crop ? 1 : 0, result.Handle));
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Of boxes that overlap more than a threshold, keeps the one with the best score; boxes below the score are left out.</summary>
    public static void NMSBoxes(IEnumerable<Rect> bboxes, IEnumerable<float> scores, float scoreThreshold, float nmsThreshold, out int[] indices, float eta = 1.0f, int topK = 0)
    {
        ArgumentNullException.ThrowIfNull(bboxes);
        ArgumentNullException.ThrowIfNull(scores);
        Rect[] boxes = [.. bboxes];
        float[] values = [.. scores];
        if (boxes.Length != values.Length)
        {
            throw new ArgumentException($"{boxes.Length} boxes need as many scores, not {values.Length}.", nameof(scores));
        }
        using var kept = new Mat();
        Call.Check(NativeMethods.w2k_nms_boxes(boxes, values, boxes.Length, scoreThreshold, nmsThreshold, eta, topK, kept.Handle));
        indices = Call.Values<int>(kept);
    }
}
