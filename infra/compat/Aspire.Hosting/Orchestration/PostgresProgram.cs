using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A PostgreSQL server of the machine with a cluster of its own.</summary>
internal sealed class PostgresProgram(
    PostgresServerResource resource,
    string dataFolder,
    ProcessLauncher launcher,
    ResourceLog log,
    DistributedApplicationExecutionContext executionContext) : IProgram
{
    private const string Install = "PostgreSQL is not installed: run './wav2kp setup', or install the Debian package postgresql-15.";

    private static readonly TimeSpan s_initTimeout = TimeSpan.FromSeconds(90);

    private readonly string _folder = Path.Combine(dataFolder, resource.Name);

    private string Cluster => Path.Combine(_folder, "data");

    public async Task<LaunchSpec> PrepareAsync(CancellationToken cancellationToken)
    {
        ServerUser? user = ServerUser.Choose("postgres", "nobody");
        ServerUser.CreateFolder(_folder, user);
        string binaries = FindBinaries();
        if (!File.Exists(Path.Combine(Cluster, "PG_VERSION")))
        {
            await InitialiseAsync(binaries, user, cancellationToken).ConfigureAwait(false);
        }
        await ClearStaleServerAsync().ConfigureAwait(false);
        List<string> arguments =
        [
            "-D", Cluster,
            "-c", "listen_addresses=127.0.0.1",
            "-c", string.Create(CultureInfo.InvariantCulture, $"port={resource.PrimaryEndpoint.Port}"),
            // clients come by TCP: a socket file would only be one more thing to place and to clear
            "-c", "unix_socket_directories=",
            "-c", "logging_collector=off",
            "-c", "max_connections=200",
        ];
        arguments.AddRange(await ResourceSettings.ArgumentsAsync(resource, cancellationToken).ConfigureAwait(false));
        Dictionary<string, string?> environment =
            await ResourceSettings.EnvironmentAsync(resource, executionContext, cancellationToken).ConfigureAwait(false);
        foreach ((string name, string? value) in CleanEnvironment())
        {
            environment.TryAdd(name, value);
        }
        return new LaunchSpec
        {
            FileName = Path.Combine(binaries, "postgres"),
            Arguments = arguments,
            WorkingDirectory = _folder,
            Environment = environment,
            User = user,
            // SIGINT is "fast shutdown": sessions are ended, not waited for
            StopSignal = Posix.SigInt,
        };
    }

    private static Dictionary<string, string?> CleanEnvironment()
    {
        Dictionary<string, string?> environment = new() { ["LC_ALL"] = "C.UTF-8", ["LANG"] = null, ["NOTIFY_SOCKET"] = null };
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (name.StartsWith("PG", StringComparison.Ordinal))
            {
                environment[name] = null;
            }
        }
        return environment;
    }

    /// <summary>The folder of the server's programs: of the cluster's version if there is one, else of the newest.</summary>
    private string FindBinaries()
    {
        string versionFile = Path.Combine(Cluster, "PG_VERSION");
        string? version = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        const string Root = "/usr/lib/postgresql";
        IEnumerable<string> candidates = version is not null
            ? [Path.Combine(Root, version, "bin")]
            : Directory.Exists(Root)
                ? Directory.GetDirectories(Root)
                    .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int number) ? number : 0)
                    .Select(folder => Path.Combine(folder, "bin"))
                : [];
        return candidates.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new DistributedApplicationException(version is null
                ? Install
                : $"The database in {Cluster} was made by PostgreSQL {version}, which is not installed: "
                    + $"install the package postgresql-{version}, or choose another data folder with --data.");
    }

    private async Task InitialiseAsync(string binaries, ServerUser? user, CancellationToken cancellationToken)
    {
        string unfinished = Cluster + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }
        string passwordFile = Path.Combine(_folder, "password.new");
        string password = await resource.PasswordParameter.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "";
        ServerUser.WriteFile(passwordFile, password + "\n", user);
        try
        {
            ChildProcess initdb = await launcher.StartAsync(
                new LaunchSpec
                {
                    FileName = Path.Combine(binaries, "initdb"),
                    Arguments =
                    [
                        "-D", unfinished, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256",
                        $"--username={await resource.UserNameReference.GetValueAsync(cancellationToken).ConfigureAwait(false)}",
                        $"--pwfile={passwordFile}",
                    ],
                    WorkingDirectory = _folder,
                    Environment = CleanEnvironment(),
                    User = user,
                },
                log).ConfigureAwait(false);
            int code;
            try
            {
                code = await initdb.Exited.WaitAsync(s_initTimeout, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                code = -1;
            }
            finally
            {
                await initdb.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
            }
            if (code != 0)
            {
                throw new DistributedApplicationException(
                    $"initdb could not create a database cluster in {_folder}: {string.Join(' ', log.LastLines.TakeLast(2))}");
            }
            Directory.Move(unfinished, Cluster);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    /// <summary>Ends what a killed server has left running in the cluster (its sessions notice its death within
    /// moments, but a new server refuses to start before they are gone), and removes its lock file.</summary>
    private async Task ClearStaleServerAsync()
    {
        for (int attempt = 0; ; attempt++)
        {
            List<int> users = FindUsers();
            if (users.Count == 0)
            {
                File.Delete(Path.Combine(Cluster, "postmaster.pid"));
                return;
            }
            if (attempt == 100)
            {
                throw new DistributedApplicationException(
                    $"Processes of an earlier PostgreSQL server still use {Cluster}: {string.Join(", ", users)}. Stop them, then start again.");
            }
            foreach (int pid in users)
            {
                Posix.Kill(pid, attempt < 50 ? Posix.SigInt : Posix.SigKill);
            }
            await Task.Delay(100).ConfigureAwait(false);
        }
    }

    /// <summary>The server's processes: they all have the cluster as their working directory.</summary>
    private List<int> FindUsers()
    {
        List<int> found = [];
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                try
                {
                    if (new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget == Cluster)
                    {
                        found.Add(pid);
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // gone meanwhile, or another user's
                }
            }
        }
        return found;
    }
}
