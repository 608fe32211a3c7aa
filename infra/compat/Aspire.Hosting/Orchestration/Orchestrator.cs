using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs an application model on this machine: real servers and built projects as child processes.</summary>
internal sealed class Orchestrator : IHostedService, IAsyncDisposable
{
    /// <summary>How long stopping may take: 4 s for what depends on the servers, 4 s for the servers.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly DistributedApplicationModel _model;
    private readonly DistributedApplicationExecutionContext _executionContext;
    private readonly ResourceNotificationService _notifications;
    private readonly HealthCheckService _healthChecks;
    private readonly IConfiguration _configuration;
    private readonly AppHostAssembly _appHost;
    private readonly FreePorts _freePorts = new();
    private readonly List<ResourceSupervisor> _supervisors = [];
    private readonly List<Task> _servers = [];
    private readonly List<Task> _others = [];
    private readonly CancellationTokenSource _stopServers = new();
    private readonly CancellationTokenSource _stopOthers = new();
    private readonly TaskCompletionSource<(string? Failure, string? Summary)> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTime _startTime = DateTime.UtcNow;
    private readonly bool _quiet;
    private readonly TimeSpan _startTimeout;

    private DataFolder? _data;
    private RunMark? _mark;
    private Watchdog? _watchdog;
    private ProcessLauncher? _launcher;
    private StateFile? _stateFile;
    private Task _stateWriter = Task.CompletedTask;
    private string _state = "Starting";

    public Orchestrator(
        DistributedApplicationModel model,
        DistributedApplicationExecutionContext executionContext,
        ResourceNotificationService notifications,
        HealthCheckService healthChecks,
        IConfiguration configuration,
        AppHostAssembly appHost)
    {
        _model = model;
        _executionContext = executionContext;
        _notifications = notifications;
        _healthChecks = healthChecks;
        _configuration = configuration;
        _appHost = appHost;
        _quiet = bool.TryParse(configuration["quiet"], out bool quiet) && quiet;
        _startTimeout = TimeSpan.FromSeconds(
            double.TryParse(configuration["start-timeout"], CultureInfo.InvariantCulture, out double seconds) ? seconds : 120);
    }

    /// <summary>Ends when all resources are up, with a line that says so, or when one has failed to start, with what
    /// there is to tell.</summary>
    public Task<(string? Failure, string? Summary)> Started => _started.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_executionContext.IsPublishMode)
        {
            throw new DistributedApplicationException(
                "The local orchestrator runs applications; to publish one, build the AppHost with -p:Packages=published.");
        }
        string path = DataFolder.PathFor(_configuration["data"]);
        _data = DataFolder.Acquire(path);
        _mark = new RunMark(path);
        await EndLeftoversAsync(path).ConfigureAwait(false);
        AllocateEndpoints();
        _watchdog = new Watchdog(_mark);
        _launcher = new ProcessLauncher(_mark);
        _stateFile = new StateFile(_data.StateFile);
        List<Func<Task>> starts = [];
        foreach (IResource resource in _model.Resources)
        {
            starts.AddRange(Plan(resource));
        }
        _stateWriter = WriteStatesAsync();
        foreach (Func<Task> start in starts)
        {
            _ = start();
        }
        _ = WatchStartAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _state = "Stopping";
        _started.TrySetResult((null, null));
        await _stopOthers.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_others).ConfigureAwait(false);
        await _stopServers.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_servers).ConfigureAwait(false);
        await _stateWriter.ConfigureAwait(false);
        await ReleaseAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_data is not null)
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        _stopServers.Dispose();
        _stopOthers.Dispose();
    }

    private async Task ReleaseAsync()
    {
        if (_mark is not null)
        {
            foreach (int pid in _mark.FindProcesses())
            {
                Posix.Kill(pid, Posix.SigKill);
            }
        }
        _launcher?.Dispose();
        foreach (ResourceSupervisor supervisor in _supervisors)
        {
            supervisor.Log.Dispose();
        }
        _stateFile?.Delete();
        _watchdog?.Dispose();
        _data?.Dispose();
        _launcher = null;
        _watchdog = null;
        _stateFile = null;
        _mark = null;
        _data = null;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Ends what a killed AppHost left on this data folder: its watchdog is at it, but may itself be gone.</summary>
    private static async Task EndLeftoversAsync(string dataFolder)
    {
        for (int attempt = 0; ; attempt++)
        {
            IReadOnlyList<int> left = RunMark.FindProcesses(dataFolder);
            if (left.Count == 0)
            {
                return;
            }
            if (attempt > 100)
            {
                throw new DistributedApplicationException(
                    $"Processes of an earlier run still use the data folder {dataFolder}: {string.Join(", ", left)}. Stop them, then start again.");
            }
            foreach (int pid in left)
            {
                Posix.Kill(pid, attempt < 60 ? Posix.SigTerm : Posix.SigKill);
            }
            await Task.Delay(100).ConfigureAwait(false);
        }
    }

    private void AllocateEndpoints()
    {
        foreach (IResource resource in _model.Resources)
        {
            foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                // no proxy stands before a process here: it listens where its clients connect. Only the port inside a
                // container is another matter.
                int? wanted = endpoint.Port ?? (resource is ContainerResource ? null : endpoint.TargetPort);
                if (wanted is { } fixedPort && !FreePorts.IsFree(fixedPort))
                {
                    throw new DistributedApplicationException(
                        $"The port {fixedPort} of '{resource.Name}' is used by another program: stop that, or choose another port.");
                }
                int port = wanted ?? _freePorts.Next();
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", port);
                if (resource is not ContainerResource)
                {
                    endpoint.TargetPort = port;
                }
            }
        }
    }

    private IEnumerable<Func<Task>> Plan(IResource resource)
    {
        switch (resource)
        {
            case ProjectResource project:
                int replicas = project.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
                for (int replica = 0; replica < replicas; replica++)
                {
                    string id = replicas == 1 ? project.Name : $"{project.Name}-{replica + 1}";
                    Dictionary<EndpointAnnotation, int> ports = PortsOf(project, replica);
                    yield return Supervise(
                        project, id, "Project", _ => new ProjectProgram(project, id, ports, _executionContext, _appHost.Assembly), ports, server: false);
                }
                break;
            case ExecutableResource executable:
                yield return Supervise(
                    executable, executable.Name, "Executable", _ => new ExecutableProgram(executable, _executionContext), PortsOf(executable, 0), server: false);
                break;
            case PostgresServerResource postgres:
                yield return Supervise(
                    postgres,
                    postgres.Name,
                    "PostgreSQL",
                    log => new PostgresProgram(postgres, _data!.Path, _launcher!, log, _executionContext),
                    PortsOf(postgres, 0),
                    server: true);
                break;
            case RabbitMQServerResource rabbit:
                yield return Supervise(
                    rabbit,
                    rabbit.Name,
                    "RabbitMQ",
                    log => new RabbitMQProgram(rabbit, _data!.Path, _freePorts, _launcher!, log, _executionContext),
                    PortsOf(rabbit, 0),
                    server: true);
                break;
            case ContainerResource container:
                yield return Supervise(
                    container, container.Name, "Container", _ => new ContainerProgram(container), PortsOf(container, 0), server: true);
                break;
            case PostgresDatabaseResource database:
                _notifications.Publish(database, database.Name, snapshot => snapshot with { State = KnownResourceStates.Waiting }, "Database");
                yield return () =>
                {
                    Task run = RunDatabaseAsync(database, _stopServers.Token);
                    _servers.Add(run);
                    return run;
                };
                break;
            default:
                // values: there is nothing to start
                _notifications.Publish(
                    resource,
                    resource.Name,
                    snapshot => snapshot with { State = KnownResourceStates.Running, HealthStatus = HealthStatus.Healthy },
                    resource is IResourceWithConnectionString ? "ConnectionString" : "Parameter");
                break;
        }
    }

    private Dictionary<EndpointAnnotation, int> PortsOf(IResource resource, int replica)
    {
        Dictionary<EndpointAnnotation, int> ports = [];
        foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (replica > 0 && endpoint.Port is { } port)
            {
                throw new DistributedApplicationException(
                    $"'{resource.Name}' cannot have replicas on the one port {port}: leave the port of '{endpoint.Name}' open.");
            }
            ports.Add(endpoint, replica == 0 ? endpoint.AllocatedEndpoint!.Port : _freePorts.Next());
        }
        return ports;
    }

    private Func<Task> Supervise(
        IResource resource,
        string id,
        string kind,
        Func<ResourceLog, IProgram> program,
        Dictionary<EndpointAnnotation, int> ports,
        bool server)
    {
        ResourceLog log = new(Path.Combine(_data!.LogFolder, id + ".log"), _quiet ? null : id.PadRight(12) + " | ");
        KeyValuePair<EndpointAnnotation, int> first = ports.FirstOrDefault();
        ResourceSupervisor supervisor = new(
            resource,
            id,
            kind,
            first.Key is null ? null : string.Create(CultureInfo.InvariantCulture, $"{first.Key.UriScheme}://127.0.0.1:{first.Value}"),
            program(log),
            log,
            _model.Resources.SelectMany(other => other.Annotations.OfType<WaitAnnotation>())
                .FirstOrDefault(wait => wait.Resource == resource && wait.WaitType == WaitType.WaitForCompletion)?.ExitCode,
            _startTimeout,
            token => CheckHealthAsync(resource, ports, token),
            _launcher!,
            _notifications);
        _supervisors.Add(supervisor);
        return () =>
        {
            Task run = supervisor.RunAsync((server ? _stopServers : _stopOthers).Token);
            (server ? _servers : _others).Add(run);
            return run;
        };
    }

    private async Task<HealthCheckResult> CheckHealthAsync(
        IResource resource, Dictionary<EndpointAnnotation, int> ports, CancellationToken cancellationToken)
    {
        foreach (HealthCheckAnnotation annotation in resource.Annotations.OfType<HealthCheckAnnotation>())
        {
            HealthCheckResult result;
            if (annotation is HttpHealthCheckAnnotation http)
            {
                // of a replica, its own port
                string address = string.Create(CultureInfo.InvariantCulture, $"{http.Endpoint.UriScheme}://127.0.0.1:{ports[http.Endpoint]}");
                result = await HttpHealthCheck.CheckAsync(address, http.Path, http.StatusCode, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                HealthReport report = await _healthChecks
                    .CheckHealthAsync(registration => registration.Name == annotation.Key, cancellationToken).ConfigureAwait(false);
                if (!report.Entries.TryGetValue(annotation.Key, out HealthReportEntry entry))
                {
                    throw new DistributedApplicationException($"No health check is registered under the key '{annotation.Key}'.");
                }
                result = new HealthCheckResult(entry.Status, entry.Description ?? entry.Exception?.Message);
            }
            if (result.Status != HealthStatus.Healthy)
            {
                return result;
            }
        }
        return HealthCheckResult.Healthy();
    }

    /// <summary>Creates a database once its server is up, and tells whether it answers.</summary>
    private async Task RunDatabaseAsync(PostgresDatabaseResource database, CancellationToken stopping)
    {
        void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
            _notifications.Publish(database, database.Name, change, "Database");

        try
        {
            await _notifications.WaitForResourceHealthyAsync(database.Parent.Name, stopping).ConfigureAwait(false);
            await CreateDatabaseAsync(database, stopping).ConfigureAwait(false);
            Publish(snapshot => snapshot with { State = KnownResourceStates.Running });
            while (true)
            {
                HealthCheckResult health = await CheckHealthAsync(database, [], stopping).ConfigureAwait(false);
                if (!_notifications.TryGetCurrentState(database.Name, out ResourceEvent? last) || last.Snapshot.HealthStatus != health.Status)
                {
                    Publish(snapshot => snapshot with { HealthStatus = health.Status, Failure = health.Description });
                }
                await Task.Delay(health.Status == HealthStatus.Healthy ? 5000 : 200, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Publish(snapshot => snapshot with { State = KnownResourceStates.Exited });
        }
        catch (DistributedApplicationException)
        {
            Publish(snapshot => snapshot with
            {
                State = KnownResourceStates.FailedToStart,
                FailedByDependency = true,
                Failure = $"The database '{database.Name}' failed to start: its server '{database.Parent.Name}' failed to start.",
            });
        }
        catch (PostgresException exception)
        {
            Publish(snapshot => snapshot with
            {
                State = KnownResourceStates.FailedToStart,
                Failure = $"The database '{database.Name}' failed to start: it could not be created: {exception.MessageText}.",
            });
        }
    }

    private async Task CreateDatabaseAsync(PostgresDatabaseResource database, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                NpgsqlConnectionStringBuilder connectionString = new(await database.Parent.GetConnectionStringAsync(stopping).ConfigureAwait(false))
                {
                    Pooling = false,
                    Database = "postgres",
                };
                await using NpgsqlConnection connection = new(connectionString.ConnectionString);
                await connection.OpenAsync(stopping).ConfigureAwait(false);
                string name = database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal);
                await using NpgsqlCommand command = new($"CREATE DATABASE \"{name}\"", connection);
                await command.ExecuteNonQueryAsync(stopping).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
            {
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient || exception is not PostgresException)
            {
                // the server died just now, and is being started again
                await Task.Delay(200, stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task WatchStartAsync()
    {
        try
        {
            await foreach (ResourceEvent _ in _notifications.WatchAsync(_stopOthers.Token).ConfigureAwait(false))
            {
                List<ResourceEvent> all = CurrentStates();
                ResourceEvent? failed = all
                    .Where(news => news.Snapshot.State?.Text == KnownResourceStates.FailedToStart)
                    // what failed first made its dependents fail
                    .OrderBy(news => news.Snapshot.FailedByDependency)
                    .FirstOrDefault();
                if (failed is not null)
                {
                    _state = "Failed";
                    _started.TrySetResult((failed.Snapshot.Failure ?? $"The resource '{failed.ResourceId}' failed to start.", null));
                    return;
                }
                if (all.All(news => ResourceNotificationService.IsHealthy(news.Snapshot) || news.Snapshot.State?.Text == KnownResourceStates.Finished))
                {
                    _state = "Running";
                    WriteState();
                    double seconds = (DateTime.UtcNow - _startTime).TotalSeconds;
                    string address = Studio is { } studio ? $" Open {studio}" : "";
                    _started.TrySetResult((null, string.Create(
                        CultureInfo.InvariantCulture,
                        $"All {all.Count} resources are up after {seconds:0.0} s.{address} (Ctrl-C stops everything; data and logs: {_data?.Path})")));
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // told to stop while starting
        }
    }

    private List<ResourceEvent> CurrentStates()
    {
        List<ResourceEvent> states = [];
        foreach (IResource resource in _model.Resources)
        {
            IEnumerable<string> ids = _supervisors.Where(supervisor => supervisor.Resource == resource).Select(supervisor => supervisor.Id)
                .DefaultIfEmpty(resource.Name);
            foreach (string id in ids)
            {
                if (_notifications.TryGetCurrentState(id, out ResourceEvent? news))
                {
                    states.Add(news);
                }
            }
        }
        return states;
    }

    private string? Studio => _model.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>())
        .FirstOrDefault(endpoint => endpoint.IsExternal)?.AllocatedEndpoint?.UriString;

    private async Task WriteStatesAsync()
    {
        try
        {
            await foreach (ResourceEvent _ in _notifications.WatchAsync(_stopServers.Token).ConfigureAwait(false))
            {
                WriteState();
                // many changes come together: write them together
                await Task.Delay(50, _stopServers.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // all is stopped
        }
    }

    private void WriteState()
    {
        lock (_supervisors)
        {
            WriteState(_stateFile);
        }
    }

    private void WriteState(StateFile? file)
    {
        try
        {
            file?.Write(new StateFile.ApplicationState(
                Environment.ProcessId,
                _state,
                _startTime,
                _data!.Path,
                Studio,
                null,
                [.. CurrentStates().Select(Describe)]));
        }
        catch (IOException exception)
        {
            // a full disk must not end the application: the next change is written again
            Console.Error.WriteLine($"{_data?.StateFile} cannot be written: {exception.Message}");
        }
    }

    private StateFile.ResourceState Describe(ResourceEvent news)
    {
        ResourceSupervisor? supervisor = _supervisors.Find(candidate => candidate.Id == news.ResourceId);
        CustomResourceSnapshot snapshot = news.Snapshot;
        return new StateFile.ResourceState(
            news.ResourceId,
            snapshot.ResourceType,
            snapshot.State?.Text ?? KnownResourceStates.NotStarted,
            snapshot.HealthStatus?.ToString(),
            snapshot.ProcessId,
            supervisor?.Endpoint,
            supervisor?.Log.Path,
            snapshot.Restarts,
            snapshot.ExitCode,
            snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus is HealthStatus.Healthy ? null : snapshot.Failure);
    }
}
