using System.Diagnostics;

namespace Aspire.Hosting.Orchestration;

/// <summary>A shell that outlives the AppHost by a few seconds: when the AppHost is killed, it ends what is left.</summary>
internal sealed class Watchdog : IDisposable
{
    // The standard input ends without a word when the AppHost is killed. Then: ask, wait five seconds, kill.
    private const string Script = """
        if read -r farewell; then exit 0; fi
        mark=$1
        members() {
            for environment in /proc/[0-9]*/environ; do
                if grep -qzxF "$mark" "$environment" 2>/dev/null; then
                    process=${environment#/proc/}
                    echo "${process%/environ}"
                fi
            done
        }
        left=$(members)
        if [ -n "$left" ]; then kill -TERM $left 2>/dev/null; fi
        tries=0
        while [ -n "$left" ] && [ $tries -lt 25 ]; do
            sleep 0.2
            tries=$((tries + 1))
            left=$(members)
        done
        if [ -n "$left" ]; then kill -KILL $left 2>/dev/null; fi
        exit 0
        """;

    private readonly Process _process;

    public Watchdog(RunMark mark)
    {
        ProcessStartInfo start = new("setsid") { RedirectStandardInput = true, WorkingDirectory = "/" };
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add("apphost-watchdog");
        start.ArgumentList.Add($"{RunMark.Variable}={mark.Value}");
        _process = Process.Start(start)
            ?? throw new DistributedApplicationException("The watchdog cannot be started.");
    }

    public int Id => _process.Id;

    /// <summary>Tells it that all is stopped, and waits until it is gone.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.WriteLine("stopped");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // somebody killed it: then it needs no telling
        }
        _process.WaitForExit(TimeSpan.FromSeconds(2));
        _process.Dispose();
    }
}
