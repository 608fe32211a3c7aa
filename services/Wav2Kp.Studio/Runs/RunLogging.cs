using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;
using Run = Wav2Kp.Catalog.Run;

namespace Wav2Kp.Studio.Runs;

/// <summary>Logging runs from outside; naming, tagging, annotating, deleting and bringing back any run.</summary>
internal static class RunLogging
{
    private const int MaxMetrics = 50_000;
    private const int MaxParameters = 5000;
    private const int MaxText = 20_000;

    public static void MapRunLogging(this RouteGroupBuilder runs)
    {
        runs.MapPost("/", BeginAsync).Fails(400, 409)
            .WithSummary("Begin a run of a program of your own. The same Idempotency-Key twice makes one run.");
        runs.MapPost("/{id:guid}/log", LogAsync).Fails(400, 404, 409)
            .WithSummary("Log parameters and metrics to a run that was begun with POST /runs.");
        runs.MapPatch("/{id:guid}", ChangeAsync).Fails(400, 404, 409, 412)
            .WithSummary("Change a run's name, notes or tags, or say how a run of your own program ended.");
        runs.MapDelete("/{id:guid}", DeleteAsync).Fails(404, 409, 412)
            .WithSummary("Delete a run: it is out of sight until POST /runs/{id}/restore brings it back. Its model and files stay.");
        runs.MapPost("/{id:guid}/restore", RestoreAsync).Fails(404)
            .WithSummary("Bring a deleted run back.");
    }

    private static async Task<CreatedAtRoute<Api.Run>> BeginAsync(
        RunRequest request, [FromHeader(Name = Request.IdempotencyHeader)] string? key, IDbContextFactory<CatalogContext> contexts, RunReader reader, CancellationToken cancellationToken)
    {
        string experiment = Request.Name("experiment", request.Experiment) ?? "default";
        string? idempotencyKey = Request.IdempotencyKey(key);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var run = new Run
        {
            Name = Request.Name("name", request.Name) ?? $"run {now:yyyy-MM-dd HH:mm:ss}",
            Status = JobState.Running,
            Notes = Request.Text("notes", request.Notes, MaxText),
            CreatedAt = now,
            StartedAt = now,
            IdempotencyKey = idempotencyKey,
        };
        var parameters = Parameters(request.Parameters);
        var tags = Request.Tags(request.Tags);
        Guid newExperiment = Guid.CreateVersion7();
        Guid id = await contexts.TransactAsync(
            async (catalog, token) =>
            {
                if (idempotencyKey is not null
                    && await catalog.Runs.AsNoTracking().Include(r => r.Experiment).SingleOrDefaultAsync(r => r.IdempotencyKey == idempotencyKey, token) is { } known)
                {
                    return known.Experiment!.Name == experiment && (request.Name is null || known.Name == run.Name) ? known.Id
                        : throw ApiException.Conflict("idempotency-key-used", $"The header {Request.IdempotencyHeader} was used for another run already ({known.Id}): use a new one.");
                }
                await catalog.Database.ExecuteSqlAsync($"INSERT INTO experiments (id, name) VALUES ({newExperiment}, {experiment}) ON CONFLICT (name) DO NOTHING", token);
                Guid experimentId = await catalog.Experiments.Where(e => e.Name == experiment).Select(e => e.Id).SingleAsync(token);
                // the row may be there already: the same request twice at once, or a connection that broke during the commit
                int added = await catalog.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO runs (id, experiment_id, name, status, notes, created_at, started_at, idempotency_key)
                    VALUES ({run.Id}, {experimentId}, {run.Name}, 'running', {run.Notes}, {now}, {now}, {idempotencyKey}) ON CONFLICT DO NOTHING
                    """,
                    token);
                if (added == 0)
                    return await catalog.Runs.Where(r => r.Id == run.Id || (idempotencyKey != null && r.IdempotencyKey == idempotencyKey)).Select(r => r.Id).SingleAsync(token);
                catalog.RunParams.AddRange(parameters.Select(p => new RunParam { RunId = run.Id, Key = p.Key, Value = p.Value }));
                catalog.RunTags.AddRange(tags.Select(t => new RunTag { RunId = run.Id, Key = t.Key, Value = t.Value }));
                return run.Id;
            },
            cancellationToken);
        return TypedResults.CreatedAtRoute(await reader.GetAsync(id, cancellationToken), "run", new RouteValueDictionary { ["id"] = id });
    }

    private static async Task<NoContent> LogAsync(Guid id, RunLog log, IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        var parameters = Parameters(log.Parameters);
        IReadOnlyList<LoggedMetric> metrics = log.Metrics ?? [];
        if (metrics.Count > MaxMetrics)
            throw ApiException.Field("metrics", $"At most {MaxMetrics} values are taken at once; these are {metrics.Count}.");
        foreach (LoggedMetric metric in metrics)
        {
            if (Request.Name("metrics", metric.Key) is null)
                throw ApiException.Field("metrics", "A metric has no key.");
            if (metric.Step < 0 || metric.Epoch < 0)
                throw ApiException.Field("metrics", $"step and epoch are 0 or above; of '{metric.Key}' they are {metric.Step} and {metric.Epoch}.");
        }
        await using (var catalog = await contexts.CreateDbContextAsync(cancellationToken))
        {
            Run run = await catalog.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.DeletedAt == null, cancellationToken) ?? throw ApiException.NotFound("run", id);
            ThrowIfOwn(run);
            if (run.Status != JobState.Running)
                throw ApiException.Conflict("run-ended", $"The run '{run.Name}' has ended ({CatalogText.Of(run.Status)}): set its status to running to go on.");
        }
        await using var recorder = new RunRecorder(contexts, id);
        recorder.Params(parameters);
        foreach (LoggedMetric metric in metrics)
            recorder.Metric(metric.Key.Trim(), metric.Step, metric.Epoch, metric.Value ?? double.NaN);
        await recorder.FlushAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Api.Run>> ChangeAsync(
        Guid id, RunChange change, HttpRequest request, IDbContextFactory<CatalogContext> contexts, RunReader reader, CancellationToken cancellationToken)
    {
        string? name = Request.Name("name", change.Name);
        if (change.Name is not null && name is null)
            throw ApiException.Field("name", "name is empty: a run has a name.");
        string? notes = Request.Text("notes", change.Notes, MaxText);
        var tags = change.Tags is null ? null : Request.Tags(change.Tags);
        if (change.Status is JobState.Queued or JobState.Rejected)
            throw ApiException.Field("status", $"status is one of running, succeeded, failed, cancelled; it is '{CatalogText.Of(change.Status.Value)}'.");
        await contexts.TransactAsync(
            async (catalog, token) =>
            {
                Run run = await catalog.Runs.FromSql($"SELECT * FROM runs WHERE id = {id} AND deleted_at IS NULL FOR UPDATE").SingleOrDefaultAsync(token)
                    ?? throw ApiException.NotFound("run", id);
                await ThrowIfChangedAsync(request, catalog, id, token);
                await catalog.Entry(run).Collection(r => r.Tags).LoadAsync(token);
                run.Name = name ?? run.Name;
                run.Notes = change.Notes is null ? run.Notes : notes;
                if (tags is not null)
                {
                    await catalog.Database.ExecuteSqlAsync($"UPDATE runs SET name = name WHERE id = {id}", token); // changed, though its row is as it was
                    catalog.RunTags.RemoveRange(run.Tags.Where(t => !tags.ContainsKey(t.Key)));
                    foreach ((string key, string value) in tags)
                    {
                        if (run.Tags.SingleOrDefault(t => t.Key == key) is { } tag)
                            tag.Value = value;
                        else
                            catalog.RunTags.Add(new RunTag { RunId = id, Key = key, Value = value });
                    }
                }
                if (change.Status is { } status)
                {
                    ThrowIfOwn(run);
                    run.FinishedAt = status == JobState.Running ? null : run.Status == status ? run.FinishedAt : DateTimeOffset.UtcNow;
                    run.Status = status;
                }
            },
            cancellationToken);
        return TypedResults.Ok(await reader.GetAsync(id, cancellationToken));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, HttpRequest request, IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        await contexts.TransactAsync(
            async (catalog, token) =>
            {
                Run run = await catalog.Runs.FromSql($"SELECT * FROM runs WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(token) ?? throw ApiException.NotFound("run", id);
                await ThrowIfChangedAsync(request, catalog, id, token);
                if (run.JobId is not null && run.Status is JobState.Queued or JobState.Running)
                    throw ApiException.Conflict("wrong-state", $"The run '{run.Name}' is {CatalogText.Of(run.Status)}: cancel its job {run.JobId} first.");
                run.DeletedAt ??= DateTimeOffset.UtcNow;
            },
            cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Api.Run>> RestoreAsync(Guid id, IDbContextFactory<CatalogContext> contexts, RunReader reader, CancellationToken cancellationToken)
    {
        await contexts.TransactAsync(
            async (catalog, token) => (await catalog.Runs.SingleOrDefaultAsync(r => r.Id == id, token) ?? throw ApiException.NotFound("run", id)).DeletedAt = null,
            cancellationToken);
        return TypedResults.Ok(await reader.GetAsync(id, cancellationToken));
    }

    /// <summary>Refuses a change of a run, which was locked, that is not what the client read.</summary>
    private static async Task ThrowIfChangedAsync(HttpRequest request, CatalogContext catalog, Guid id, CancellationToken cancellationToken)
    {
        if (ETags.IsConditional(request))
            ETags.ThrowIfChanged(request, RunViews.View(await catalog.Runs.Where(r => r.Id == id).WithAll().SingleAsync(cancellationToken), withArtifacts: true));
    }

    // the figures of a job's run are the job's own
    private static void ThrowIfOwn(Run run)
    {
        if (run.JobId is not null)
            throw ApiException.Conflict("run-of-a-job", $"The run '{run.Name}' is that of the job {run.JobId}, which keeps its record itself.");
    }

    private static Dictionary<string, string> Parameters(IReadOnlyDictionary<string, string>? parameters) =>
        Request.Pairs("parameters", parameters, MaxParameters, value => Request.Text("parameters", value, MaxText));
}
