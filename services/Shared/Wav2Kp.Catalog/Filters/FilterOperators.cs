namespace Wav2Kp.Catalog.Filters;

/// <summary>The comparisons as filters write them.</summary>
public static class FilterOperators
{
    private static readonly string[] s_presence = ["is null", "is not null"];
    private static readonly string[] s_equality = ["=", "!="];
    private static readonly string[] s_order = ["<", "<=", ">", ">="];
    private static readonly string[] s_list = ["in", "not in"];
    private static readonly string[] s_pattern = ["like", "ilike", "not like", "not ilike"];

    /// <summary>Those that go with a type.</summary>
    public static IReadOnlyList<string> Of(FilterType type) => type switch
    {
        FilterType.Number or FilterType.Time => [.. s_equality, .. s_order, .. s_list, .. s_presence],
        FilterType.Word or FilterType.Labels => [.. s_equality, .. s_list, .. s_pattern, .. s_presence],
        _ => [.. s_equality, .. s_order, .. s_list, .. s_pattern, .. s_presence],
    };
}
