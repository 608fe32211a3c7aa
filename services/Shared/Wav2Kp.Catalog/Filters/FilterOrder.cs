namespace Wav2Kp.Catalog.Filters;

/// <summary>
/// An order: <c>metrics.mouth_r desc, started</c>. Fields as in <see cref="Filter"/>, each with asc (the default) or desc.
/// What lacks the field comes last either way; the newest come first among equals.
/// </summary>
public sealed class FilterOrder
{
    private const int MaxFields = 16;

    private FilterOrder(FilterSchema schema, IReadOnlyList<(FilterField Field, bool Descending)> fields)
    {
        Schema = schema;
        Fields = fields;
    }

    /// <summary>Whose fields it names.</summary>
    public FilterSchema Schema { get; }

    /// <summary>The newest first, as without any order.</summary>
    public bool IsNewest => Fields.Count == 0;

    internal IReadOnlyList<(FilterField Field, bool Descending)> Fields { get; }

    /// <summary>Parses an order; null, empty and blank ones mean the newest first.</summary>
    /// <exception cref="FilterException">The order cannot be understood.</exception>
    public static FilterOrder Parse(FilterSchema schema, string? text)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (string.IsNullOrWhiteSpace(text))
            return new FilterOrder(schema, []);
        var reader = new FilterReader(schema, text, "order");
        var fields = new List<(FilterField, bool)>();
        do
        {
            if (fields.Count == MaxFields)
                throw reader.Error($"The order holds more than {MaxFields} fields.");
            var field = reader.Field();
            if (field.Type == FilterType.Labels)
                throw reader.Error($"{field.Text} is a set, which has no order.", field.Position);
            bool descending = reader.TryKeyword("desc");
            if (!descending)
                reader.TryKeyword("asc");
            fields.Add((field, descending));
        }
        while (reader.TrySymbol(","));
        return reader.AtEnd ? new FilterOrder(schema, fields) : throw reader.Error($"Expected asc, desc, a comma or the end, found {reader.Found()}.");
    }
}
