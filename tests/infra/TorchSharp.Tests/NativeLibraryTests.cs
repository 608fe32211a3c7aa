using System.Diagnostics;
using Shouldly;
using Xunit;

namespace TorchSharp.Tests;

/// <summary>Where the shim is looked for, and what is said when it is missing or broken. Each in a process of its own.</summary>
public sealed class NativeLibraryTests
{
    private static readonly string s_shim = Path.Combine(AppContext.BaseDirectory, "libwav2kp_torch.so");

    [Fact]
    public void A_missing_shim_is_explained() =>
        Run(folder => { }).ShouldSatisfyAllConditions(
            text => text.ShouldContain("libwav2kp_torch.so, the bridge to libtorch, was not found"),
            text => text.ShouldContain("./wav2kp setup"));

    [Fact]
    public void A_shim_that_does_not_load_is_explained() =>
        Run(folder => File.WriteAllText(Path.Combine(folder, "libwav2kp_torch.so"), "no library")).ShouldSatisfyAllConditions(
            text => text.ShouldContain("is there but does not load"),
            text => text.ShouldContain("libtorch1.13"));

    [Fact]
    public void A_library_that_is_no_shim_of_this_version_is_refused() =>
        Run(folder => File.CreateSymbolicLink(Path.Combine(folder, "libwav2kp_torch.so"), "/lib/x86_64-linux-gnu/libc.so.6"))
            .ShouldContain("was built from another version of Wav2Kp");

    [Fact]
    public void A_shim_in_another_folder_is_used() =>
        Run(folder => File.CreateSymbolicLink(Path.Combine(folder, "libwav2kp_torch.so"), s_shim)).ShouldContain("Failed: 0");

    /// <summary>Runs one test of this assembly with WAV2KP_NATIVE naming a folder; gives what it wrote.</summary>
    private static string Run(Action<string> prepare)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("wav2kp native ");
        try
        {
            prepare(folder.FullName);
            var start = new ProcessStartInfo("dotnet")
            {
                ArgumentList = { typeof(NativeLibraryTests).Assembly.Location, "-noColor", "-method", $"{typeof(RandomTests).FullName}.{nameof(RandomTests.Threads_are_set)}" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["WAV2KP_NATIVE"] = folder.FullName;
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit(TimeSpan.FromMinutes(2)).ShouldBeTrue();
            return output + errors.Result;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
