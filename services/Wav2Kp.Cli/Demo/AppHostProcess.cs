using System.Diagnostics;
using System.Runtime.InteropServices;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Demo;

/// <summary>The platform, started for the demo and stopped with it: even when this process is killed, because that ends the platform's standard input.</summary>
internal sealed partial class AppHostProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private bool _keep;

    private AppHostProcess(Process process, Uri studio)
    {
        _process = process;
        Studio = studio;
    }

    /// <summary>The console's address.</summary>
    public Uri Studio { get; }

    /// <summary>Starts the AppHost on a data folder and waits until everything is healthy.</summary>
    /// <exception cref="CliException">It did not start; the message says why and where its log is.</exception>
    public static async Task<AppHostProcess> StartAsync(
        string dataFolder, string? landmarkModel, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        string log = Path.Combine(dataFolder, "apphost.log");
        // A session of its own: Ctrl-C reaches this process alone, which then stops the platform in order.
        ProcessStartInfo start = new("setsid") { RedirectStandardInput = true };
        foreach (string argument in (string[])["sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, "dotnet", FindAppHost(), "--data", dataFolder, "--port", "0", "--ends-with-input", "true"])
        {
            start.ArgumentList.Add(argument);
        }
        if (landmarkModel is not null)
        {
            start.ArgumentList.Add("--landmark-model");
            start.ArgumentList.Add(landmarkModel);
        }
        Process process = Process.Start(start) ?? throw new CliException("The AppHost could not be started.");
        long begun = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                if (process.HasExited)
                {
                    throw new CliException($"The platform did not start (exit code {process.ExitCode}): {Failure(log)}\nIts log: {log}");
                }
                if (PlatformAddress.ReadState(dataFolder) is { } state && state.Pid == process.Id)
                {
                    int healthy = state.Resources.Count(r => r.IsUp);
                    progress.Report(new StageProgress((double)healthy / Math.Max(1, state.Resources.Count), $"{healthy} of {state.Resources.Count} ready"));
                    if (state is { State: "Running", Studio: { } url } && healthy == state.Resources.Count)
                    {
                        return new AppHostProcess(process, new Uri(url));
                    }
                }
                if (Stopwatch.GetElapsedTime(begun) > s_startLimit)
                {
                    throw new CliException($"The platform was not ready after {s_startLimit.TotalMinutes:0} minutes. Its log: {log}");
                }
                await Task.Delay(100, cancellationToken);
            }
        }
        catch
        {
            await StopAsync(process);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Leaves it running, when this process has ended too.</summary>
    public void Keep()
    {
        _keep = true;
        _process.StandardInput.WriteLine("keep");
        _process.StandardInput.Flush();
    }

    /// <summary>Stops it in order.</summary>
    public Task StopAsync() => StopAsync(_process);

    public async ValueTask DisposeAsync()
    {
        if (!_keep)
        {
            await StopAsync();
        }
        _process.Dispose();
    }

    private static async Task StopAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }
        Kill(process.Id, SigTerm);
        using CancellationTokenSource limit = new(s_stopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string FindAppHost()
    {
        // …/services/Wav2Kp.Cli/bin/<configuration>/<framework>/ → …/Wav2Kp.AppHost/bin/<configuration>/<framework>/
        DirectoryInfo output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string build = Path.Combine(output.Parent!.Name, output.Name);
        for (DirectoryInfo? folder = output; folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "Wav2Kp.AppHost", "bin", build, "Wav2Kp.AppHost.dll");
            if (File.Exists(path))
            {
                return path;
            }
        }
        throw new CliException("The AppHost is not built beside this program. Run ./wav2kp setup, or use --local FOLDER.");
    }

    // what the AppHost says of the first resource that failed, with the indented lines below it: the others only follow from it
    private static string Failure(string log)
    {
        if (!File.Exists(log))
        {
            return "it wrote no log.";
        }
        string[] lines = [.. File.ReadLines(log).Where(l => l.Length > 0)];
        int first = Array.FindIndex(lines, l => l.StartsWith("The resource '", StringComparison.Ordinal) && l.Contains("failed to start", StringComparison.Ordinal));
        IEnumerable<string> told = first < 0 ? lines.TakeLast(5) : lines.Skip(first + 1).TakeWhile(l => l[0] == ' ').Prepend(lines[first]);
        return string.Join('\n', told);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
