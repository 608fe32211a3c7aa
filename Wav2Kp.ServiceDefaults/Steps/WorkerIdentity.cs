using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wav2Kp.ServiceDefaults;

/// <summary>
/// The name under which a process holds leases: <c>service@host:pid/realm/start</c>. Another process on the same running system can
/// tell from it for certain that the process is gone, so that the steps of a killed service need not wait for their leases to run out.
/// </summary>
/// <remarks>
/// <c>realm</c> stands for the boot and the process namespace: a process id means something only within them. <c>start</c> is the
/// process's start in clock ticks since boot, which tells it from a later process of the same id.
/// </remarks>
internal sealed record WorkerIdentity(string Name)
{
    private static readonly string? s_realm = Realm();

    /// <summary>The identity of this process.</summary>
    public static WorkerIdentity Of(string service)
    {
        string host = Environment.MachineName.Replace('/', '-');
        return s_realm is not null && StartOf(Environment.ProcessId) is { } start
            ? new WorkerIdentity(string.Create(CultureInfo.InvariantCulture, $"{service}@{host}:{Environment.ProcessId}/{s_realm}/{start}"))
            : new WorkerIdentity(string.Create(CultureInfo.InvariantCulture, $"{service}@{host}:{Environment.ProcessId}/{Guid.NewGuid():N}"));
    }

    /// <summary>Whether a worker is gone for certain. False where that cannot be known: on another machine, in another container.</summary>
    public static bool IsGone(string worker)
    {
        string[] parts = worker.Split('/');
        int colon = parts[0].LastIndexOf(':');
        return s_realm is not null && parts.Length == 3 && parts[1] == s_realm && colon >= 0
            && int.TryParse(parts[0].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            && StartOf(pid)?.ToString(CultureInfo.InvariantCulture) != parts[2];
    }

    private static string? Realm()
    {
        const string BootId = "/proc/sys/kernel/random/boot_id";
        FileInfo processNamespace = new("/proc/self/ns/pid");
        return File.Exists(BootId) && processNamespace.LinkTarget is { } link
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadAllText(BootId).Trim() + link)))[..12]
            : null;
    }

    // Field 22 of /proc/pid/stat; the second field, the program's name in parentheses, may itself hold spaces and parentheses.
    private static long? StartOf(int pid)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            bool running = fields[0] is not ("Z" or "X");
            return running ? long.Parse(fields[19], CultureInfo.InvariantCulture) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }
}
