using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Wav2Kp.Cli.Tests;

/// <summary>The command line as a process of its own, as a user runs it.</summary>
internal static class CliProcess
{
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(_ => Task.CompletedTask, arguments);

    /// <summary>Runs it while something else happens that knows its process.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(Func<int, Task> meanwhile, params string[] arguments)
    {
        // where tests run in the background of a shell, Ctrl-C is ignored by all that they start
        ProcessStartInfo start = new("env", ["--default-signal=INT", "dotnet"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "wav2kp.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment.Remove("WAV2KP_API");
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration kill = TestContext.Current.CancellationToken.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await meanwhile(process.Id);
        string error = await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    public static async Task<JsonElement> JsonAsync(int exitCode, params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync([.. arguments, "--json"]);
        Assert.True(code == exitCode, $"exit code {code}: {error}{output}");
        return JsonSerializer.Deserialize<JsonElement>(output);
    }
}
