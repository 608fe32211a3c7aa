using Npgsql;
using NpgsqlTypes;

namespace Wav2Kp.Catalog.Tests.Runs;

/// <summary>Puts runs into a catalog.</summary>
internal static class RunInserter
{
    public static async Task InsertAsync(NpgsqlDataSource data, IReadOnlyList<RunFacts> runs)
    {
        await using var batch = data.CreateBatch();
        var experiments = runs.Select(r => r.Experiment).Distinct().ToDictionary(name => name, _ => Guid.CreateVersion7());
        Add("INSERT INTO experiments (id, name) SELECT * FROM unnest($1, $2)",
            (NpgsqlDbType.Uuid, experiments.Values.ToArray()), (NpgsqlDbType.Text, experiments.Keys.ToArray()));
        Add("INSERT INTO runs (id, experiment_id, name, status, notes, created_at, started_at, finished_at) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)",
            (NpgsqlDbType.Uuid, runs.Select(r => r.Id).ToArray()),
            (NpgsqlDbType.Uuid, runs.Select(r => experiments[r.Experiment]).ToArray()),
            (NpgsqlDbType.Text, runs.Select(r => r.Name).ToArray()),
            (NpgsqlDbType.Text, runs.Select(r => r.Status).ToArray()),
            (NpgsqlDbType.Text, runs.Select(r => r.Notes).ToArray()),
            (NpgsqlDbType.TimestampTz, runs.Select(r => r.Created).ToArray()),
            (NpgsqlDbType.TimestampTz, runs.Select(r => r.Started).ToArray()),
            (NpgsqlDbType.TimestampTz, runs.Select(r => r.Finished).ToArray()));
        var metrics = runs.SelectMany(r => r.Metrics.Select(m => (r.Id, m.Key, m.Value))).ToList();
        Add("INSERT INTO run_metrics_latest (run_id, key, value, step, epoch) SELECT *, 1, 1 FROM unnest($1, $2, $3)",
            (NpgsqlDbType.Uuid, metrics.Select(m => m.Id).ToArray()),
            (NpgsqlDbType.Text, metrics.Select(m => m.Key).ToArray()),
            (NpgsqlDbType.Double, metrics.Select(m => m.Value).ToArray()));
        foreach (string table in new[] { "run_params", "run_tags" })
        {
            var texts = runs.SelectMany(r => (table == "run_params" ? r.Params : r.Tags).Select(p => (r.Id, p.Key, p.Value))).ToList();
            Add($"INSERT INTO {table} (run_id, key, value) SELECT * FROM unnest($1, $2, $3)",
                (NpgsqlDbType.Uuid, texts.Select(t => t.Id).ToArray()),
                (NpgsqlDbType.Text, texts.Select(t => t.Key).ToArray()),
                (NpgsqlDbType.Text, texts.Select(t => t.Value).ToArray()));
        }
        await batch.ExecuteNonQueryAsync();

        void Add(string sql, params (NpgsqlDbType Type, object Values)[] arrays)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var (type, values) in arrays)
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
            batch.BatchCommands.Add(command);
        }
    }
}
