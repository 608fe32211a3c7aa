using System.Diagnostics;

namespace Aspire.Hosting.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <param name="owner">The user whom it belongs to, if not whoever runs the tests.</param>
    public TemporaryFolder(string? owner = null)
    {
        Path = Directory.CreateTempSubdirectory("wav2kp-apphost-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            // the servers' user passes through; the temporary folder itself is open to all
            File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
        }
        if (owner is not null)
        {
            using Process chown = Process.Start("chown", [owner, Path]);
            chown.WaitForExit();
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
