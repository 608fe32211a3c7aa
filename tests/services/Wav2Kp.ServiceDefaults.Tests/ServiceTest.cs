using RabbitMQ.Client;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Tests;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults.Tests;

/// <summary>A test with a database, an object store and queues of its own.</summary>
public abstract class ServiceTest(Servers servers) : IAsyncLifetime
{
    private readonly List<TestService> _services = [];
    private TestCatalog? _catalog;

    internal TestCatalog Catalog => _catalog ?? throw new InvalidOperationException("The database has not been made.");

    protected Servers Servers => servers;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("wav2kp-test-").FullName;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await DeleteQueuesAsync();
        _catalog = await TestCatalog.CreateAsync(servers.Real);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (TestService service in _services)
        {
            await service.DisposeAsync();
        }
        if (_catalog is not null)
        {
            await _catalog.DisposeAsync();
        }
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal async Task<TestService> StartAsync(Action<TestService>? configure = null)
    {
        TestService service = new(Catalog.ConnectionString, servers.Real.RabbitMqConnectionString, Folder);
        _services.Add(service);
        configure?.Invoke(service);
        await service.StartAsync(Cancellation);
        return service;
    }

    internal Task<Job> WaitAsync(Guid job, double seconds = 180) =>
        EventuallyAsync(() => Catalog.JobAsync(job), j => j.IsFinal, seconds, Describe);

    private static string Describe(Job job) =>
        $"{job.State}: " + string.Join(", ", job.Steps.GroupBy(s => (s.Kind, s.State, Sent: s.PublishedAt is not null, s.Code, s.Attempt))
            .Select(g => $"{g.Count()} x {g.Key}"));

    internal static async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> holds, double seconds = 180, Func<T, string>? describe = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        T value = await read();
        while (!holds(value))
        {
            TimeProvider.System.GetElapsedTime(start).TotalSeconds.ShouldBeLessThan(seconds, $"waiting in vain; the last value is {describe?.Invoke(value) ?? $"{value}"}");
            await Task.Delay(50, Cancellation);
            value = await read();
        }
        return value;
    }

    protected async Task DeleteQueuesAsync()
    {
        await using IConnection connection = await servers.ConnectAsync();
        foreach (string queue in Enum.GetValues<StepKind>().Select(StepQueues.NameOf).SelectMany(q => new[] { q, q + "_error" }))
        {
            await using IChannel channel = await connection.CreateChannelAsync();
            await channel.QueueDeleteAsync(queue, cancellationToken: Cancellation);
            await channel.ExchangeDeleteAsync(queue, cancellationToken: Cancellation);
        }
    }
}
