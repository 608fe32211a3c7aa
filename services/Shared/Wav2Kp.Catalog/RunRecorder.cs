using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Wav2Kp.Catalog;

/// <summary>Records the parameters, metrics and artifacts of a run, in batches.</summary>
/// <remarks>
/// Recording is cheap and never waits for the database: what was recorded is written in the background about once a second, and again
/// later while the database is away. <see cref="FlushAsync"/> returns when everything is written; a value recorded twice for one
/// metric and step replaces the first, so that a resumed run may repeat what it had recorded.
/// </remarks>
public sealed class RunRecorder : IAsyncDisposable
{
    private const int BatchSize = 5000;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_disposePatience = TimeSpan.FromSeconds(30);

    private readonly IDbContextFactory<CatalogContext> _contexts;
    private readonly Guid _run;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writer;
    private Dictionary<string, string> _params = [];
    private List<Point> _points = [];
    private Dictionary<string, RunArtifact> _artifacts = [];

    /// <summary>Starts recording for a run that is in the catalog.</summary>
    public RunRecorder(IDbContextFactory<CatalogContext> contexts, Guid runId)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        _contexts = contexts;
        _run = runId;
        _writer = WriteInBackgroundAsync();
    }

    /// <summary>Records a parameter.</summary>
    public void Param(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        lock (_lock)
        {
            _params[key] = value;
        }
    }

    /// <summary>Records parameters.</summary>
    public void Params(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach ((string key, string value) in values)
        {
            Param(key, value);
        }
    }

    /// <summary>Records a metric's value at a training step.</summary>
    /// <param name="key">The metric's name.</param>
    /// <param name="step">The training step, from 0.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="value">The value; NaN and infinities are kept as they are.</param>
    public void Metric(string key, long step, int epoch, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        lock (_lock)
        {
            _points.Add(new Point(key, step, epoch, value, DateTimeOffset.UtcNow));
        }
    }

    /// <summary>Records a file of the run; one of the same name is replaced.</summary>
    public void Artifact(string name, string kind, string objectKey, long bytes)
    {
        lock (_lock)
        {
            _artifacts[name] = new RunArtifact { RunId = _run, Name = name, Kind = kind, ObjectKey = objectKey, Bytes = bytes };
        }
    }

    /// <summary>Writes everything that was recorded; waits while the database is away.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (TakeBatch() is { } batch)
            {
                bool written = false;
                try
                {
                    await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                    written = true;
                }
                finally
                {
                    if (!written)
                    {
                        PutBack(batch);
                    }
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes what is left, for half a minute at most.</summary>
    /// <exception cref="OperationCanceledException">The database stayed away.</exception>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _writer.ConfigureAwait(false);
        using CancellationTokenSource patience = new(s_disposePatience);
        try
        {
            await FlushAsync(patience.Token).ConfigureAwait(false);
        }
        finally
        {
            _stop.Dispose();
            _writing.Dispose();
        }
    }

    private async Task WriteInBackgroundAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(s_interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await FlushAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // DisposeAsync writes the rest.
            }
            catch (Exception e) when (e.GetBaseException() is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
            {
                // Everything was put back: the next round, or the last flush, writes it or reports why it cannot.
            }
        }
    }

    private Batch? TakeBatch()
    {
        lock (_lock)
        {
            if (_params.Count == 0 && _points.Count == 0 && _artifacts.Count == 0)
            {
                return null;
            }
            List<Point> points = _points.Count <= BatchSize ? _points : _points[..BatchSize];
            Batch batch = new(_params, points, _artifacts);
            _points = _points.Count <= BatchSize ? [] : _points[BatchSize..];
            _params = [];
            _artifacts = [];
            return batch;
        }
    }

    private void PutBack(Batch batch)
    {
        lock (_lock)
        {
            _points.InsertRange(0, batch.Points);
            foreach ((string key, string value) in batch.Params)
            {
                _params.TryAdd(key, value);
            }
            foreach ((string name, RunArtifact artifact) in batch.Artifacts)
            {
                _artifacts.TryAdd(name, artifact);
            }
        }
    }

    private async Task WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        // One statement must not touch a row twice: of several values for one metric and step the last counts.
        Point[] points = [.. batch.Points.Index().GroupBy(p => (p.Item.Key, p.Item.Step)).Select(g => g.Last()).OrderBy(p => p.Index).Select(p => p.Item)];
        await _contexts.TransactAsync(
            async (context, token) =>
            {
                NpgsqlConnection connection = Sql.Connection(context);
                if (batch.Params.Count > 0)
                {
                    await Sql.ExecuteAsync(
                        connection,
                        """
                        INSERT INTO run_params (run_id, key, value) SELECT $1, k, v FROM unnest($2, $3) AS t (k, v)
                        ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value
                        """,
                        token, _run, batch.Params.Keys.ToArray(), batch.Params.Values.ToArray()).ConfigureAwait(false);
                }
                if (points.Length > 0)
                {
                    await Sql.ExecuteAsync(
                        connection,
                        """
                        WITH points AS (
                            SELECT k, s, e, v, a FROM unnest($2, $3, $4, $5, $6) AS t (k, s, e, v, a)),
                        written AS (
                            INSERT INTO run_metrics (run_id, key, step, epoch, value, at) SELECT $1, k, s, e, v, a FROM points
                            ON CONFLICT (run_id, key, step) DO UPDATE SET epoch = excluded.epoch, value = excluded.value, at = excluded.at
                            RETURNING key, xmax = 0 AS inserted)
                        INSERT INTO run_metrics_latest AS l (run_id, key, step, epoch, value, at, points)
                        SELECT DISTINCT ON (k) $1, k, s, e, v, a, (SELECT count(*) FROM written WHERE key = k AND inserted) FROM points ORDER BY k, s DESC
                        ON CONFLICT (run_id, key) DO UPDATE SET points = l.points + excluded.points, step = GREATEST(l.step, excluded.step),
                            epoch = CASE WHEN excluded.step >= l.step THEN excluded.epoch ELSE l.epoch END,
                            value = CASE WHEN excluded.step >= l.step THEN excluded.value ELSE l.value END,
                            at = CASE WHEN excluded.step >= l.step THEN excluded.at ELSE l.at END
                        """,
                        token, _run, points.Select(p => p.Key).ToArray(), points.Select(p => p.Step).ToArray(), points.Select(p => p.Epoch).ToArray(),
                        points.Select(p => p.Value).ToArray(), points.Select(p => p.At.UtcDateTime).ToArray()).ConfigureAwait(false);
                }
                foreach (RunArtifact artifact in batch.Artifacts.Values)
                {
                    await Sql.ExecuteAsync(
                        connection,
                        """
                        INSERT INTO run_artifacts (id, run_id, name, kind, object_key, bytes) VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (run_id, name) DO UPDATE SET kind = excluded.kind, object_key = excluded.object_key, bytes = excluded.bytes, created_at = now()
                        """,
                        token, artifact.Id, _run, artifact.Name, artifact.Kind, artifact.ObjectKey, artifact.Bytes).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private readonly record struct Point(string Key, long Step, int Epoch, double Value, DateTimeOffset At);

    private sealed record Batch(Dictionary<string, string> Params, List<Point> Points, Dictionary<string, RunArtifact> Artifacts);
}
