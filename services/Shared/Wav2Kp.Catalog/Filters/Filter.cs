namespace Wav2Kp.Catalog.Filters;

/// <summary>
/// A filter: <c>metrics.mouth_r &gt; 0.8 and params.recipe = 'wav2kp' or not (status = 'succeeded')</c>. Its grammar is in docs/filters.md;
/// a schema says which fields there are.
/// </summary>
public sealed class Filter
{
    private Filter(FilterSchema schema, FilterCondition? root)
    {
        Schema = schema;
        Root = root;
    }

    /// <summary>Whose fields it names.</summary>
    public FilterSchema Schema { get; }

    /// <summary>Everything passes.</summary>
    public bool IsEmpty => Root is null;

    /// <summary>Null when everything passes.</summary>
    internal FilterCondition? Root { get; }

    /// <summary>Parses a filter; null, empty and blank ones let everything pass.</summary>
    /// <exception cref="FilterException">The filter cannot be understood.</exception>
    public static Filter Parse(FilterSchema schema, string? text)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new Filter(schema, string.IsNullOrWhiteSpace(text) ? null : new FilterParser(new FilterReader(schema, text, "filter")).Whole());
    }

    /// <summary>This filter and another of the same schema.</summary>
    /// <exception cref="FilterException">The other cannot be understood.</exception>
    public Filter And(string text) => Parse(Schema, text) is { Root: { } other } ? new Filter(Schema, Root is null ? other : new FilterCondition.All([Root, other])) : this;
}
