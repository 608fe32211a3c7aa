namespace Wav2Kp.Catalog.Filters;

/// <summary>A field that filters of a schema know, or a family of fields (<c>metrics.NAME</c>).</summary>
public sealed class FilterFieldDefinition
{
    /// <summary>As filters name it; of a family, what stands before the dot.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required FilterType Type { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it is a family.</summary>
    public bool IsFamily { get; init; }

    /// <summary>Other names for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>All that it may hold, of <see cref="FilterType.Word"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>
    /// The field's SQL: an expression, of labels one that gives an array; of a family its table, which has a row of <c>key</c> and <c>value</c> for
    /// each name, and of <see cref="FilterType.Loose"/> ones <c>number</c>, what the value is as a number.
    /// </summary>
    public required string Sql { get; init; }

    /// <summary>SQL that gives the texts that the field has somewhere, one column; a family's name is <c>@key</c>. Null where none are offered.</summary>
    public string? ValuesSql { get; init; }
}
