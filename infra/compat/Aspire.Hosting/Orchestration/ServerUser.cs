using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>The unprivileged user as whom a server runs when the AppHost runs as root.</summary>
internal sealed record ServerUser(string Name, uint Id, uint Group)
{
    /// <summary>The first of these users that the machine has; null when the AppHost is not root and needs none.</summary>
    public static ServerUser? Choose(params ReadOnlySpan<string> names)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }
        string[] lines = File.ReadAllLines("/etc/passwd");
        foreach (string name in names)
        {
            foreach (string line in lines)
            {
                string[] fields = line.Split(':');
                if (fields.Length >= 4 && fields[0] == name)
                {
                    return new ServerUser(
                        name, uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture));
                }
            }
        }
        throw new DistributedApplicationException(
            $"The servers do not run as root, and /etc/passwd has none of the users {string.Join(", ", names!)} to run them as.");
    }

    /// <summary>Creates a folder that belongs to the user, or to ourselves if there is none.</summary>
    public static void CreateFolder(string path, ServerUser? user)
    {
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (user is not null)
        {
            Posix.ChangeOwner(path, user.Id, user.Group);
            using Process probe = Process.Start(
                "setpriv", [$"--reuid={user.Id}", $"--regid={user.Group}", "--init-groups", "test", "-x", path]);
            probe.WaitForExit();
            if (probe.ExitCode != 0)
            {
                throw new DistributedApplicationException(
                    $"The user '{user.Name}', as whom the server runs because it does not run as root, cannot enter {path}: "
                    + "choose a data folder that others can pass through to, with --data.");
            }
        }
    }

    /// <summary>Writes a file that only the user can read, or only ourselves if there is none.</summary>
    public static void WriteFile(string path, string text, ServerUser? user)
    {
        File.Delete(path);
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (StreamWriter writer = new(path, options))
        {
            writer.Write(text);
        }
        if (user is not null)
        {
            Posix.ChangeOwner(path, user.Id, user.Group);
        }
    }
}
