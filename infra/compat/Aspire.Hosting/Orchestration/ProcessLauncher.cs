using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts processes that do not outlive the AppHost.</summary>
/// <remarks>
/// Each child asks the kernel for a signal at its parent's death (<c>setpriv --pdeathsig</c>). Linux means the parent
/// <em>thread</em>, so that one thread, which ends with the AppHost only, starts them all. Each child leads a session of
/// its own: Ctrl-C in a terminal reaches the AppHost alone, which then stops them in order, and its own children can be
/// signalled with it. What slips through (grandchildren, a parent that dies in mid-fork) is found by the run's mark in
/// its environment: see <see cref="RunMark"/>.
/// </remarks>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly RunMark _mark;

    public ProcessLauncher(RunMark mark)
    {
        _mark = mark;
        new Thread(Work) { IsBackground = true, Name = "process launcher" }.Start();
    }

    /// <summary>Starts a process, whose lines of output go to the log.</summary>
    /// <exception cref="DistributedApplicationException">The program cannot be run.</exception>
    public async Task<ChildProcess> StartAsync(LaunchSpec spec, ResourceLog log)
    {
        TaskCompletionSource<ChildProcess> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(new ChildProcess(Start(spec), spec, log));
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return await started.Task.ConfigureAwait(false);
    }

    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        foreach (Action work in _work.GetConsumingEnumerable())
        {
            work();
        }
        // the children get their signal when this thread ends: it must not end before the process
        Thread.Sleep(Timeout.Infinite);
    }

    private Process Start(LaunchSpec spec)
    {
        if (!Directory.Exists(spec.WorkingDirectory))
        {
            throw new DistributedApplicationException($"The working directory {spec.WorkingDirectory} does not exist.");
        }
        string program = FindProgram(spec.FileName, spec.WorkingDirectory)
            ?? throw new DistributedApplicationException($"The program '{spec.FileName}' was not found.");
        ProcessStartInfo start = new("setsid")
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("setpriv");
        start.ArgumentList.Add("--pdeathsig");
        start.ArgumentList.Add(spec.StopSignal == Posix.SigInt ? "INT" : "TERM");
        if (spec.User is { } user)
        {
            start.ArgumentList.Add($"--reuid={user.Id.ToString(CultureInfo.InvariantCulture)}");
            start.ArgumentList.Add($"--regid={user.Group.ToString(CultureInfo.InvariantCulture)}");
            start.ArgumentList.Add("--init-groups");
            start.ArgumentList.Add("--no-new-privs");
        }
        start.ArgumentList.Add("--");
        start.ArgumentList.Add(program);
        foreach (string argument in spec.Arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach ((string name, string? value) in spec.Environment)
        {
            start.Environment[name] = value;
        }
        start.Environment[RunMark.Variable] = _mark.Value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new DistributedApplicationException(
                $"'setsid' and 'setpriv' of the package util-linux are needed to start '{spec.FileName}': {exception.Message}", exception);
        }
    }

    /// <summary>The full path of a program: relative to the folder if it holds a slash, else on the PATH.</summary>
    private static string? FindProgram(string name, string folder)
    {
        IEnumerable<string> candidates = name.Contains('/', StringComparison.Ordinal)
            ? [Path.GetFullPath(name, folder)]
            : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(place => Path.Combine(place, name));
        return candidates.FirstOrDefault(File.Exists);
    }
}
