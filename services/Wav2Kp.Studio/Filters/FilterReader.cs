using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Filters;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Filters;

/// <summary>Reads what filters may name and hold, for completion and for people.</summary>
internal sealed partial class FilterReader(IDbContextFactory<CatalogContext> contexts)
{
    private const int NamesOffered = 200;
    private const int Offered = 20;
    private const int LongestValue = 200;

    // from name to name along the index instead of through all rows
    private const string NamesSql =
        """
        WITH RECURSIVE names AS (
          (SELECT key FROM TABLE ORDER BY key LIMIT 1)
          UNION ALL
          SELECT (SELECT t.key FROM TABLE t WHERE t.key > n.key ORDER BY t.key LIMIT 1) FROM names n WHERE n.key IS NOT NULL)
        SELECT key AS "Value" FROM names WHERE key IS NOT NULL LIMIT @most
        """;

    private const string ValuesSql =
        """
        SELECT v.value AS "Value" FROM (FIELD) v (value)
        WHERE length(v.value) <= @longest AND starts_with(lower(v.value), lower(@begun)) ORDER BY v.value COLLATE "C" LIMIT @most
        """;

    /// <summary>The names of the fields of a family.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(FilterFieldDefinition family, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return await catalog.Database.SqlQueryRaw<string>(
            NamesSql.Replace("TABLE", family.Sql, StringComparison.Ordinal), new NpgsqlParameter("most", NamesOffered)).ToListAsync(cancellationToken);
    }

    /// <summary>The fields of a schema with what there is in the catalog.</summary>
    public async Task<IReadOnlyList<Api.FilterField>> FieldsAsync(FilterSchema schema, CancellationToken cancellationToken)
    {
        var fields = new List<Api.FilterField>();
        foreach (var field in schema.Fields)
        {
            fields.Add(new Api.FilterField
            {
                Name = field.IsFamily ? field.Name + ".NAME" : field.Name,
                Type = field.Type.ToString().ToLowerInvariant(),
                Description = field.Description,
                Aliases = field.Aliases,
                Operators = FilterOperators.Of(field.Type),
                Values = field.Words,
                Names = field.IsFamily ? await NamesAsync(field, cancellationToken) : [],
            });
        }
        return fields;
    }

    /// <summary>What could be written at a place in a filter.</summary>
    public async Task<Api.FilterCompletion> CompleteAsync(FilterSchema schema, string text, int position, CancellationToken cancellationToken)
    {
        var place = FilterCompletion.At(schema, text, position);
        List<Api.FilterSuggestion> found = place switch
        {
            { Kind: null } => [],
            { Kind: FilterExpectationKind.Field } => [.. await FieldsAsync(schema, place.Begun, cancellationToken), .. Words(place, "word")],
            { Kind: FilterExpectationKind.Operator } => Words(place, "operator"),
            { Kind: FilterExpectationKind.Value, Field: { } field } => await ValuesAsync(place, field, cancellationToken),
            _ => Words(place, "word"),
        };
        return new Api.FilterCompletion { From = place.From, Items = [.. found.Take(Offered)] };
    }

    /// <summary>A field's name as filters write it.</summary>
    public static string Written(string family, string name) => PlainName().IsMatch(name) ? $"{family}.{name}" : $"{family}.\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as filters write it.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static List<Api.FilterSuggestion> Words(FilterCompletion place, string kind) =>
        [.. place.Words.Where(w => w.StartsWith(place.Begun, StringComparison.OrdinalIgnoreCase)).Select(w => new Api.FilterSuggestion { Text = w, Kind = kind })];

    private async Task<IEnumerable<Api.FilterSuggestion>> FieldsAsync(FilterSchema schema, string begun, CancellationToken cancellationToken)
    {
        var fields = new List<Api.FilterSuggestion>();
        foreach (var field in schema.Fields)
        {
            IEnumerable<string> names = field.IsFamily ? (await NamesAsync(field, cancellationToken)).Select(n => Written(field.Name, n)) : [field.Name];
            fields.AddRange(names.Select(n => new Api.FilterSuggestion { Text = n, Kind = "field", Detail = field.Description }));
        }
        // what begins so comes before what only holds it
        string wanted = begun.Replace("\"", "", StringComparison.Ordinal);
        return fields.Select(f => (Field: f, At: f.Text.Replace("\"", "", StringComparison.Ordinal).IndexOf(wanted, StringComparison.OrdinalIgnoreCase)))
            .Where(f => f.At >= 0).OrderBy(f => f.At > 0).Select(f => f.Field);
    }

    private async Task<List<Api.FilterSuggestion>> ValuesAsync(FilterCompletion place, FilterFieldDefinition field, CancellationToken cancellationToken)
    {
        string begun = place.Begun.Length > 0 && place.Begun[0] is '\'' or '"' ? place.Begun[1..].Replace("''", "'", StringComparison.Ordinal) : place.Begun;
        IEnumerable<string> values = [];
        if (place.Words.Count > 0)
        {
            values = place.Words.Where(w => w.StartsWith(begun, StringComparison.OrdinalIgnoreCase));
        }
        else if (field.ValuesSql is { } sql)
        {
            await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
            // the field's SQL is the schema's own; what was written goes into parameters
            values = await catalog.Database.SqlQueryRaw<string>(
                ValuesSql.Replace("FIELD", sql, StringComparison.Ordinal),
                new NpgsqlParameter("key", NpgsqlDbType.Text) { Value = place.Key }, new NpgsqlParameter("begun", NpgsqlDbType.Text) { Value = begun },
                new NpgsqlParameter("longest", LongestValue), new NpgsqlParameter("most", Offered)).ToListAsync(cancellationToken);
        }
        return [.. values.Select(v => new Api.FilterSuggestion { Text = Quote(v), Kind = "value" })];
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*([-./][A-Za-z0-9_]+)*$")]
    private static partial Regex PlainName();
}
