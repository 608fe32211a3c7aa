using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Wav2Kp.Media.Tests;

public sealed class FfmpegStartTests
{
    [Fact]
    public void Only_what_ffmpeg_loads_anyhow_is_searched_first()
    {
        IReadOnlyList<string> libraries = FfmpegStart.LibrariesLookedUpMost();
        libraries[0].ShouldContain("libc.so.");
        libraries.ShouldAllBe(path => File.Exists(path));

        string[] before = Loaded("");
        string[] after = Loaded(string.Join(' ', libraries));
        before.Length.ShouldBeGreaterThan(1);
        after.Order().ShouldBe(before.Order());
    }

    [Fact]
    public void Neither_program_says_anything_else_when_it_starts_sooner()
    {
        string libraries = string.Join(' ', FfmpegStart.LibrariesLookedUpMost());
        foreach (string program in (string[])["ffmpeg", "ffprobe"])
        {
            string[] arguments = ["-hide_banner", "-version"];
            Run(program, arguments, ("LD_PRELOAD", libraries), ("OPENBLAS_NUM_THREADS", "1")).ShouldBe(Run(program, arguments));
        }
    }

    // the names of the libraries that are loaded when these are loaded first
    private static string[] Loaded(string first) =>
    [
        .. Run("ffmpeg", ["-version"], ("LD_PRELOAD", first), ("LD_TRACE_LOADED_OBJECTS", "1"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => Path.GetFileName(line.Split(' ')[0])),
    ];

    private static string Run(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output + errors.GetAwaiter().GetResult();
    }
}
