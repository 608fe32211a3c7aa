using System.Diagnostics;
using Wav2Kp.Testing;

namespace OpenCvSharp.Tests;

/// <summary>Frames of real clips, decoded by the ffmpeg program.</summary>
internal static class Clips
{
    public const int Width = 360;
    public const int Height = 288;

    /// <summary>The first frames of a GRID clip as BGR images.</summary>
    public static Mat[] Frames(string name, int count)
    {
        string path = SharedFolder.PathOf("data", "grid-s1", name);
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", path, "-frames:v", $"{count}", "-f", "rawvideo", "-pix_fmt", "bgr24", "-"])
        {
            RedirectStandardOutput = true,
        })!;
        var frames = new List<Mat>();
        byte[] pixels = new byte[Width * Height * 3];
        while (ffmpeg.StandardOutput.BaseStream.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) == pixels.Length)
        {
            using Mat frame = Mat.FromPixelData(Height, Width, MatType.CV_8UC3, pixels);
            frames.Add(frame.Clone());
        }
        ffmpeg.WaitForExit();
        return [.. frames];
    }
}
