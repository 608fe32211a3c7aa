using System.Diagnostics;
using Wav2Kp.Testing;

namespace Wav2Kp.Faces.Tests;

/// <summary>Real clips and clips that ffmpeg makes of them, in a folder that goes when the test ends.</summary>
internal sealed class TestClips : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wav2kp-landmarks-");

    /// <summary>A speaker in all of 75 frames of 360 x 288.</summary>
    public static string Real => SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg");

    /// <summary>Another speaker.</summary>
    public static string Other => SharedFolder.PathOf("data", "grid-multi", "lwbsza.mpg");

    /// <summary>The landmark network that the tests use.</summary>
    public static string Network => SharedFolder.PathOf("models", "slim_160_latest.onnx");

    /// <summary>YuNet.</summary>
    public static string YuNet => SharedFolder.PathOf("models", "yunet_n_320_320.onnx");

    public string Folder => _folder.FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs ffmpeg on a clip; the arguments stand between the input and the output.</summary>
    public string Make(string source, string name, params string[] arguments) => Run(name, ["-i", source, .. arguments]);

    /// <summary>Runs ffmpeg.</summary>
    public string Run(string name, params string[] arguments)
    {
        ProcessStartInfo start = new("ffmpeg") { RedirectStandardError = true };
        foreach (string argument in (string[])["-nostdin", "-hide_banner", "-loglevel", "error", .. arguments, "-y", PathOf(name)])
        {
            start.ArgumentList.Add(argument);
        }
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? PathOf(name) : throw new InvalidOperationException($"ffmpeg failed: {errors}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
