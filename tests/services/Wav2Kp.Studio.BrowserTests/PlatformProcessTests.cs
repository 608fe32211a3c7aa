using System.Diagnostics;
using Shouldly;
using Wav2Kp.Cli.Workspaces;
using Xunit;

namespace Wav2Kp.Studio.BrowserTests;

/// <summary>A platform that a program has started for itself, as the demo and these tests do.</summary>
public sealed class PlatformProcessTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_platform_ends_with_the_demo_that_was_killed()
    {
        // PostgreSQL's own user must get into it
        string data = Path.Combine(Path.GetTempPath(), $"wav2kp-killed-{Guid.NewGuid():N}");
        Directory.CreateDirectory(data);
        using Process demo = Process.Start("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "wav2kp.dll"), "demo", "--data", data, "--videos", Path.GetDirectoryName(ConsoleFixture.Clips(0, 1)[0])!, "--clips", "3"]);
        AppHostState? state = null;
        try
        {
            await UntilAsync(
                () => (state = PlatformAddress.ReadState(data))?.Resources.Any(r => r is { State: "Running", Pid: > 0 }) == true || demo.HasExited, () => "nothing was started");
            demo.HasExited.ShouldBeFalse();
        }
        finally
        {
            demo.Kill(); // SIGKILL, of it alone
            await demo.WaitForExitAsync(Cancel);
        }
        // whatever was started since the state was read goes with the AppHost
        int[] processes = [state!.Pid, .. state.Resources.Select(r => r.Pid).OfType<int>()];
        await UntilAsync(() => !processes.Any(IsAlive) && PlatformAddress.ReadState(data) is null, () => $"of {string.Join(", ", processes)} these live: {string.Join(", ", processes.Where(IsAlive))}");
        Directory.Delete(data, recursive: true);
    }

    private static async Task UntilAsync(Func<bool> holds, Func<string> matter)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(s_patience, matter());
            await Task.Delay(100, Cancel);
        }
    }

    // one that has ended and waits for whoever looks after orphans is no burden any more
    private static bool IsAlive(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart()[0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
