using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Wav2Kp.Catalog.Runs;

/// <summary>
/// Turns a parsed filter and order into SQL over <c>runs r JOIN experiments e</c>. Everything that was written in them goes
/// into parameters; the SQL's text is made of this class's own words alone. Conditions are never null, so that not means not.
/// </summary>
internal sealed class RunSql
{
    // what is read as a number in a parameter or tag; the lengths keep PostgreSQL's numeric from overflowing
    private const string NumberPattern = @"'^[+-]?([0-9]{1,100}(\.[0-9]{0,100})?|\.[0-9]{1,100})([eE][+-]?[0-9]{1,3})?$'";

    private readonly List<NpgsqlParameter> _parameters = [];

    /// <summary>The parameters that the SQL so far names.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters => _parameters;

    /// <summary>A boolean expression.</summary>
    public string Condition(RunCondition? condition)
    {
        var sql = new StringBuilder();
        if (condition is null)
            sql.Append("TRUE");
        else
            Append(sql, condition);
        return sql.ToString();
    }

    /// <summary>The expressions to order by; null (which comes last) where the run lacks the field.</summary>
    public IReadOnlyList<string> OrderKeys(RunField field)
    {
        switch (field.Kind)
        {
            case RunFieldKind.Metric:
                return [$"(SELECT NULLIF(m.value, 'NaN') FROM run_metrics_latest m WHERE m.run_id = r.id AND m.key = {Text(field.Key)})"];
            case RunFieldKind.Parameter or RunFieldKind.Tag:
                string from = $"FROM {Table(field)} x WHERE x.run_id = r.id AND x.key = {Text(field.Key)}";
                // numbers as numbers and before other texts
                return [$"(SELECT CASE WHEN x.value ~ {NumberPattern} THEN x.value::numeric END {from})", $"(SELECT x.value COLLATE \"C\" {from})"];
            case RunFieldKind.Created or RunFieldKind.Started or RunFieldKind.Finished or RunFieldKind.Duration:
                return [Column(field)];
            default:
                return [Column(field) + " COLLATE \"C\""];
        }
    }

    /// <summary>A parameter's placeholder.</summary>
    public string Parameter(NpgsqlDbType type, object value)
    {
        string name = "q" + _parameters.Count.ToString(CultureInfo.InvariantCulture);
        _parameters.Add(new NpgsqlParameter(name, type) { Value = value });
        return "@" + name;
    }

    private void Append(StringBuilder sql, RunCondition condition)
    {
        switch (condition)
        {
            case RunCondition.All all:
                Join(sql, all.Parts, " AND ");
                break;
            case RunCondition.Any any:
                Join(sql, any.Parts, " OR ");
                break;
            case RunCondition.Not not:
                sql.Append("NOT ");
                Append(sql, not.Part);
                break;
            case RunCondition.Presence presence:
                sql.Append(presence.Present ? "" : "NOT ");
                Test(sql, presence.Field, value => $"{value} IS NOT NULL");
                break;
            case RunCondition.Comparison comparison:
                Test(sql, comparison.Field, value => Compare(comparison, value));
                break;
            default:
                throw new ArgumentException($"There is no SQL for {condition.GetType().Name}.", nameof(condition));
        }
    }

    private void Join(StringBuilder sql, IReadOnlyList<RunCondition> parts, string word)
    {
        sql.Append('(');
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                sql.Append(word);
            Append(sql, parts[i]);
        }
        sql.Append(')');
    }

    /// <summary>Appends a test of the field's value; false where the run lacks it.</summary>
    private void Test(StringBuilder sql, RunField field, Func<string, string> test)
    {
        if (field.Kind is RunFieldKind.Metric or RunFieldKind.Parameter or RunFieldKind.Tag)
            sql.Append($"EXISTS (SELECT 1 FROM {Table(field)} x WHERE x.run_id = r.id AND x.key = {Text(field.Key)} AND {test("x.value")})");
        else
            sql.Append($"COALESCE({test(Column(field))}, FALSE)");
    }

    private string Compare(RunCondition.Comparison comparison, string value)
    {
        var (field, operation, values) = comparison;
        if (operation is RunOperator.In or RunOperator.NotIn)
        {
            string any = "(" + string.Join(" OR ", values.Select(v => Compare(field, RunOperator.Equal, v, value))) + ")";
            return operation == RunOperator.In ? any : "NOT " + any;
        }
        return Compare(field, operation, values[0], value);
    }

    private string Compare(RunField field, RunOperator operation, RunValue operand, string value)
    {
        if (field.IsTime)
            return $"{value} {Symbol(operation)} {Parameter(NpgsqlDbType.TimestampTz, operand.Time)}";
        if (field.IsNumber)
        {
            // PostgreSQL takes NaN for greater than every number
            string test = $"{value} {Symbol(operation)} {Parameter(NpgsqlDbType.Double, operand.Number)}";
            return operation is RunOperator.Greater or RunOperator.GreaterOrEqual ? $"({test} AND {value} <> 'NaN')" : test;
        }
        if (operand.Kind == RunValueKind.Number)
        {
            string otherwise = operation == RunOperator.NotEqual ? "TRUE" : "FALSE";
            return $"(CASE WHEN {value} ~ {NumberPattern} THEN {value}::numeric {Symbol(operation)} {Text(operand.Text)}::numeric ELSE {otherwise} END)";
        }
        if (operand.Kind == RunValueKind.Boolean)
            return $"lower({value}) {Symbol(operation)} {Text(operand.Text)}";
        return operation switch
        {
            RunOperator.Like => $"{value} LIKE {Text(operand.Text)}",
            RunOperator.ILike => $"{value} ILIKE {Text(operand.Text)}",
            RunOperator.NotLike => $"{value} NOT LIKE {Text(operand.Text)}",
            RunOperator.NotILike => $"{value} NOT ILIKE {Text(operand.Text)}",
            _ => $"{value} COLLATE \"C\" {Symbol(operation)} {Text(operand.Text)}",
        };
    }

    private string Text(string value) => Parameter(NpgsqlDbType.Text, value);

    private static string Table(RunField field) => field.Kind switch
    {
        RunFieldKind.Metric => "run_metrics_latest",
        RunFieldKind.Parameter => "run_params",
        RunFieldKind.Tag => "run_tags",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, "This field is a column."),
    };

    private static string Column(RunField field) => field.Kind switch
    {
        RunFieldKind.Id => "r.id::text",
        RunFieldKind.Name => "r.name",
        RunFieldKind.Experiment => "e.name",
        RunFieldKind.Status => "r.status",
        RunFieldKind.Notes => "r.notes",
        RunFieldKind.Created => "r.created_at",
        RunFieldKind.Started => "r.started_at",
        RunFieldKind.Finished => "r.finished_at",
        RunFieldKind.Duration => "EXTRACT(EPOCH FROM COALESCE(r.finished_at, now()) - r.started_at)::float8",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, "This field is no column."),
    };

    private static string Symbol(RunOperator operation) => operation switch
    {
        RunOperator.Equal => "=",
        RunOperator.NotEqual => "<>",
        RunOperator.Less => "<",
        RunOperator.LessOrEqual => "<=",
        RunOperator.Greater => ">",
        RunOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This comparison has no symbol."),
    };
}
