using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Orchestration;
using Shouldly;

namespace Aspire.Hosting.Tests;

/// <summary>The test application's AppHost, run as a process of its own.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(180);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _outputs;

    private AppHostProcess(Process process, string data)
    {
        _process = process;
        Data = data;
        _outputs = Task.WhenAll(CollectAsync(process.StandardOutput), CollectAsync(process.StandardError));
    }

    public string Data { get; }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it on a data folder, as root or whoever runs the tests, or as another user if one is given.</summary>
    public static AppHostProcess Start(string data, string[] args, string? user = null)
    {
        string framework = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string assembly = Path.Combine(
            RepositoryRoot, "tests", "infra", "TestApplication", "AppHost", "bin", configuration, framework, "TestApplication.AppHost.dll");
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        if (user is not null)
        {
            // the capability lets it read a checkout in a folder that is closed to others
            start.FileName = "setpriv";
            foreach (string argument in new[] { $"--reuid={user}", "--regid=nogroup", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "dotnet" })
            {
                start.ArgumentList.Add(argument);
            }
            start.Environment["HOME"] = Path.GetDirectoryName(data);
        }
        foreach (string argument in (string[])[assembly, "--data", data, .. args])
        {
            start.ArgumentList.Add(argument);
        }
        return new AppHostProcess(Process.Start(start)!, data);
    }

    public async Task<AppHostProcess> UntilUpAsync(CancellationToken cancellationToken)
    {
        await UntilAsync(() => Output.Contains("are up after", StringComparison.Ordinal), cancellationToken);
        return this;
    }

    /// <summary>Waits until something is so, and fails with the output if it is not within three minutes.</summary>
    public async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > s_timeout || _process.HasExited)
            {
                throw new TimeoutException($"It did not happen (exited: {_process.HasExited}). The output:\n{Output}");
            }
            await Task.Delay(50, cancellationToken);
        }
    }

    public Resource Read(string name)
    {
        using JsonDocument state = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "apphost.json")));
        foreach (JsonElement resource in state.RootElement.GetProperty("resources").EnumerateArray())
        {
            if (resource.GetProperty("name").GetString() == name)
            {
                return new Resource(
                    resource.GetProperty("state").GetString()!,
                    resource.TryGetProperty("health", out JsonElement health) ? health.GetString() : null,
                    resource.TryGetProperty("pid", out JsonElement pid) ? pid.GetInt32() : null,
                    resource.TryGetProperty("endpoint", out JsonElement endpoint) ? endpoint.GetString() : null,
                    resource.GetProperty("restarts").GetInt32());
            }
        }
        throw new InvalidOperationException($"apphost.json has no resource '{name}'.");
    }

    public void Signal(int signal) => Posix.Kill(Id, signal).ShouldBeTrue();

    /// <summary>All processes below the AppHost, with the watchdog.</summary>
    public HashSet<int> Descendants()
    {
        Dictionary<int, int> parents = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid) && ReadParent(pid) is { } parent)
            {
                parents[pid] = parent;
            }
        }
        HashSet<int> found = [Id];
        int before;
        do
        {
            before = found.Count;
            found.UnionWith(parents.Where(pair => found.Contains(pair.Value)).Select(pair => pair.Key));
        }
        while (found.Count > before);
        found.Remove(Id);
        return found;
    }

    /// <summary>Whether a process runs; one that has ended and only waits for its parent's notice does not.</summary>
    public static bool IsAlive(int pid) => ReadStat(pid) is { } stat && stat[0] is not ("Z" or "X");

    public async Task<int> UntilExitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(timeout, cancellationToken);
        await Task.WhenAny(_outputs, Task.Delay(TimeSpan.FromSeconds(10), cancellationToken));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Posix.Kill(Id, Posix.SigTerm);
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(20)));
            if (!_process.HasExited)
            {
                _process.Kill();
            }
        }
        _process.Dispose();
    }

    internal static string RepositoryRoot
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Wav2Kp.sln")))
            {
                folder = folder.Parent;
            }
            return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run from a checkout.");
        }
    }

    private static int? ReadParent(int pid) =>
        ReadStat(pid) is { } stat ? int.Parse(stat[1], CultureInfo.InvariantCulture) : null;

    /// <summary>The fields of /proc/PID/stat behind the program's name: state, parent, ….</summary>
    private static string[]? ReadStat(int pid)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task CollectAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }

    internal sealed record Resource(string State, string? Health, int? Pid, string? Endpoint, int Restarts);
}
