using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A RabbitMQ broker of the machine with a node of its own.</summary>
/// <remarks>Erlang nodes find each other through a port mapper, epmd, which the first node starts as a daemon for all.
/// This broker has one of its own instead, on a port of its own: it can be named as it likes, and nothing is left when
/// it stops. All ports listen on loopback only.</remarks>
internal sealed class RabbitMQProgram(
    RabbitMQServerResource resource,
    string dataFolder,
    FreePorts ports,
    ProcessLauncher launcher,
    ResourceLog log,
    DistributedApplicationExecutionContext executionContext) : IProgram
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    // A quorum queue whose broker is killed soon after its declaration may come back wrong, since not all of it was on disk:
    // as a follower that nobody asked to lead, which would never answer without an election; or, above all one that was
    // deleted and declared again, as a name without a log, on which every operation would fail: it goes, so that it can be
    // declared again. The server's start script splits its arguments at spaces, hence none.
    private const string MendQuorumQueues =
        "spawn(fun()->rabbit:await_startup(),"
        + "[case(ra:members(amqqueue:get_pid(Q),300))of"
        + "{timeout,_}->ra:trigger_election(amqqueue:get_pid(Q));"
        + "{error,noproc}->rabbit_amqqueue:delete(Q,false,false,<<\"wav2kp\">>);"
        + "_->(ok)end"
        + "||Q<-rabbit_amqqueue:list(),amqqueue:get_type(Q)==rabbit_quorum_queue]end)";

    private readonly string _folder = Path.Combine(dataFolder, resource.Name);
    private readonly int _epmdPort = ports.Next();
    private readonly int _nodePort = ports.Next();
    private ChildProcess? _epmd;

    public async Task<LaunchSpec> PrepareAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Server))
        {
            throw new DistributedApplicationException(
                "RabbitMQ is not installed: run './wav2kp setup', or install the Debian package rabbitmq-server.");
        }
        ServerUser? user = ServerUser.Choose("rabbitmq", "nobody");
        ServerUser.CreateFolder(_folder, user);
        WriteSettings(user, await CredentialsAsync(cancellationToken).ConfigureAwait(false));
        await StartPortMapperAsync(user).ConfigureAwait(false);

        Dictionary<string, string?> environment =
            await ResourceSettings.EnvironmentAsync(resource, executionContext, cancellationToken).ConfigureAwait(false);
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            // a shell's own settings for another broker
            if (name.StartsWith("RABBITMQ_", StringComparison.Ordinal) || name.StartsWith("ERL_", StringComparison.Ordinal))
            {
                environment.TryAdd(name, null);
            }
        }
        foreach ((string name, string? value) in ServerEnvironment())
        {
            environment[name] = value;
        }
        return new LaunchSpec
        {
            FileName = Server,
            Arguments = [],
            WorkingDirectory = _folder,
            Environment = environment,
            User = user,
        };
    }

    public async Task CleanUpAsync()
    {
        if (_epmd is { } epmd)
        {
            _epmd = null;
            await epmd.StopAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
    }

    private static string Quote(string value) => "'" + value.Replace("'", "\\'", StringComparison.Ordinal) + "'";

    private Dictionary<string, string?> ServerEnvironment() => new()
    {
        ["HOME"] = _folder,
        ["LC_ALL"] = "C.UTF-8",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = _epmdPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_CRASH_DUMP_BYTES"] = "0",
        // makes the start script become the server, instead of staying as its parent
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["NOTIFY_SOCKET"] = null,
        ["RABBITMQ_NODENAME"] = $"{resource.Name}@localhost",
        ["RABBITMQ_DIST_PORT"] = _nodePort.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "rabbitmq-env.conf"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
        ["RABBITMQ_CONFIG_FILES"] = Path.Combine(_folder, "conf.d"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder, "advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "rabbitmq.pid"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} -eval " + MendQuorumQueues,
    };

    private async Task<(string User, string Password)> CredentialsAsync(CancellationToken cancellationToken) =>
        (await resource.UserNameReference.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "",
            await resource.PasswordParameter.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "");

    private void WriteSettings(ServerUser? user, (string User, string Password) credentials)
    {
        string settings = string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{resource.PrimaryEndpoint.Port}
            log.console = true
            log.console.level = warning
            log.file = false

            """);
        ServerUser.WriteFile(Path.Combine(_folder, "rabbitmq.conf"), settings, user);
        // the user is made with the first start's database; the classic format takes any character in a password
        string advanced = $"[{{rabbit, [{{default_user, {Binary(credentials.User)}}}, {{default_pass, {Binary(credentials.Password)}}}]}}].\n";
        ServerUser.WriteFile(Path.Combine(_folder, "advanced.config"), advanced, user);
        ServerUser.WriteFile(Path.Combine(_folder, "enabled_plugins"), "[].\n", user);
        ServerUser.WriteFile(Path.Combine(_folder, "rabbitmq-env.conf"), "", user);
        string cookie = Path.Combine(_folder, ".erlang.cookie");
        if (!File.Exists(cookie))
        {
            ServerUser.WriteFile(cookie, RandomNumberGenerator.GetHexString(40), user);
        }
    }

    private static string Binary(string text) => $"<<{string.Join(',', Encoding.UTF8.GetBytes(text))}>>";

    private async Task StartPortMapperAsync(ServerUser? user)
    {
        if (_epmd is { Exited.IsCompleted: false })
        {
            return;
        }
        _epmd = await launcher.StartAsync(
            new LaunchSpec
            {
                FileName = "epmd",
                Arguments = ["-address", "127.0.0.1", "-port", _epmdPort.ToString(CultureInfo.InvariantCulture)],
                WorkingDirectory = _folder,
                User = user,
            },
            log).ConfigureAwait(false);
    }
}
