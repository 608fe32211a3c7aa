using System.Diagnostics;
using Wav2Kp.Testing;

namespace Wav2Kp.Media.Tests;

/// <summary>Makes bad and odd recordings from real ones with ffmpeg, in a folder that goes when the test ends.</summary>
internal sealed class TestClips : IDisposable
{
    public TestClips() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"wav2kp-media-{Guid.NewGuid():N}");

    /// <summary>A real clip: 75 frames of 360 x 288 at 25 frames a second, 44.1 kHz stereo.</summary>
    public static string Real { get; } = SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs ffmpeg; the arguments stand between the input and the output.</summary>
    public string Make(string name, params string[] arguments) => MakeOf(Real, name, arguments);

    public string MakeOf(string? source, string name, params string[] arguments)
    {
        string path = PathOf(name);
        List<string> all = ["-nostdin", "-hide_banner", "-loglevel", "error"];
        if (source is not null)
        {
            all.AddRange(["-i", source]);
        }
        all.AddRange(arguments);
        all.AddRange(["-y", path]);
        Run("ffmpeg", all);
        return path;
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>ffprobe's own words about a file.</summary>
    public static string Probe(string path, params string[] arguments) => Run("ffprobe", ["-loglevel", "error", .. arguments, path]);

    private static string Run(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {errors.Result}");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
