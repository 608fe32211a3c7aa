using System.Runtime;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Wav2Kp.ServiceDefaults;

/// <summary>
/// Gives memory back to the machine when the service comes to rest after work: six services share a laptop, and neither the garbage
/// collector nor the C library, which holds what images and tensors took, does so by itself.
/// </summary>
internal sealed partial class IdleMemory : BackgroundService
{
    // glibc alone has it
    private static readonly bool s_hasMallocTrim =
        NativeLibrary.TryLoad("libc.so.6", out nint libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out _);

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    // at rest: less than this share of a processor; and there is something to give back only after so much work
    private const double RestingShare = 0.03;
    private static readonly TimeSpan s_work = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_interval);
        TimeSpan before = Used, trimmed = TimeSpan.Zero;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            TimeSpan used = Used;
            if (used - before < RestingShare * s_interval && used - trimmed > s_work)
            {
                Trim();
                trimmed = used = Used;
            }
            before = used;
        }
    }

    /// <summary>Gives back what is not needed now.</summary>
    internal static void Trim()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (s_hasMallocTrim)
        {
            _ = MallocTrim(0);
        }
    }

    private static TimeSpan Used => Environment.CpuUsage.TotalTime;

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
