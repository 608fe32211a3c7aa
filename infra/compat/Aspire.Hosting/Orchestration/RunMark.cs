using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Aspire.Hosting.Orchestration;

/// <summary>The mark that all processes of one run carry in their environment, and their children inherit: by it
/// whatever is left of a run is found, whoever started it.</summary>
internal sealed class RunMark(string dataFolder)
{
    public const string Variable = "ASPIRE_LOCAL_RUN";

    private readonly string _run = Guid.NewGuid().ToString("N");

    public string Value => Of(dataFolder) + _run;

    /// <summary>The live processes of this run.</summary>
    public IReadOnlyList<int> FindProcesses() => Find(Variable + "=" + Value);

    /// <summary>The live processes of any run on this data folder.</summary>
    public static IReadOnlyList<int> FindProcesses(string dataFolder) => Find(Variable + "=" + Of(dataFolder));

    private static string Of(string dataFolder) => dataFolder + "|";

    private static List<int> Find(string entry)
    {
        byte[] prefix = Encoding.UTF8.GetBytes(entry);
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && Matches(folder, prefix))
            {
                found.Add(pid);
            }
        }
        return found;
    }

    private static bool Matches(string folder, byte[] prefix)
    {
        byte[] environment;
        try
        {
            environment = File.ReadAllBytes(Path.Combine(folder, "environ"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // gone meanwhile, or another user's: no child of ours
            return false;
        }
        ReadOnlySpan<byte> rest = environment;
        while (!rest.IsEmpty)
        {
            if (rest.StartsWith(prefix))
            {
                return true;
            }
            int end = rest.IndexOf((byte)0);
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return false;
    }
}
