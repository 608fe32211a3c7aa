using System.Diagnostics;
using System.Runtime.InteropServices;
using Wav2Kp.Cli;

namespace Wav2Kp.Benchmarks;

/// <summary>A program that is run to its end, or ended when the measurement is cancelled.</summary>
internal static partial class ChildProcess
{
    private const int SigTerm = 15;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a program and gives what it wrote to standard output.</summary>
    /// <exception cref="CliException">It cannot be started or failed; the message holds the end of what it said.</exception>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, string what, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Start(start, what);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }
        if (process.ExitCode != 0)
        {
            string said = string.Join('\n', (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(12));
            throw new CliException($"{what} failed (exit code {process.ExitCode}):\n{said}");
        }
        return await output;
    }

    private static Process Start(ProcessStartInfo start, string what)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new CliException($"{what} cannot be started: {exception.Message}", inner: exception);
        }
    }

    // asked first, so that it can end what it started itself
    private static async Task EndAsync(Process process)
    {
        _ = Kill(process.Id, SigTerm);
        using CancellationTokenSource limit = new(s_patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
