using System.Diagnostics;
using System.Net;
using System.Reflection;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults.Tests;

public sealed class ServersKilledTests(Servers servers) : ServiceTest(servers)
{
    private const int Clips = 60;

    [Fact]
    public async Task PostgreSQL_killed_in_the_middle_of_a_job_costs_no_clip_and_does_none_twice()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        service.Work = ShortWorkAsync;
        Job job = await ExtractAsync(service);
        await EventuallyAsync(() => Task.FromResult(service.Begun.Count), n => n > 30);
        await Servers.Real.KillPostgresAsync(Cancellation);
        await AssertAllOnceAsync(await WaitAsync(job.Id));
    }

    [Fact]
    public async Task RabbitMQ_killed_in_the_middle_of_a_job_costs_no_clip_and_does_none_twice()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        service.Work = ShortWorkAsync;
        Job job = await ExtractAsync(service);
        await EventuallyAsync(() => Task.FromResult(service.Begun.Count), n => n > 30);
        await Servers.Real.KillRabbitMqAsync(Cancellation);
        await AssertAllOnceAsync(await WaitAsync(job.Id));
        service.Begun.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_of_a_job_has_its_steps_taken_over_within_seconds()
    {
        await using TestService studio = await StartAsync();
        Process[] workers = [StartWorker(), StartWorker()];
        try
        {
            Job job = await ExtractAsync(studio);
            await EventuallyAsync(() => Task.FromResult(WorkerProcess.Begun(Folder).Length), n => n > 30);
            workers[0].Kill();
            workers[1].Kill();
            await Task.WhenAll(workers.Select(w => w.WaitForExitAsync(Cancellation)));
            workers = [StartWorker()];
            await AssertAllOnceAsync(await WaitAsync(job.Id));
            string[] begun = WorkerProcess.Begun(Folder);
            begun.Distinct().Count().ShouldBe(3 * Clips);
            // Two workers with four slots each were killed: at most that many steps were begun again.
            begun.Length.ShouldBeLessThanOrEqualTo((3 * Clips) + 8);
            string[] left = Directory.GetFiles(Path.Combine(Folder, "work"), "left-behind", SearchOption.AllDirectories);
            left.ShouldBeEmpty("the new worker removes the folders of the killed ones, and its own");
        }
        finally
        {
            foreach (Process worker in workers.Where(w => !w.HasExited))
            {
                worker.Kill();
                worker.WaitForExit();
            }
        }
    }

    [Fact]
    public async Task Messages_lost_with_their_queue_are_sent_again()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>());
        using (HttpClient http = new() { BaseAddress = service.Address })
        {
            await EventuallyAsync(() => http.GetAsync("/health", Cancellation), r => r.StatusCode == HttpStatusCode.OK);
        }
        await service.StopAsync();
        TestService studio = await StartAsync();
        Job job = await studio.Services.GetRequiredService<Workflow>().CreateExtractionJobAsync(
            new NewExtraction { Name = "test", ClipIds = await Catalog.AddClipsAsync(20) }, Cancellation);
        await using (IConnection connection = await Servers.ConnectAsync())
        await using (IChannel channel = await connection.CreateChannelAsync(cancellationToken: Cancellation))
        {
            await EventuallyAsync(() => channel.MessageCountAsync("ingest"), n => n == 20);
            await channel.QueueDeleteAsync("ingest", cancellationToken: Cancellation);
        }
        await StartAsync(s => s.HandleExtraction());
        (await WaitAsync(job.Id)).ClipsReady.ShouldBe(20);
    }

    [Fact]
    public async Task A_queue_deleted_under_a_running_worker_comes_back_and_its_messages_are_sent_again()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        service.Work = async (context, token) =>
        {
            await Task.Delay(100, token);
            return new StepOutcome();
        };
        Job job = await ExtractAsync(service);
        await EventuallyAsync(() => Task.FromResult(service.Begun.Count), n => n > 10);
        await DeleteQueuesAsync();
        await AssertAllOnceAsync(await WaitAsync(job.Id));
        service.Begun.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task Messages_for_a_service_that_never_started_are_owed_and_sent_when_it_does()
    {
        TestService studio = await StartAsync();
        Job job = await studio.Services.GetRequiredService<Workflow>().CreateExtractionJobAsync(
            new NewExtraction { Name = "test", ClipIds = await Catalog.AddClipsAsync(3) }, Cancellation);
        await EventuallyAsync(() => Catalog.JobAsync(job.Id), j => j.Steps.Any(s => s.Kind == StepKind.Ingest && s.PublishedAt is null));
        await StartAsync(s => s.HandleExtraction());
        (await WaitAsync(job.Id)).ClipsReady.ShouldBe(3);
    }

    [Fact]
    public async Task A_service_starts_and_waits_while_its_servers_are_away_and_says_so()
    {
        TestService service = new("Host=127.0.0.1;Port=1;Username=u;Database=d;Timeout=1", "amqp://u:p@127.0.0.1:1", Folder);
        service.HandleExtraction();
        await service.StartAsync(Cancellation);
        using HttpClient http = new() { BaseAddress = service.Address };
        (await http.GetAsync("/alive", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        HttpResponseMessage health = await http.GetAsync("/health", Cancellation);
        health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await Task.Delay(2000, Cancellation);
        (await http.GetAsync("/alive", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Stopwatch stop = Stopwatch.StartNew();
        await service.DisposeAsync();
        stop.Elapsed.TotalSeconds.ShouldBeLessThan(9);
    }

    [Fact]
    public async Task A_service_outlives_failures_that_nobody_foresaw_and_works_on_when_they_are_mended()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        using HttpClient http = new() { BaseAddress = service.Address };
        // no trouble that passes by itself: as after a migration that went wrong
        await Catalog.ExecuteAsync("ALTER TABLE steps RENAME TO steps_away");
        await Task.Delay(2000, Cancellation); // rounds of every loop: heartbeats, reconciliation, slots
        (await http.GetAsync("/alive", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Catalog.ExecuteAsync("ALTER TABLE steps_away RENAME TO steps");
        await AssertAllOnceAsync(await WaitAsync((await ExtractAsync(service)).Id));
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_for_whatever_reason_is_owed()
    {
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(2));
        // what RabbitMQ's client throws from a channel whose connection is lost meanwhile
        using StepDispatcher dispatcher = new(DispatchProxy.Create<IBus, DisposedBus>(), Catalog.Ledger, NullLogger<StepDispatcher>.Instance);
        await dispatcher.SendAsync(Catalog.Dispatched, Cancellation);
        (await Catalog.JobAsync(job.Id)).Steps.Where(s => s.Kind == StepKind.Ingest).ShouldAllBe(s => s.State == StepState.Queued && s.PublishedAt == null);
    }

    [Fact]
    public async Task A_service_is_healthy_when_its_servers_are()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        using HttpClient http = new() { BaseAddress = service.Address };
        await EventuallyAsync(() => http.GetAsync("/health", Cancellation), r => r.StatusCode == HttpStatusCode.OK);
        Task restart = Servers.Real.KillRabbitMqAsync(CancellationToken.None);
        await EventuallyAsync(() => http.GetAsync("/health", Cancellation), r => r.StatusCode == HttpStatusCode.ServiceUnavailable);
        await restart;
        // a killed broker's quorum queues may take a minute to have a leader again
        await EventuallyAsync(() => http.GetAsync("/health", Cancellation), r => r.StatusCode == HttpStatusCode.OK);
    }

    private async Task<Job> ExtractAsync(TestService service) =>
        await service.Services.GetRequiredService<Workflow>().CreateExtractionJobAsync(
            new NewExtraction { Name = "test", ClipIds = await Catalog.AddClipsAsync(Clips) }, Cancellation);

    private async Task AssertAllOnceAsync(Job job)
    {
        (job.State, job.ClipsReady).ShouldBe((JobState.Succeeded, Clips));
        job.Steps.Count.ShouldBe(3 * Clips);
        foreach (Step step in job.Steps)
        {
            (await Catalog.StepAsync(step.Id)).Attempts.Count(a => a.Outcome == AttemptOutcome.Succeeded).ShouldBe(1);
        }
    }

    private Process StartWorker() => WorkerProcess.Start(Catalog.ConnectionString, Servers.Real.RabbitMqConnectionString, Folder, 100);

    /// <summary>A bus with which nothing can be done any more.</summary>
    public class DisposedBus : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => throw new ObjectDisposedException(nameof(SemaphoreSlim));
    }

    private static async Task<StepOutcome> ShortWorkAsync(StepContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(30, cancellationToken);
        return new StepOutcome();
    }
}
