using System.Diagnostics;
using Wav2Kp.Testing;

namespace Wav2Kp.Platform.Tests;

/// <summary>Bad and odd recordings, made from real clips with ffmpeg.</summary>
internal static class TestVideos
{
    private static readonly string[] s_quick = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"];

    public static string Grid(string name) => SharedFolder.PathOf("data", "grid-s1", name + ".mpg");

    /// <summary>Runs ffmpeg on inputs; the arguments stand between them and the output.</summary>
    public static string Make(string path, string[] inputs, params string[] arguments)
    {
        ProcessStartInfo start = new("ffmpeg") { RedirectStandardError = true };
        foreach (string argument in (string[])["-nostdin", "-loglevel", "error", "-y", .. inputs.SelectMany(input => input.StartsWith("lavfi:", StringComparison.Ordinal) ? (string[])["-f", "lavfi", "-i", input[6..]] : ["-i", input]), .. arguments, path])
        {
            start.ArgumentList.Add(argument);
        }
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? path : throw new InvalidOperationException($"ffmpeg failed: {errors}");
    }

    public static string Recode(string path, string source, params string[] arguments) => Make(path, [source], [.. s_quick, .. arguments]);

    public static string Bytes(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        return path;
    }
}
