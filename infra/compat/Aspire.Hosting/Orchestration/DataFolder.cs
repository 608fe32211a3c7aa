using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Aspire.Hosting.Orchestration;

/// <summary>The folder that holds all data of one application, and the lock that keeps a second AppHost out.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly SafeFileHandle _lock;

    private DataFolder(string path, SafeFileHandle lockFile)
    {
        Path = path;
        _lock = lockFile;
        Directory.CreateDirectory(LogFolder, OwnerOnly);
    }

    public string Path { get; }

    public string LogFolder => System.IO.Path.Combine(Path, "logs");

    public string StateFile => System.IO.Path.Combine(Path, "apphost.json");

    private string LockFile => LockFileOf(Path);

    /// <summary>The full path of the data folder; by default one per user, and the system's for root, whose home others
    /// cannot enter: the servers run as an unprivileged user then.</summary>
    public static string PathFor(string? configured)
    {
        configured ??= Environment.GetEnvironmentVariable("WAV2KP_DATA");
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return System.IO.Path.GetFullPath(configured);
        }
        if (Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("XDG_DATA_HOME") is null or "")
        {
            return "/var/lib/wav2kp";
        }
        return System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "wav2kp");
    }

    /// <summary>Creates the folder where it is missing, and locks it.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be written, or another AppHost uses it.</exception>
    public static DataFolder Acquire(string path)
    {
        try
        {
            // root's servers run as another user, who must be able to pass through
            Directory.CreateDirectory(path, Environment.IsPrivilegedProcess ? Passable : OwnerOnly);
            return new DataFolder(path, Lock(LockFileOf(path), path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException(
                $"The data folder {path} cannot be used: {exception.Message} Choose another with --data.", exception);
        }
    }

    public void Dispose()
    {
        File.Delete(LockFile);
        _lock.Dispose();
    }

    private static string LockFileOf(string path) => System.IO.Path.Combine(path, "apphost.lock");

    private static SafeFileHandle Lock(string path, string folder)
    {
        while (true)
        {
            SafeFileHandle file = Posix.Open(path);
            if (!Posix.TryLock(file))
            {
                string owner = Read(file).Split('\n')[0];
                file.Dispose();
                throw new DistributedApplicationException(
                    $"Another AppHost (pid {(owner.Length == 0 ? "unknown" : owner)}) uses the data folder {folder}. "
                    + "Stop it with './wav2kp down', or choose another folder with --data.");
            }
            string mine = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{Guid.NewGuid():N}\n");
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(mine), 0);
            // the last owner may have deleted the file between our open and our lock
            using SafeFileHandle again = Posix.Open(path);
            if (Read(again) == mine)
            {
                return file;
            }
            file.Dispose();
        }
    }

    private static string Read(SafeFileHandle file)
    {
        byte[] bytes = new byte[128];
        return Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
    }
}
