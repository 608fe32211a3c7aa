namespace Wav2Kp.Catalog.Runs;

/// <summary>A node of a parsed filter. A comparison with a field that a run lacks is false, whatever the comparison.</summary>
internal abstract record RunCondition
{
    /// <summary>All hold.</summary>
    internal sealed record All(IReadOnlyList<RunCondition> Parts) : RunCondition;

    /// <summary>At least one holds.</summary>
    internal sealed record Any(IReadOnlyList<RunCondition> Parts) : RunCondition;

    /// <summary>It does not hold.</summary>
    internal sealed record Not(RunCondition Part) : RunCondition;

    /// <summary>The field compares so with the value, or with one of the values.</summary>
    internal sealed record Comparison(RunField Field, RunOperator Operator, IReadOnlyList<RunValue> Values) : RunCondition;

    /// <summary>The run has the field, or lacks it.</summary>
    internal sealed record Presence(RunField Field, bool Present) : RunCondition;
}
