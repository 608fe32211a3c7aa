using Microsoft.Extensions.Options;

namespace Wav2Kp.ServiceDefaults;

/// <summary>The temporary folders of attempts. What killed processes left behind is removed when a service starts.</summary>
internal sealed class WorkFolders
{
    private readonly string _own;

    public WorkFolders(IOptions<StepWorkerOptions> options, WorkerIdentity identity)
    {
        string root = options.Value.WorkFolder is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : Path.Combine(Path.GetTempPath(), $"wav2kp-{Environment.UserName}");
        _own = Path.Combine(root, Uri.EscapeDataString(identity.Name));
        if (Directory.Exists(root))
        {
            foreach (string leftover in Directory.EnumerateDirectories(root))
            {
                if (WorkerIdentity.IsGone(Uri.UnescapeDataString(Path.GetFileName(leftover))))
                {
                    Remove(leftover);
                }
            }
        }
    }

    public string Create(Guid step, int attempt) => Directory.CreateDirectory(Path.Combine(_own, $"{step:N}-{attempt}")).FullName;

    /// <summary>Deletes a folder. What a child process still holds open, or another service deletes at the same moment, is left to the next start.</summary>
    public static Exception? Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }
}
