namespace Wav2Kp.Catalog.Runs;

/// <summary>A field of a run in a filter or an order.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Key">The metric's, parameter's or tag's name; empty otherwise.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Position">Where it was written.</param>
internal sealed record RunField(RunFieldKind Kind, string Key, string Text, int Position)
{
    /// <summary>Compared with numbers only.</summary>
    public bool IsNumber => Kind is RunFieldKind.Metric or RunFieldKind.Duration;

    /// <summary>Compared with dates and times only.</summary>
    public bool IsTime => Kind is RunFieldKind.Created or RunFieldKind.Started or RunFieldKind.Finished;

    /// <summary>Text that may hold a number.</summary>
    public bool IsLoose => Kind is RunFieldKind.Parameter or RunFieldKind.Tag;

    /// <summary>The attributes by the names that a filter may call them.</summary>
    public static IReadOnlyDictionary<string, RunFieldKind> Attributes { get; } = new Dictionary<string, RunFieldKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = RunFieldKind.Id,
        ["run_id"] = RunFieldKind.Id,
        ["name"] = RunFieldKind.Name,
        ["run_name"] = RunFieldKind.Name,
        ["experiment"] = RunFieldKind.Experiment,
        ["status"] = RunFieldKind.Status,
        ["notes"] = RunFieldKind.Notes,
        ["created"] = RunFieldKind.Created,
        ["started"] = RunFieldKind.Started,
        ["start_time"] = RunFieldKind.Started,
        ["finished"] = RunFieldKind.Finished,
        ["end_time"] = RunFieldKind.Finished,
        ["duration"] = RunFieldKind.Duration,
    };

    /// <summary>The prefixes before a dot; null stands for the attributes.</summary>
    public static IReadOnlyDictionary<string, RunFieldKind?> Prefixes { get; } = new Dictionary<string, RunFieldKind?>(StringComparer.OrdinalIgnoreCase)
    {
        ["metrics"] = RunFieldKind.Metric,
        ["metric"] = RunFieldKind.Metric,
        ["params"] = RunFieldKind.Parameter,
        ["param"] = RunFieldKind.Parameter,
        ["parameters"] = RunFieldKind.Parameter,
        ["parameter"] = RunFieldKind.Parameter,
        ["tags"] = RunFieldKind.Tag,
        ["tag"] = RunFieldKind.Tag,
        ["attributes"] = null,
        ["attribute"] = null,
        ["attr"] = null,
        ["run"] = null,
    };
}
