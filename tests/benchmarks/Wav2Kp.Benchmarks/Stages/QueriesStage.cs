using System.Diagnostics;
using Npgsql;
using Wav2Kp.Cli;
using Wav2Kp.Migrations;
using Wav2Kp.Testing;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>
/// Studio's lists, filters, curves and pages on a catalog of 10,000 runs with 1,000,000 metric points, 10,000 jobs and 10,000 clips: what a
/// person or a program waits for each, one at a time, over HTTP, and how long the database takes for the slowest of the statements behind it.
/// </summary>
internal sealed class QueriesStage : IStage
{
    private const int Warm = 3;
    private const int Times = 25;
    private const string Filter = "(metrics.m1 > 0.5 and params.p0 = 'wav2kp' and params.p1 >= 10) or not (status = 'succeeded') and metrics.m2 < 0.1";

    public string Name => "queries";

    public string Title => "the console's and the API's lists, at 10,000 runs and 1,000,000 metric points";

    public bool Alone => true;

    public bool NeedsClips => false;

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        await using RealServers servers = await RealServers.StartAsync(rabbitMq: false, statementTimes: true, cancellationToken: cancellationToken);
        string database = await servers.CreateDatabaseAsync(cancellationToken);
        await Migrator.ApplyAsync(database);
        await using NpgsqlDataSource data = NpgsqlDataSource.Create(database);
        (Guid run, Guid job) = await FillAsync(data, cancellationToken);
        await using StudioProcess studio = await StudioProcess.StartAsync(database, context.WorkFolder, cancellationToken);
        string api = "api/v1/";
        (string Name, string Address)[] requests =
        [
            ("runs", $"{api}runs?limit=50"),
            ("runs filtered", $"{api}runs?limit=50&filter={Uri.EscapeDataString(Filter)}"),
            ("runs ordered", $"{api}runs?limit=50&order={Uri.EscapeDataString("metrics.m3 desc, params.p2")}"),
            ("runs filtered and ordered", $"{api}runs?limit=50&filter={Uri.EscapeDataString(Filter)}&order={Uri.EscapeDataString("metrics.m3 desc, params.p2")}"),
            ("runs, last page", $"{api}runs?limit=50&offset=9950"),
            ("experiments", $"{api}experiments"),
            ("names of fields", $"{api}runs/fields"),
            ("completion", $"{api}filters/runs/complete?text={Uri.EscapeDataString("params.p1 = '1")}"),
            ("run", $"{api}runs/{run}"),
            ("curves of a run", $"{api}runs/{run}/metrics?maxPoints=400"),
            ("jobs", $"{api}jobs?limit=50"),
            ("jobs of a state", $"{api}jobs?limit=50&state=failed"),
            ("job", $"{api}jobs/{job}"),
            ("clips", $"{api}videos?limit=50"),
            ("clips filtered and ordered", $"{api}videos?limit=50&filter={Uri.EscapeDataString("quality >= 0.9 and length > 2 and tags != 'noisy'")}&order={Uri.EscapeDataString("length desc")}"),
            ("page Overview", ""),
            ("page Experiments", $"runs?filter={Uri.EscapeDataString(Filter)}"),
            ("page of a run", $"runs/{run}"),
            ("page Jobs", "jobs"),
            ("page Clips", "clips"),
        ];
        Dictionary<string, double> details = [];
        double seconds = 0;
        foreach ((string name, string address) in requests)
        {
            List<double> milliseconds = [];
            for (int i = 0; i < Warm + Times; i++)
            {
                if (i == Warm)
                {
                    await ExecuteAsync(data, "SELECT pg_stat_statements_reset()", cancellationToken);
                }
                long begun = Stopwatch.GetTimestamp();
                using HttpResponseMessage response = await studio.Http.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);
                string body = await response.Content.ReadAsStringAsync(cancellationToken);
                double took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                if (!response.IsSuccessStatusCode)
                {
                    throw new CliException($"{address} answered {(int)response.StatusCode}: {body[..Math.Min(body.Length, 500)]}");
                }
                if (i >= Warm)
                {
                    milliseconds.Add(took);
                }
            }
            Spread spread = Spread.Of(milliseconds)!;
            details[$"{name}, median ms"] = spread.Median;
            details[$"{name}, worst ms"] = spread.Highest;
            details[$"{name}, fastest ms"] = spread.Lowest;
            (details[$"{name}, slowest statement, mean ms"], details[$"{name}, slowest statement, worst ms"]) = await SlowestAsync(data, cancellationToken);
            seconds += milliseconds.Sum() / 1000;
        }
        return new StageFigure(Name, "requests per second", requests.Length * Times / seconds, details);
    }

    // Python keeps no such record
    public double? SpeedOf(PeerFigures peer, BenchClips clips) => null;

    /// <summary>Fills a catalog; gives a run with long histories and a job with its steps.</summary>
    private static async Task<(Guid Run, Guid Job)> FillAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await ExecuteAsync(data, Fill, cancellationToken);
        // as PostgreSQL does by itself within a minute or two: not in the midst of the measuring
        await ExecuteAsync(data, "VACUUM (ANALYZE)", cancellationToken);
        await using NpgsqlCommand pick = data.CreateCommand("SELECT (SELECT count(*) FROM run_metrics), (SELECT run_id FROM run_metrics WHERE step > 1000 LIMIT 1), (SELECT id FROM jobs ORDER BY created_at DESC LIMIT 1)");
        await using NpgsqlDataReader reader = await pick.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0) == 1_000_000 ? (reader.GetGuid(1), reader.GetGuid(2))
            : throw new InvalidOperationException($"The catalog was filled with {reader.GetInt64(0)} metric points instead of 1,000,000.");
    }

    /// <summary>Of the statements since the last reset: the highest mean and the highest single time, planning and execution, in ms.</summary>
    private static async Task<(double Mean, double Worst)> SlowestAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = data.CreateCommand(
            "SELECT coalesce(max(mean_plan_time + mean_exec_time), 0), coalesce(max(max_plan_time + max_exec_time), 0) FROM pg_stat_statements WHERE query !~ 'pg_stat_statements'");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetDouble(0), reader.GetDouble(1));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource data, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = data.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // 9,990 runs with 50 points and ten with 50,050: ten metrics of 5,005 steps
    private const string Fill =
        """
        CREATE EXTENSION pg_stat_statements;
        SELECT setseed(0.5);
        INSERT INTO experiments (id, name) SELECT gen_random_uuid(), 'e' || n FROM generate_series(1, 10) n;
        INSERT INTO jobs (id, kind, name, state, parameters, created_at, started_at, finished_at)
          SELECT gen_random_uuid(), 'extraction', 'job ' || n, CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'succeeded' END, '{}', now() - n * interval '1 minute', now() - n * interval '1 minute', now() FROM generate_series(1, 10000) n;
        INSERT INTO steps (id, job_id, kind, state, progress, created_at, finished_at)
          SELECT gen_random_uuid(), j.id, k, 'succeeded', 1, j.created_at, j.created_at FROM jobs j, unnest(ARRAY['ingest', 'features', 'landmarks']) k;
        INSERT INTO runs (id, experiment_id, name, status, created_at, started_at, finished_at)
          SELECT gen_random_uuid(), e.id, 'run ' || e.name || n, CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'succeeded' END, now() - n * interval '1 minute', now() - n * interval '1 minute', now()
          FROM experiments e, generate_series(1, 1000) n;
        INSERT INTO run_params (run_id, key, value) SELECT r.id, 'p' || k, CASE k WHEN 0 THEN CASE WHEN hashtext(r.id::text) % 2 = 0 THEN 'wav2kp' ELSE 'wav2kp-seed' END ELSE (abs(hashtext(r.id::text || k)) % 100)::text END FROM runs r, generate_series(0, 19) k;
        INSERT INTO run_tags (run_id, key, value) SELECT r.id, 'kind', 'k' || abs(hashtext(r.id::text)) % 7 FROM runs r;
        INSERT INTO run_metrics_latest (run_id, key, step, epoch, value) SELECT r.id, 'm' || k, 100, 1, random() FROM runs r, generate_series(0, 9) k;
        CREATE TEMPORARY TABLE long_runs AS SELECT id FROM runs ORDER BY id LIMIT 10;
        INSERT INTO run_metrics (run_id, key, step, epoch, value)
          SELECT r.id, 'm' || k, s, s / 10, random() FROM runs r, generate_series(0, 9) k, generate_series(0, 4) s WHERE r.id NOT IN (SELECT id FROM long_runs);
        INSERT INTO run_metrics (run_id, key, step, epoch, value) SELECT r.id, 'm' || k, s, s / 100, random() FROM long_runs r, generate_series(0, 9) k, generate_series(1, 5005) s;
        UPDATE run_metrics_latest SET points = CASE WHEN run_id IN (SELECT id FROM long_runs) THEN 5005 ELSE 5 END;
        INSERT INTO clips (id, sha256, name, bytes, state, source_key, speaker, tags, media, created_at)
          SELECT gen_random_uuid(), encode(sha256(n::text::bytea), 'hex'), 'clip ' || n || '.mp4', 1000000, 'ready', 'clips/' || n, 's' || n % 30,
            CASE WHEN n % 10 = 0 THEN ARRAY['noisy'] ELSE ARRAY['studio', 'day ' || n % 5] END,
            jsonb_build_object('container', 'mp4', 'duration', (n % 7000 + 500) || '/1000', 'bytes', 1000000, 'warnings', '[]'::jsonb,
              'video', jsonb_build_object('stream', 0, 'codec', 'h264', 'width', 360, 'height', 288, 'frameRate', '25', 'variableFrameRate', false, 'frameCount', 75)), now() - n * interval '1 minute'
          FROM generate_series(1, 10000) n;
        INSERT INTO artifacts (id, hash, kind, object_key, bytes, metadata, clip_id)
          SELECT gen_random_uuid(), c.sha256, k, c.source_key || '/' || k, 1000,
            CASE WHEN k = 'landmarks' THEN jsonb_build_object('frames', 75, 'valid', 60 + abs(hashtext(c.sha256)) % 16, 'flagged', abs(hashtext(c.sha256)) % 5) END, c.id
          FROM clips c, unnest(ARRAY['audio', 'features', 'landmarks', 'faces', 'contact-sheet']) k;
        INSERT INTO clip_artifacts (clip_id, kind, artifact_id) SELECT clip_id, kind, id FROM artifacts;
        """;
}
