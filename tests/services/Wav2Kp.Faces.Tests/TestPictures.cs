using System.Buffers.Binary;
using OpenCvSharp;

namespace Wav2Kp.Faces.Tests;

/// <summary>One portrait in the many ways that a picture file can hold it.</summary>
internal static class TestPictures
{
    /// <summary>The first frame of a clip whose speaker looks at the camera, 360 x 288.</summary>
    public static Mat Portrait(TestClips clips)
    {
        string path = clips.Make(TestClips.Other, "portrait.png", "-frames:v", "1");
        return Cv2.ImRead(path, ImreadModes.Color);
    }

    public static byte[] Jpeg(Mat picture, int quality = 95)
    {
        Cv2.ImEncode(".jpg", picture, out byte[] bytes, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
        return bytes;
    }

    /// <summary>The picture stored as a camera does that was held so: with the pixels turned, and EXIF's orientation that turns them back.</summary>
    public static byte[] Turned(Mat upright, int orientation)
    {
        using Mat stored = upright.Clone();
        switch (orientation)
        {
            case 2:
                Cv2.Flip(upright, stored, FlipMode.Y);
                break;
            case 3:
                Cv2.Rotate(upright, stored, RotateFlags.Rotate180);
                break;
            case 4:
                Cv2.Flip(upright, stored, FlipMode.X);
                break;
            case 5:
                Cv2.Transpose(upright, stored);
                break;
            case 6:
                Cv2.Rotate(upright, stored, RotateFlags.Rotate90Counterclockwise);
                break;
            case 7:
                using (Mat turned = new())
                {
                    Cv2.Rotate(upright, turned, RotateFlags.Rotate180);
                    Cv2.Transpose(turned, stored);
                }
                break;
            case 8:
                Cv2.Rotate(upright, stored, RotateFlags.Rotate90Clockwise);
                break;
        }
        byte[] jpeg = Jpeg(stored);
        // a directory of one entry: orientation, a short
        byte[] tiff = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>
    /// A JPEG of four printing inks, inverted as Adobe's programs store them: four grey JPEGs of the same size become the scans of
    /// one with four components.
    /// </summary>
    public static byte[] Inks(Mat bgr, bool adobeMarker)
    {
        Mat[] planes = [new(), new(), new(), new()];
        try
        {
            for (int i = 0; i < 4; i++)
            {
                planes[i].Create(bgr.Rows, bgr.Cols, MatType.CV_8UC1);
            }
            for (int y = 0; y < bgr.Rows; y++)
            {
                for (int x = 0; x < bgr.Cols; x++)
                {
                    Vec3b colour = bgr.Get<Vec3b>(y, x);
                    // no ink is 255; black takes what the three colours have in common
                    int light = Math.Max(1, (int)Math.Max(colour.Item0, Math.Max(colour.Item1, colour.Item2)));
                    planes[0].Set(y, x, (byte)(colour.Item2 * 255 / light));
                    planes[1].Set(y, x, (byte)(colour.Item1 * 255 / light));
                    planes[2].Set(y, x, (byte)(colour.Item0 * 255 / light));
                    planes[3].Set(y, x, (byte)light);
                }
            }
            byte[][] files = [.. planes.Select(plane => Jpeg(plane, 98))];
            List<byte> result = [0xFF, 0xD8];
            if (adobeMarker)
            {
                result.AddRange([0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
            }
            foreach ((byte marker, byte[] segment) in Segments(files[0], out _).Where(s => s.Marker is 0xDB or 0xC4))
            {
                result.AddRange([0xFF, marker, .. segment]);
            }
            result.AddRange([0xFF, 0xC0, 0, 20, 8, (byte)(bgr.Rows >> 8), (byte)bgr.Rows, (byte)(bgr.Cols >> 8), (byte)bgr.Cols, 4]);
            for (byte i = 1; i <= 4; i++)
            {
                result.AddRange([i, 0x11, 0]);
            }
            for (byte i = 1; i <= 4; i++)
            {
                Segments(files[i - 1], out byte[] scan);
                result.AddRange([0xFF, 0xDA, 0, 8, 1, i, 0, 0, 63, 0, .. scan]);
            }
            return [.. result, 0xFF, 0xD9];
        }
        finally
        {
            Array.ForEach(planes, plane => plane.Dispose());
        }
    }

    /// <summary>The segments of a JPEG file up to its one scan, with their lengths, and the scan's data.</summary>
    private static List<(byte Marker, byte[] Data)> Segments(byte[] jpeg, out byte[] scan)
    {
        List<(byte, byte[])> segments = [];
        int at = 2;
        while (jpeg[at + 1] != 0xDA)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            segments.Add((jpeg[at + 1], jpeg[(at + 2)..(at + 2 + length)]));
            at += 2 + length;
        }
        scan = jpeg[(at + 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)))..^2];
        return segments;
    }
}
