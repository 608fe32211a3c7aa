using System.Globalization;

namespace Wav2Kp.Catalog.Filters;

/// <summary>Reads a filter by recursive descent.</summary>
internal sealed class FilterParser(FilterReader reader)
{
    private const int MaxDepth = 64;
    private const int MaxComparisons = 200;
    private const int MaxListLength = 1000;

    private static readonly (string Symbol, FilterOperator Operator)[] s_symbols =
    [
        ("!=", FilterOperator.NotEqual), ("<>", FilterOperator.NotEqual), ("<=", FilterOperator.LessOrEqual), (">=", FilterOperator.GreaterOrEqual),
        ("==", FilterOperator.Equal), ("=", FilterOperator.Equal), ("<", FilterOperator.Less), (">", FilterOperator.Greater),
    ];

    private int _comparisons;

    public FilterCondition Whole()
    {
        var condition = Or(0);
        if (!reader.AtEnd)
            throw reader.Error($"Expected and, or, or the end, found {reader.Found()}.");
        return condition;
    }

    private FilterCondition Or(int depth)
    {
        var parts = new List<FilterCondition> { And(depth) };
        while (reader.TryKeyword("or") || reader.TrySymbol("||"))
            parts.Add(And(depth));
        return parts.Count == 1 ? parts[0] : new FilterCondition.Any(parts);
    }

    private FilterCondition And(int depth)
    {
        var parts = new List<FilterCondition> { Not(depth) };
        while (reader.TryKeyword("and") || reader.TrySymbol("&&"))
            parts.Add(Not(depth));
        return parts.Count == 1 ? parts[0] : new FilterCondition.All(parts);
    }

    private FilterCondition Not(int depth)
    {
        if (depth > MaxDepth)
            throw reader.Error($"The filter is nested deeper than {MaxDepth} levels.");
        if (reader.TryKeyword("not"))
            return new FilterCondition.Not(Not(depth + 1));
        int open = reader.Position;
        if (!reader.TrySymbol("("))
            return Comparison();
        var inner = Or(depth + 1);
        if (!reader.TrySymbol(")"))
            throw reader.AtEnd ? reader.Unclosed("This parenthesis lacks its closing one.", open) : reader.Error($"Expected and, or, or ), found {reader.Found()}.");
        return inner;
    }

    private FilterCondition Comparison()
    {
        var field = reader.Field();
        if (++_comparisons > MaxComparisons)
            throw reader.Error($"The filter holds more than {MaxComparisons} comparisons.", field.Position);
        if (reader.TryKeyword("is"))
        {
            bool absent = !reader.TryKeyword("not");
            if (!reader.TryKeyword("null"))
                throw reader.Missing($"Expected null, found {reader.Found()}.", FilterExpectation.Only(field, absent ? ["null", "not null"] : ["null"]));
            return new FilterCondition.Presence(field, !absent);
        }
        int at = reader.Position;
        var operation = Operator(field);
        if (operation is FilterOperator.In or FilterOperator.NotIn)
            return new FilterCondition.Comparison(field, operation, List(field, operation));
        if (field.Type == FilterType.Labels && operation is FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual)
            throw reader.Error($"{field.Text} is a set: ask what is in it with =, !=, like, ilike or in.", at);
        if (operation is FilterOperator.Like or FilterOperator.ILike or FilterOperator.NotLike or FilterOperator.NotILike && (field.IsNumber || field.IsTime))
            throw reader.Error($"{field.Text} is {Nature(field)}: like compares text.", at);
        return new FilterCondition.Comparison(field, operation, [Value(field, operation)]);
    }

    private FilterOperator Operator(FilterField field)
    {
        foreach (var (symbol, operation) in s_symbols)
            if (reader.TrySymbol(symbol))
                return operation;
        bool not = reader.TryKeyword("not");
        if (reader.TryKeyword("like"))
            return not ? FilterOperator.NotLike : FilterOperator.Like;
        if (reader.TryKeyword("ilike"))
            return not ? FilterOperator.NotILike : FilterOperator.ILike;
        if (reader.TryKeyword("in"))
            return not ? FilterOperator.NotIn : FilterOperator.In;
        throw not
            ? reader.Missing($"Expected like, ilike or in after not, found {reader.Found()}.", FilterExpectation.Only(field, [.. FilterOperators.Of(field.Type).Where(o => o.StartsWith("not ", StringComparison.Ordinal)).Select(o => o[4..])]))
            : reader.Missing(
                $"Expected a comparison after {field.Text} ({string.Join(", ", FilterOperators.Of(field.Type))}), found {reader.Found()}.",
                new FilterExpectation(FilterExpectationKind.Operator, field, FilterOperators.Of(field.Type)));
    }

    private List<FilterValue> List(FilterField field, FilterOperator operation)
    {
        if (!reader.TrySymbol("("))
            throw reader.Missing($"Expected ( and a list of values, found {reader.Found()}.", FilterExpectation.Only(field, "("));
        var values = new List<FilterValue>();
        do
        {
            if (values.Count == MaxListLength)
                throw reader.Error($"The list holds more than {MaxListLength} values.");
            values.Add(Value(field, operation));
        }
        while (reader.TrySymbol(","));
        return reader.TrySymbol(")") ? values : throw reader.Missing($"Expected a comma or ) in the list of values, found {reader.Found()}.", FilterExpectation.Only(field, ",", ")"));
    }

    private FilterValue Value(FilterField field, FilterOperator operation)
    {
        var value = reader.Value(field);
        bool pattern = operation is FilterOperator.Like or FilterOperator.ILike or FilterOperator.NotLike or FilterOperator.NotILike;
        if (field.IsNumber)
            return value.Kind == FilterValueKind.Number ? value
                : throw reader.Error($"{field.Text} is a number: compare it with one, without quotes.", value.Position);
        if (field.IsTime)
            return Time(field, value);
        if (value.Kind != FilterValueKind.Text && (pattern || field.Type != FilterType.Loose))
            throw reader.Error($"{(pattern ? "A pattern" : field.Text)} is text: write '{value.Text}' in single quotes.", value.Position);
        if (value.Kind == FilterValueKind.Boolean && operation is not (FilterOperator.Equal or FilterOperator.NotEqual or FilterOperator.In or FilterOperator.NotIn))
            throw reader.Error("true and false are only equal or not: compare with = or !=.", value.Position);
        if (pattern && EndsInEscape(value.Text))
            throw reader.Error("The pattern ends in a single \\: write \\\\ for the character itself.", value.Position);
        if (field.Type == FilterType.Word && !pattern && !field.Definition.Words.Contains(value.Text))
            throw reader.Error($"There is no {field.Definition.Name} '{value.Text}': it is one of {string.Join(", ", field.Definition.Words)}.", value.Position);
        return value;
    }

    private FilterValue Time(FilterField field, FilterValue value)
    {
        if (value.Kind == FilterValueKind.Text
            && DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return value with { Time = time };
        throw reader.Error($"{field.Text} is a time: compare it with one such as '2026-01-31' or '2026-01-31T12:00:00Z' (UTC without a zone).", value.Position);
    }

    private static string Nature(FilterField field) => field.IsTime ? "a time" : "a number";

    private static bool EndsInEscape(string pattern)
    {
        int count = 0;
        while (count < pattern.Length && pattern[^(count + 1)] == '\\')
            count++;
        return count % 2 == 1;
    }
}
