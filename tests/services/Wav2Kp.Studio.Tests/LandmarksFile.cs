using Wav2Kp.Media;

namespace Wav2Kp.Studio.Tests;

/// <summary>Landmark files with made-up points.</summary>
internal static class LandmarksFile
{
    public static byte[] Make(int frames, int valid, int points = 68, bool nan = false)
    {
        float[] values = [.. Enumerable.Range(0, frames * points * 2).Select(i => (float)i)];
        if (nan)
            values[3] = float.NaN;
        string path = Path.GetTempFileName();
        try
        {
            SafetensorsFile.Write(path,
            [
                SafetensorsTensor.FromFloats("points", [frames, points, 2], values),
                SafetensorsTensor.FromBytes("valid", [frames], [.. Enumerable.Range(0, frames).Select(i => (byte)(i < valid ? 1 : 0))]),
            ], null);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
