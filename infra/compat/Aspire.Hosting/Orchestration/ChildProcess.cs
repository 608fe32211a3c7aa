using System.Diagnostics;

namespace Aspire.Hosting.Orchestration;

/// <summary>A process that was started, with the group of processes that it leads.</summary>
internal sealed class ChildProcess
{
    private readonly Process _process;
    private readonly LaunchSpec _spec;

    public ChildProcess(Process process, LaunchSpec spec, ResourceLog log)
    {
        _process = process;
        _spec = spec;
        Id = process.Id;
        process.StandardInput.Close();
        Task output = log.PumpAsync(process.StandardOutput);
        Task error = log.PumpAsync(process.StandardError);
        Exited = ExitAsync(Task.WhenAll(output, error));
    }

    public int Id { get; }

    /// <summary>The exit code (128 + the signal's number for one that was killed), once it has ended and its last
    /// lines are in the log.</summary>
    public Task<int> Exited { get; }

    /// <summary>Asks the process to stop, and kills it and its group if it has not within the time given.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!Exited.IsCompleted)
        {
            Posix.Kill(Id, _spec.StopSignal);
            await Task.WhenAny(Exited, Task.Delay(grace)).ConfigureAwait(false);
        }
        if (!Exited.IsCompleted)
        {
            // by itself too: a moment after its start it leads no group yet
            Posix.Kill(Id, Posix.SigKill);
        }
        KillGroup();
        await Exited.ConfigureAwait(false);
    }

    private void KillGroup() => Posix.Kill(-Id, Posix.SigKill);

    private async Task<int> ExitAsync(Task outputs)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        int code = _process.ExitCode;
        // its own children go with it, and with them the other ends of the output's pipes
        KillGroup();
        await Task.WhenAny(outputs, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
        _process.Dispose();
        return code;
    }
}
