namespace Wav2Kp.Catalog.Filters;

/// <summary>A node of a parsed filter. A comparison with a field that is lacking is false, whatever the comparison.</summary>
internal abstract record FilterCondition
{
    /// <summary>All hold.</summary>
    internal sealed record All(IReadOnlyList<FilterCondition> Parts) : FilterCondition;

    /// <summary>At least one holds.</summary>
    internal sealed record Any(IReadOnlyList<FilterCondition> Parts) : FilterCondition;

    /// <summary>It does not hold.</summary>
    internal sealed record Not(FilterCondition Part) : FilterCondition;

    /// <summary>The field compares so with the value, or with one of the values.</summary>
    internal sealed record Comparison(FilterField Field, FilterOperator Operator, IReadOnlyList<FilterValue> Values) : FilterCondition;

    /// <summary>The field is there, or is lacking.</summary>
    internal sealed record Presence(FilterField Field, bool Present) : FilterCondition;
}
