using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Catalog.Runs;
using Wav2Kp.Contracts;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Files;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Runs;

/// <summary>Reads experiments, their runs and the runs' metrics.</summary>
internal sealed class RunReader(IDbContextFactory<CatalogContext> contexts, Filters.FilterReader filters)
{
    /// <summary>A page of experiments, the one with the newest run first.</summary>
    public async Task<Api.Page<Api.Experiment>> ExperimentsAsync(int limit, int offset, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        long total = await catalog.Experiments.LongCountAsync(cancellationToken);
        var page = await catalog.Experiments.AsNoTracking()
            .Select(e => new
            {
                e.Id,
                e.Name,
                e.CreatedAt,
                Runs = catalog.Runs.LongCount(r => r.ExperimentId == e.Id && r.DeletedAt == null),
                Last = catalog.Runs.Where(r => r.ExperimentId == e.Id && r.DeletedAt == null).Max(r => (DateTimeOffset?)r.CreatedAt),
            })
            .OrderByDescending(e => e.Last ?? e.CreatedAt).ThenByDescending(e => e.Id).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return new Api.Page<Api.Experiment>
        {
            Items = [.. page.Select(e => new Api.Experiment { Id = e.Id, Name = e.Name, Runs = e.Runs, CreatedAt = e.CreatedAt, LastRunAt = e.Last })],
            Total = total,
            Limit = limit,
            Offset = offset,
        };
    }

    /// <summary>A page of the runs that pass a filter, without their artifacts.</summary>
    public async Task<Api.Page<Api.Run>> SearchAsync(Filter filter, FilterOrder order, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var hits = await catalog.Database.CreateExecutionStrategy().ExecuteAsync(
            token => FilterSearch.FindAsync((NpgsqlConnection)catalog.Database.GetDbConnection(), filter, order, limit, offset, token), cancellationToken);
        var ids = hits.Ids;
        var runs = await catalog.Runs.Where(r => ids.Contains(r.Id)).WithAll().ToDictionaryAsync(r => r.Id, cancellationToken);
        return new Api.Page<Api.Run>
        {
            Items = [.. ids.Where(runs.ContainsKey).Select(id => RunViews.View(runs[id], withArtifacts: false))],
            Total = hits.Total,
            Limit = limit,
            Offset = offset,
        };
    }

    /// <summary>The runs that are at work or have changed after a time, without their artifacts; null for those that were deleted.</summary>
    public async Task<IReadOnlyList<(Guid Id, Api.Run? Run)>> ChangedAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await catalog.Runs.Where(r => (r.Status == JobState.Running && r.DeletedAt == null) || r.UpdatedAt > since)
            .OrderByDescending(r => r.UpdatedAt).Take(most).WithAll().ToListAsync(cancellationToken);
        return [.. runs.Select(r => (r.Id, r.DeletedAt is null ? RunViews.View(r, withArtifacts: false) : null))];
    }

    /// <summary>A run with its artifacts.</summary>
    /// <exception cref="ApiException">There is no such run.</exception>
    public async Task<Api.Run> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await catalog.Runs.Where(r => r.Id == id && r.DeletedAt == null).WithAll().SingleOrDefaultAsync(cancellationToken) ?? throw ApiException.NotFound("run", id);
        return RunViews.View(run, withArtifacts: true);
    }

    /// <summary>Returns if there is such a run.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public async Task CheckAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await catalog.Runs.AnyAsync(r => r.Id == id && r.DeletedAt == null, cancellationToken))
            throw ApiException.NotFound("run", id);
    }

    /// <summary>A file that a run made.</summary>
    /// <exception cref="ApiException">There is no such run, or it has no such file.</exception>
    public async Task<StoredFile> ArtifactAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var file = await catalog.RunArtifacts.AsNoTracking().SingleOrDefaultAsync(a => a.RunId == id && a.Name == name && catalog.Runs.Any(r => r.Id == id && r.DeletedAt == null), cancellationToken)
            ?? throw ApiException.NotFound($"file '{name}' of the run", id);
        return new StoredFile(file.Name, file.ObjectKey, file.Bytes);
    }

    /// <summary>The names of the metrics, parameters and tags that runs have: those that a filter, an order or a column may name.</summary>
    public async Task<Api.RunFields> FieldsAsync(CancellationToken cancellationToken)
    {
        FilterFieldDefinition Family(string name) => RunFilter.Schema.Fields.Single(f => f.IsFamily && f.Name == name);
        return new Api.RunFields
        {
            Metrics = await filters.NamesAsync(Family("metrics"), cancellationToken),
            Parameters = await filters.NamesAsync(Family("params"), cancellationToken),
            Tags = await filters.NamesAsync(Family("tags"), cancellationToken),
        };
    }

    /// <summary>
    /// The histories of a run's metrics: those of no more than <paramref name="most"/> points whole, of longer ones the points at evenly
    /// spread steps, first and last among them, each found by the index: as quick however long they are.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="keys">The metrics; null for all.</param>
    /// <param name="from">The first step wanted; null for the first that there is.</param>
    /// <param name="to">The last step wanted; null for the last that there is.</param>
    /// <param name="most">The most points of a metric, 2 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Api.MetricSeries>> CurvesAsync(
        Guid id, IReadOnlyCollection<string>? keys, long? from, long? to, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var points = await catalog.Database.SqlQueryRaw<MetricRow>(
            """
            WITH ends AS (
              SELECT l.key, l.points,
                (SELECT min(step) FROM run_metrics m WHERE m.run_id = @run AND m.key = l.key) AS first,
                (SELECT max(step) FROM run_metrics m WHERE m.run_id = @run AND m.key = l.key) AS last
              FROM run_metrics_latest l WHERE l.run_id = @run AND (@all OR l.key = ANY (@keys))),
            spans AS (
              SELECT key, points, GREATEST(first, @from) AS low, LEAST(last, @to) AS high FROM ends WHERE first <= @to AND last >= @from)
            SELECT key AS "Key", step AS "Step", epoch AS "Epoch", value AS "Value", at AS "At", points AS "Total"
            FROM (
              SELECT s.key, s.points, m.step, m.epoch, m.value, m.at
              FROM spans s JOIN run_metrics m ON m.run_id = @run AND m.key = s.key AND m.step BETWEEN s.low AND s.high
              WHERE s.points <= @most
              UNION ALL
              SELECT s.key, s.points, p.step, p.epoch, p.value, p.at
              FROM spans s
              CROSS JOIN generate_series(0, @most - 1) g (i)
              CROSS JOIN LATERAL (
                SELECT m.step, m.epoch, m.value, m.at FROM run_metrics m
                WHERE m.run_id = @run AND m.key = s.key
                  AND m.step BETWEEN LEAST(s.high, s.low + ((s.high - s.low)::float8 * g.i / (@most - 1))::bigint)
                    AND CASE WHEN g.i = @most - 1 THEN s.high ELSE LEAST(s.high, s.low + ((s.high - s.low)::float8 * (g.i + 1) / (@most - 1))::bigint) - 1 END
                ORDER BY m.step LIMIT 1) p
              WHERE s.points > @most) chosen
            ORDER BY key COLLATE "C", step
            """,
            new NpgsqlParameter("run", id), new NpgsqlParameter("all", keys is null),
            new NpgsqlParameter("keys", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = keys?.ToArray() ?? [] },
            new NpgsqlParameter("from", NpgsqlDbType.Bigint) { Value = from ?? long.MinValue }, new NpgsqlParameter("to", NpgsqlDbType.Bigint) { Value = to ?? long.MaxValue },
            new NpgsqlParameter("most", most))
            .ToListAsync(cancellationToken);
        return [.. points.GroupBy(p => p.Key).Select(g => new Api.MetricSeries
        {
            Key = g.Key,
            Total = g.First().Total,
            Points = [.. g.Select(p => new Api.MetricPoint { Step = p.Step, Epoch = p.Epoch, Value = RunViews.Finite(p.Value), At = p.At })],
        })];
    }

    /// <summary>The newest animations of a model that are done: a run's results to look at.</summary>
    public async Task<IReadOnlyList<(Guid Job, string Name)>> AnimationsAsync(Guid model, int limit, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        string id = model.ToString();
        var jobs = await catalog.Jobs.AsNoTracking()
            .Where(j => j.Kind == JobKind.Animation && j.State == JobState.Succeeded && j.Parameters.GetProperty("modelId").GetString() == id)
            .OrderByDescending(j => j.CreatedAt).Take(limit).Select(j => new { j.Id, j.Name }).ToListAsync(cancellationToken);
        return [.. jobs.Select(j => (j.Id, j.Name))];
    }

    private sealed record MetricRow(string Key, long Step, int Epoch, double Value, DateTimeOffset At, long Total);
}
