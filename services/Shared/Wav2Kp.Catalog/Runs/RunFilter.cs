using Wav2Kp.Catalog.Filters;

namespace Wav2Kp.Catalog.Runs;

/// <summary>Filters and orders of runs.</summary>
public static class RunFilter
{
    /// <summary>What they may name.</summary>
    public static FilterSchema Schema { get; } = new(
        "runs",
        "metrics.mouth_r, params.recipe, tags.note or status",
        [
            new()
            {
                Name = "metrics",
                Aliases = ["metric"],
                Type = FilterType.Number,
                IsFamily = true,
                Description = "The latest value of a metric",
                Sql = "run_metrics_latest",
            },
            new()
            {
                Name = "params",
                Aliases = ["param", "parameters", "parameter"],
                Type = FilterType.Loose,
                IsFamily = true,
                Description = "A parameter",
                Sql = "run_params",
                ValuesSql = "SELECT DISTINCT value FROM run_params WHERE key = @key",
            },
            new()
            {
                Name = "tags",
                Aliases = ["tag"],
                Type = FilterType.Loose,
                IsFamily = true,
                Description = "A tag",
                Sql = "run_tags",
                ValuesSql = "SELECT DISTINCT value FROM run_tags WHERE key = @key",
            },
            new() { Name = "id", Aliases = ["run_id"], Type = FilterType.Text, Description = "The identifier", Sql = "r.id::text" },
            new()
            {
                Name = "name",
                Aliases = ["run_name"],
                Type = FilterType.Text,
                Description = "The run's name",
                Sql = "r.name",
                ValuesSql = "SELECT DISTINCT name FROM runs WHERE deleted_at IS NULL",
            },
            new() { Name = "experiment", Type = FilterType.Text, Description = "The experiment's name", Sql = "e.name", ValuesSql = "SELECT name FROM experiments" },
            new() { Name = "status", Type = FilterType.Word, Words = RunStatuses.All, Description = "Where the run stands", Sql = "r.status" },
            new() { Name = "notes", Type = FilterType.Text, Description = "The notes", Sql = "r.notes" },
            new() { Name = "created", Type = FilterType.Time, Description = "When it was asked for", Sql = "r.created_at" },
            new() { Name = "started", Aliases = ["start_time"], Type = FilterType.Time, Description = "When it began", Sql = "r.started_at" },
            new() { Name = "finished", Aliases = ["end_time"], Type = FilterType.Time, Description = "When it ended", Sql = "r.finished_at" },
            new()
            {
                Name = "duration",
                Type = FilterType.Number,
                Description = "Seconds from start to end, or until now",
                Sql = "EXTRACT(EPOCH FROM COALESCE(r.finished_at, now()) - r.started_at)::float8",
            },
        ],
        ["attributes", "attribute", "attr", "run"])
    {
        From = "runs r JOIN experiments e ON e.id = r.experiment_id",
        Where = "r.deleted_at IS NULL",
        Owner = "run_id",
        Row = "r.id",
        Created = "r.created_at",
    };

    /// <summary>Parses a filter; null, empty and blank ones let every run pass.</summary>
    /// <exception cref="FilterException">The filter cannot be understood.</exception>
    public static Filter Parse(string? text) => Filter.Parse(Schema, text);

    /// <summary>Parses an order; null, empty and blank ones mean the newest first.</summary>
    /// <exception cref="FilterException">The order cannot be understood.</exception>
    public static FilterOrder Order(string? text) => FilterOrder.Parse(Schema, text);
}
