using Wav2Kp.Studio.Components;
using Wav2Kp.Studio.Filters;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Runs;

/// <summary>The columns of the table of runs that people choose: <c>metrics.NAME</c>, <c>params.NAME</c>, <c>tags.NAME</c> and <c>notes</c>.</summary>
internal static class RunColumns
{
    public const string Notes = "notes";
    public const int Most = 20;

    private const string Metrics = "metrics.", Parameters = "params.", Tags = "tags.";

    /// <summary>Those shown until others are chosen.</summary>
    public static IReadOnlyList<string> Default { get; } = ["metrics.mouth_r", "metrics.lip_lmd", "metrics.nlmd", "params.recipe"];

    /// <summary>Those that there are.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<string> Columns)> All(Api.RunFields fields) =>
    [
        ("Metrics", [.. fields.Metrics.Select(n => Metrics + n)]),
        ("Parameters", [.. fields.Parameters.Select(n => Parameters + n)]),
        ("Tags and notes", [.. fields.Tags.Select(n => Tags + n), Notes]),
    ];

    /// <summary>Whether it is one, of whatever name.</summary>
    public static bool IsColumn(string column) =>
        column == Notes || new[] { Metrics, Parameters, Tags }.Any(p => column.Length > p.Length && column.StartsWith(p, StringComparison.Ordinal));

    public static bool IsNumber(string column) => column.StartsWith(Metrics, StringComparison.Ordinal);

    /// <summary>The column's title: the name without what it is a name of.</summary>
    public static string Title(string column) => column == Notes ? Notes : column[(column.IndexOf('.') + 1)..];

    /// <summary>What a run has there; null when it has nothing.</summary>
    public static string? Value(Api.Run run, string column)
    {
        string name = Title(column);
        return column == Notes ? run.Notes
            : column.StartsWith(Metrics, StringComparison.Ordinal) ? run.Metrics.TryGetValue(name, out double? value) ? Text.Number(value) : null
            : (column.StartsWith(Parameters, StringComparison.Ordinal) ? run.Parameters : run.Tags).GetValueOrDefault(name);
    }

    /// <summary>The column as filters and orders name it.</summary>
    public static string Field(string column)
    {
        if (column == Notes)
            return Notes;
        return FilterReader.Written(column[..column.IndexOf('.')], Title(column));
    }
}
