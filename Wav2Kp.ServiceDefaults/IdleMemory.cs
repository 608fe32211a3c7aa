using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Wav2Kp.ServiceDefaults;

/// <summary>
/// Gives memory back to the machine when the service comes to rest after work: six services share a laptop, and neither the garbage
/// collector nor the C library, which holds what images and tensors took, does so by itself; nor does anyone let go of the tables and the code of
/// assemblies and libraries, most of which only starting and the first work read.
/// </summary>
internal sealed partial class IdleMemory(IEnumerable<IIdleResource> resources) : BackgroundService
{
    // glibc alone has it
    private static readonly bool s_isGlibc =
        NativeLibrary.TryLoad("libc.so.6", out nint libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out _) && NativeLibrary.TryGetExport(libc, "dlopen", out _);

    private const int DontNeed = 4; // MADV_DONTNEED
    private const int Lazy = 1, NoLoad = 4; // RTLD_LAZY, RTLD_NOLOAD

    // libraries that stay loaded for good
    private static readonly HashSet<string> s_kept = [];

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
                foreach (IIdleResource resource in resources)
                {
                    resource.Release();
                }
                Trim();
                trimmed = used = Used;
            }
            before = used;
        }
    }

    /// <summary>Gives back what is not needed now.</summary>
    internal static void Trim()
    {
        if (OperatingSystem.IsLinux())
        {
            LetGoOfCode();
        }
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (s_isGlibc)
        {
            _ = MallocTrim(0);
        }
    }

    /// <summary>
    /// Takes tables and code of assemblies and libraries out of this process: half of an idle service. The kernel keeps them in its cache for as
    /// long as it has memory for them, and whatever is touched again is there again without the disk.
    /// </summary>
    private static void LetGoOfCode()
    {
        // what is loaded for good stays where it is: what the list below says of it is still true when the kernel is told
        HashSet<string> loaded = [.. AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsCollectible && !a.IsDynamic).Select(a => a.Location)];
        KeepLibraries();
        (nuint Start, nuint End) pages = default;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            // (a mapping)
            // Size:                 64 kB
            // Anonymous:             0 kB
            if (char.IsAsciiHexDigitLower(line[0]))
            {
                string[] mapping = Fields(line);
                bool isCode = mapping is [_, [_, '-', ..], _, _, _, string file] && (loaded.Contains(file) || s_kept.Contains(file));
                pages = isCode ? Range(mapping[0]) : default;
            }
            else if (pages.End != 0 && line.StartsWith("Anonymous:", StringComparison.Ordinal) && line.EndsWith(" 0 kB", StringComparison.Ordinal))
            {
                // no page is another than the file's: nothing was ever written there. An advice: where the kernel does not take it, all stays as it is
                _ = MemoryAdvice(pages.Start, pages.End - pages.Start, DontNeed);
            }
        }

        static (nuint Start, nuint End) Range(string text)
        {
            int dash = text.IndexOf('-', StringComparison.Ordinal);
            return (Address(text.AsSpan(0, dash)), Address(text.AsSpan(dash + 1)));
        }

        static nuint Address(ReadOnlySpan<char> text) => nuint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>Sees to it that no library that is in use now is unloaded any more.</summary>
    private static void KeepLibraries()
    {
        if (!s_isGlibc)
        {
            return;
        }
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            if (Fields(line) is [_, _, _, _, _, string file] && file.Contains(".so", StringComparison.Ordinal) && !s_kept.Contains(file) && OpenLibrary(file, Lazy | NoLoad) != 0)
            {
                s_kept.Add(file);
            }
        }
    }

    // 7f0000000000-7f0000010000 r--s 00000000 08:01 1234    /folder/file
    private static string[] Fields(string mapping) => mapping.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);

    private static TimeSpan Used => Environment.CpuUsage.TotalTime;

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    [LibraryImport("libc.so.6", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenLibrary(string file, int flags);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvice(nuint address, nuint length, int advice);
}
