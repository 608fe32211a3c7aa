namespace Wav2Kp.Catalog.Filters;

/// <summary>The fields that a kind of filter knows.</summary>
public sealed class FilterSchema
{
    private readonly Dictionary<string, FilterFieldDefinition> _attributes;
    private readonly Dictionary<string, FilterFieldDefinition?> _prefixes;

    internal FilterSchema(string what, string example, IReadOnlyList<FilterFieldDefinition> fields, IReadOnlyList<string> attributePrefixes)
    {
        What = what;
        Example = example;
        Fields = fields;
        _attributes = Index(fields.Where(f => !f.IsFamily));
        _prefixes = Index(fields.Where(f => f.IsFamily)).ToDictionary(p => p.Key, p => (FilterFieldDefinition?)p.Value, StringComparer.OrdinalIgnoreCase);
        foreach (string prefix in attributePrefixes)
            _prefixes.Add(prefix, null);
    }

    /// <summary>What is filtered: <c>runs</c> or <c>clips</c>.</summary>
    public string What { get; }

    /// <summary>A filter that somebody may well ask for.</summary>
    public string Example { get; }

    /// <summary>The fields, families of fields first.</summary>
    public IReadOnlyList<FilterFieldDefinition> Fields { get; }

    /// <summary>What stands after FROM.</summary>
    internal string From { get; init; } = "";

    /// <summary>What always holds.</summary>
    internal string Where { get; init; } = "TRUE";

    /// <summary>The column of the families' tables that holds <see cref="Row"/>.</summary>
    internal string Owner { get; init; } = "";

    /// <summary>The identifier's expression.</summary>
    internal string Row { get; init; } = "";

    /// <summary>The expression of the time that the newest are told by.</summary>
    internal string Created { get; init; } = "";

    /// <summary>The attributes by the names that a filter may call them, whatever the case.</summary>
    internal IReadOnlyDictionary<string, FilterFieldDefinition> Attributes => _attributes;

    /// <summary>What may stand before a dot; null stands for the attributes.</summary>
    internal IReadOnlyDictionary<string, FilterFieldDefinition?> Prefixes => _prefixes;

    /// <summary>The fields' names for a message.</summary>
    internal string Names
    {
        get
        {
            string[] names = [.. Fields.Select(f => f.IsFamily ? f.Name + ".NAME" : f.Name)];
            return $"{string.Join(", ", names[..^1])} and {names[^1]}";
        }
    }

    private static Dictionary<string, FilterFieldDefinition> Index(IEnumerable<FilterFieldDefinition> fields) =>
        fields.SelectMany(f => f.Aliases.Prepend(f.Name).Select(n => (n, f))).ToDictionary(p => p.n, p => p.f, StringComparer.OrdinalIgnoreCase);
}
