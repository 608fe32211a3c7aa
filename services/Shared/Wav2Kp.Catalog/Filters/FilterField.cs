namespace Wav2Kp.Catalog.Filters;

/// <summary>A field as it stands in a filter or an order.</summary>
/// <param name="Definition">Which.</param>
/// <param name="Key">The name within its family; empty for an attribute.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Position">Where it was written.</param>
internal sealed record FilterField(FilterFieldDefinition Definition, string Key, string Text, int Position)
{
    /// <summary>Its type.</summary>
    public FilterType Type => Definition.Type;

    /// <summary>Compared with numbers only.</summary>
    public bool IsNumber => Type == FilterType.Number;

    /// <summary>Compared with dates and times only.</summary>
    public bool IsTime => Type == FilterType.Time;
}
