using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Runs;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Runs;

/// <summary>Searching experiments' runs and reading their metrics.</summary>
internal static class RunEndpoints
{
    private const int DefaultPoints = 1000;
    private const int MaxPoints = 100_000;

    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapGet("/experiments", ListExperimentsAsync).WithTags("Runs").WithSummary("List experiments, the one with the newest run first.").Fails(400);
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", ListAsync).Fails(400)
            .WithSummary("Search runs: filter=metrics.mouth_r > 0.8 and params.recipe = 'wav2kp', order=metrics.mouth_r desc.")
            .WithDescription("""
                docs/filters.md tells the whole grammar, GET /filters/runs the fields that there are. Fields are metrics.NAME (the latest value), params.NAME, tags.NAME, id, name, experiment, status, notes, created, started, finished and duration (seconds).
                Names with other characters than letters, digits and _ - . / stand in double quotes. Comparisons are = != < <= > >= like ilike in, not like, not in, is null and is not null;
                not, and, or and parentheses join them. Text stands in single quotes. A comparison with something that a run lacks is false. The order lists fields with asc or desc.
                """);
        runs.MapGet("/fields", FieldsAsync).WithSummary("List the names of metrics, parameters and tags that runs have, for filters and columns.");
        runs.MapGet("/{id:guid}/artifacts/{name}", DownloadAsync).WithSummary("Download a file that a run made.").SendsFile();
        runs.MapGet("/{id:guid}", GetAsync).WithName("run").WithSummary("Get a run with its parameters, latest metrics and artifacts.").Fails(404);
        runs.MapGet("/{id:guid}/metrics", MetricsAsync).WithSummary("Get the histories of a run's metrics, or of those named by key.").Fails(400, 404);
        runs.MapRunLogging();
    }

    private static async Task<Ok<Api.Page<Api.Experiment>>> ListExperimentsAsync(
        int? limit, int? offset, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ExperimentsAsync(Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.Page<Api.Run>>> ListAsync(
        string? filter, string? order, int? limit, int? offset, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.SearchAsync(RunFilter.Parse(filter), RunFilter.Order(order), Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.RunFields>> FieldsAsync(RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.FieldsAsync(cancellationToken));

    private static async Task<Ok<Api.Run>> GetAsync(Guid id, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.GetAsync(id, cancellationToken));

    private static async Task<IResult> DownloadAsync(
        Guid id, string name, HttpContext context, RunReader reader, IObjectStore objects, CancellationToken cancellationToken) =>
        await (await reader.ArtifactAsync(id, name, cancellationToken)).SendAsync(objects, context);

    private static async Task<Ok<IReadOnlyList<Api.MetricSeries>>> MetricsAsync(
        Guid id, string[]? key, int? maxPoints, IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        int most = maxPoints ?? DefaultPoints;
        if (most is < 2 or > MaxPoints)
            throw ApiException.Field("maxPoints", $"maxPoints lies between 2 and {MaxPoints}; it is {most}.");
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await catalog.Runs.AnyAsync(r => r.Id == id && r.DeletedAt == null, cancellationToken))
            throw ApiException.NotFound("run", id);
        bool all = key is null || key.Length == 0;
        var keys = new NpgsqlParameter("keys", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = key ?? [] };
        // of a long history the points at evenly spread steps, first and last among them, each found by the index
        var points = await catalog.Database.SqlQueryRaw<MetricRow>(
            """
            WITH sums AS (
              SELECT key, count(*) AS total, min(step) AS low, max(step) AS high FROM run_metrics WHERE run_id = @run AND (@all OR key = ANY (@keys)) GROUP BY key)
            SELECT key AS "Key", step AS "Step", epoch AS "Epoch", value AS "Value", at AS "At", total AS "Total"
            FROM (
              SELECT m.key, m.step, m.epoch, m.value, m.at, s.total FROM sums s JOIN run_metrics m ON m.run_id = @run AND m.key = s.key WHERE s.total <= @most
              UNION ALL
              SELECT DISTINCT s.key, p.step, p.epoch, p.value, p.at, s.total
              FROM sums s CROSS JOIN generate_series(0, @most - 1) g (i) CROSS JOIN LATERAL (
                SELECT m.step, m.epoch, m.value, m.at FROM run_metrics m
                WHERE m.run_id = @run AND m.key = s.key AND m.step >= LEAST(s.high, s.low + ((s.high - s.low)::float8 * g.i / (@most - 1))::bigint) ORDER BY m.step LIMIT 1) p
              WHERE s.total > @most) points
            ORDER BY key COLLATE "C", step
            """,
            new NpgsqlParameter("run", id), new NpgsqlParameter("all", all), keys, new NpgsqlParameter("most", NpgsqlDbType.Bigint) { Value = (long)most })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Api.MetricSeries>>([.. points.GroupBy(p => p.Key).Select(g => new Api.MetricSeries
        {
            Key = g.Key,
            Total = g.First().Total,
            Points = [.. g.Select(p => new Api.MetricPoint { Step = p.Step, Epoch = p.Epoch, Value = RunViews.Finite(p.Value), At = p.At })],
        })]);
    }

    private sealed record MetricRow(string Key, long Step, int Epoch, double Value, DateTimeOffset At, long Total);
}
