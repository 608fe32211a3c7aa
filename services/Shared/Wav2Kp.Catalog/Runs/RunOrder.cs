namespace Wav2Kp.Catalog.Runs;

/// <summary>
/// An order of runs: <c>metrics.mouth_r desc, started</c>. Fields as in <see cref="RunFilter"/>, each with asc (the default) or desc.
/// Runs that lack the field come last either way; the newest come first among equals.
/// </summary>
public sealed class RunOrder
{
    private const int MaxFields = 16;

    private RunOrder(IReadOnlyList<(RunField Field, bool Descending)> fields) => Fields = fields;

    /// <summary>The newest first.</summary>
    public static RunOrder Newest { get; } = new([]);

    internal IReadOnlyList<(RunField Field, bool Descending)> Fields { get; }

    /// <summary>Parses an order; null, empty and blank ones mean the newest first.</summary>
    /// <exception cref="RunQueryException">The order cannot be understood.</exception>
    public static RunOrder Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Newest;
        var reader = new RunQueryReader(text, "order");
        var fields = new List<(RunField, bool)>();
        do
        {
            if (fields.Count == MaxFields)
                throw reader.Error($"The order holds more than {MaxFields} fields.");
            var field = reader.Field();
            bool descending = reader.TryKeyword("desc");
            if (!descending)
                reader.TryKeyword("asc");
            fields.Add((field, descending));
        }
        while (reader.TrySymbol(","));
        return reader.AtEnd ? new RunOrder(fields) : throw reader.Error($"Expected asc, desc, a comma or the end, found {reader.Found()}.");
    }
}
