using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Wav2Kp.Benchmarks;

/// <summary>What the kernel counts for this process and for its finished children.</summary>
internal static partial class ResourceUsage
{
    private const int Self = 0, Children = -1;

    /// <summary>The figures from this process's start until now.</summary>
    public static ProcessFigures Now()
    {
        Usage own = Of(Self), children = Of(Children);
        using Process process = Process.GetCurrentProcess();
        return new ProcessFigures(own.CpuSeconds + children.CpuSeconds, own.PeakMegabytes, children.PeakMegabytes, (DateTime.Now - process.StartTime).TotalSeconds);
    }

    private static unsafe Usage Of(int who)
    {
        // struct rusage of Linux, 64 bits: two timevals, then ru_maxrss in KiB; room for the rest
        long* values = stackalloc long[32];
        if (GetUsage(who, values) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        return new Usage(values[0] + values[2] + ((values[1] + values[3]) / 1e6), values[4] / 1024.0);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static unsafe partial int GetUsage(int who, long* usage);

    private readonly record struct Usage(double CpuSeconds, double PeakMegabytes);
}
