using System.Diagnostics;
using FFMpegCore;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>
/// Halves what starting ffmpeg costs. Debian's is linked to some two hundred libraries, and a clip of three seconds needs three starts of it.
/// </summary>
public static class FfmpegStart
{
    private const string Preload = "LD_PRELOAD";

    // most of what is linked is looked up in these; each search goes through all libraries in front of them
    private static readonly string[] s_lookedUpMost = ["libc.so.", "libopenblas.so.", "libcrypto.so.", "libepoxy.so.", "libstdc++.so.", "libglib-2.0.so.", "libm.so."];

    /// <summary>
    /// Sets the environment of the programs that this process starts from now on: for processes that start ffmpeg and ffprobe alone. Of the
    /// libraries that ffmpeg loads anyhow, the linker searches first those that have most of what it looks for (<c>LD_PRELOAD</c>), and OpenBLAS,
    /// which ffmpeg never calls, starts no threads that would wait busily for work. What the user has set stays as it is.
    /// </summary>
    public static void Hasten()
    {
        if (!IsSet("OPENBLAS_NUM_THREADS"))
        {
            Environment.SetEnvironmentVariable("OPENBLAS_NUM_THREADS", "1");
        }
        if (OperatingSystem.IsLinux() && !IsSet(Preload) && LibrariesLookedUpMost() is [_, ..] libraries)
        {
            Environment.SetEnvironmentVariable(Preload, string.Join(' ', libraries));
        }
    }

    /// <summary>Paths of those of ffmpeg's libraries that are to be searched first; none where ffmpeg is not there or links to none.</summary>
    internal static IReadOnlyList<string> LibrariesLookedUpMost()
    {
        if (Ffmpeg.Find(GlobalFFOptions.GetFFMpegBinaryPath()) is not string program)
        {
            // whoever needs it says so
            return [];
        }
        ProcessStartInfo start = new(program, "-version") { RedirectStandardOutput = true };
        // as ldd does: the linker lists what it loads, and starts nothing
        start.Environment["LD_TRACE_LOADED_OBJECTS"] = "1";
        start.Environment.Remove(Preload);
        using Process process = Process.Start(start)!;
        // libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0000000000)
        string[] paths = [.. process.StandardOutput.ReadToEnd().Split('\n').Select(line => line.Trim().Split(' ')).Where(words => words is [_, "=>", ['/', ..], ..]).Select(words => words[2])];
        process.WaitForExit();
        return [.. s_lookedUpMost.Select(name => Array.Find(paths, path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal))).OfType<string>()];
    }

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
