using System.Globalization;

namespace Wav2Kp.Catalog.Runs;

/// <summary>
/// A filter of runs: <c>metrics.mouth_r &gt; 0.8 and params.recipe = 'wav2kp' or not (status = 'succeeded')</c>.
/// <para>
/// Fields are <c>metrics.NAME</c> (the latest value), <c>params.NAME</c>, <c>tags.NAME</c> and the attributes id, name,
/// experiment, status, notes, created, started, finished and duration (seconds), also with <c>attributes.</c> before
/// them. Names hold letters, digits and <c>_ - . /</c>; any other stands in double quotes or backticks.
/// </para>
/// <para>
/// Comparisons are = != &lt;&gt; &lt; &lt;= &gt; &gt;= like ilike in, not like, not ilike, not in, is null and is not null;
/// not binds tighter than and, and tighter than or. Text stands in single quotes, a quote within it is written twice.
/// A parameter or a tag compared with a number is read as one (and differs from every number when it is none). A comparison
/// with something that the run lacks is false.
/// </para>
/// </summary>
public sealed class RunFilter
{
    private const int MaxDepth = 64;
    private const int MaxComparisons = 200;
    private const int MaxListLength = 1000;

    private static readonly (string Symbol, RunOperator Operator)[] Symbols =
    [
        ("!=", RunOperator.NotEqual), ("<>", RunOperator.NotEqual), ("<=", RunOperator.LessOrEqual), (">=", RunOperator.GreaterOrEqual),
        ("==", RunOperator.Equal), ("=", RunOperator.Equal), ("<", RunOperator.Less), (">", RunOperator.Greater),
    ];

    private RunFilter(RunCondition? root) => Root = root;

    /// <summary>The filter that every run passes.</summary>
    public static RunFilter Everything { get; } = new(null);

    /// <summary>Null when every run passes.</summary>
    internal RunCondition? Root { get; }

    /// <summary>Parses a filter; null, empty and blank ones let every run pass.</summary>
    /// <exception cref="RunQueryException">The filter cannot be understood.</exception>
    public static RunFilter Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Everything;
        var parser = new Parser(new RunQueryReader(text, "filter"));
        return new RunFilter(parser.Whole());
    }

    private sealed class Parser(RunQueryReader reader)
    {
        private int _comparisons;

        public RunCondition Whole()
        {
            var condition = Or(0);
            if (!reader.AtEnd)
                throw reader.Error($"Expected and, or, or the end, found {reader.Found()}.");
            return condition;
        }

        private RunCondition Or(int depth)
        {
            var parts = new List<RunCondition> { And(depth) };
            while (reader.TryKeyword("or") || reader.TrySymbol("||"))
                parts.Add(And(depth));
            return parts.Count == 1 ? parts[0] : new RunCondition.Any(parts);
        }

        private RunCondition And(int depth)
        {
            var parts = new List<RunCondition> { Not(depth) };
            while (reader.TryKeyword("and") || reader.TrySymbol("&&"))
                parts.Add(Not(depth));
            return parts.Count == 1 ? parts[0] : new RunCondition.All(parts);
        }

        private RunCondition Not(int depth)
        {
            if (depth > MaxDepth)
                throw reader.Error($"The filter is nested deeper than {MaxDepth} levels.");
            if (reader.TryKeyword("not"))
                return new RunCondition.Not(Not(depth + 1));
            int open = reader.Position;
            if (!reader.TrySymbol("("))
                return Comparison();
            var inner = Or(depth + 1);
            if (!reader.TrySymbol(")"))
                throw reader.AtEnd ? reader.Error("This parenthesis lacks its closing one.", open) : reader.Error($"Expected and, or, or ), found {reader.Found()}.");
            return inner;
        }

        private RunCondition Comparison()
        {
            var field = reader.Field();
            if (++_comparisons > MaxComparisons)
                throw reader.Error($"The filter holds more than {MaxComparisons} comparisons.", field.Position);
            if (reader.TryKeyword("is"))
            {
                bool absent = !reader.TryKeyword("not");
                if (!reader.TryKeyword("null"))
                    throw reader.Error($"Expected null, found {reader.Found()}.");
                return new RunCondition.Presence(field, !absent);
            }
            int at = reader.Position;
            var operation = Operator(field);
            if (operation is RunOperator.In or RunOperator.NotIn)
                return new RunCondition.Comparison(field, operation, List(field, operation));
            if (operation is RunOperator.Like or RunOperator.ILike or RunOperator.NotLike or RunOperator.NotILike && (field.IsNumber || field.IsTime))
                throw reader.Error($"{field.Text} is {Nature(field)}: like compares text.", at);
            return new RunCondition.Comparison(field, operation, [Value(field, operation)]);
        }

        private RunOperator Operator(RunField field)
        {
            foreach (var (symbol, operation) in Symbols)
                if (reader.TrySymbol(symbol))
                    return operation;
            bool not = reader.TryKeyword("not");
            if (reader.TryKeyword("like"))
                return not ? RunOperator.NotLike : RunOperator.Like;
            if (reader.TryKeyword("ilike"))
                return not ? RunOperator.NotILike : RunOperator.ILike;
            if (reader.TryKeyword("in"))
                return not ? RunOperator.NotIn : RunOperator.In;
            throw reader.Error(not
                ? $"Expected like, ilike or in after not, found {reader.Found()}."
                : $"Expected a comparison after {field.Text} (=, !=, <, <=, >, >=, like, ilike, in, is null), found {reader.Found()}.");
        }

        private List<RunValue> List(RunField field, RunOperator operation)
        {
            if (!reader.TrySymbol("("))
                throw reader.Error($"Expected ( and a list of values, found {reader.Found()}.");
            var values = new List<RunValue>();
            do
            {
                if (values.Count == MaxListLength)
                    throw reader.Error($"The list holds more than {MaxListLength} values.");
                values.Add(Value(field, operation));
            }
            while (reader.TrySymbol(","));
            return reader.TrySymbol(")") ? values : throw reader.Error($"Expected a comma or ) in the list of values, found {reader.Found()}.");
        }

        private RunValue Value(RunField field, RunOperator operation)
        {
            var value = reader.Value(field);
            bool pattern = operation is RunOperator.Like or RunOperator.ILike or RunOperator.NotLike or RunOperator.NotILike;
            if (field.IsNumber)
                return value.Kind == RunValueKind.Number ? value
                    : throw reader.Error($"{field.Text} is a number: compare it with one, without quotes.", value.Position);
            if (field.IsTime)
                return Time(field, value);
            if (value.Kind != RunValueKind.Text && (pattern || !field.IsLoose))
                throw reader.Error($"{(pattern ? "A pattern" : field.Text)} is text: write '{value.Text}' in single quotes.", value.Position);
            if (value.Kind == RunValueKind.Boolean && operation is not (RunOperator.Equal or RunOperator.NotEqual or RunOperator.In or RunOperator.NotIn))
                throw reader.Error("true and false are only equal or not: compare with = or !=.", value.Position);
            if (pattern && EndsInEscape(value.Text))
                throw reader.Error("The pattern ends in a single \\: write \\\\ for the character itself.", value.Position);
            if (field.Kind == RunFieldKind.Status && !pattern && !RunStatuses.All.Contains(value.Text))
                throw reader.Error($"There is no status '{value.Text}': it is one of {string.Join(", ", RunStatuses.All)}.", value.Position);
            return value;
        }

        private RunValue Time(RunField field, RunValue value)
        {
            if (value.Kind == RunValueKind.Text
                && DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                return value with { Time = time };
            throw reader.Error($"{field.Text} is a time: compare it with one such as '2026-01-31' or '2026-01-31T12:00:00Z' (UTC without a zone).", value.Position);
        }

        private static string Nature(RunField field) => field.IsTime ? "a time" : "a number";

        private static bool EndsInEscape(string pattern)
        {
            int count = 0;
            while (count < pattern.Length && pattern[^(count + 1)] == '\\')
                count++;
            return count % 2 == 1;
        }
    }
}
