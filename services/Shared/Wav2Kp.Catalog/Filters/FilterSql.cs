using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Wav2Kp.Catalog.Filters;

/// <summary>
/// Turns a parsed filter and order into SQL over what their schema selects from. Everything that was written in them goes
/// into parameters; the SQL's text is made of this class's own words alone. Conditions are never null, so that not means not.
/// </summary>
internal sealed class FilterSql(FilterSchema schema)
{
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly Dictionary<(string Table, string Key), string> _aliases = [];
    private readonly StringBuilder _joins = new();

    /// <summary>The parameters that the SQL so far names.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters => _parameters;

    /// <summary>
    /// The joins that the order so far needs: one for each name of a family, which the database makes once for all rows instead of asking for
    /// the value row by row.
    /// </summary>
    public string Joins => _joins.ToString();

    /// <summary>A boolean expression.</summary>
    public string Condition(FilterCondition? condition)
    {
        var sql = new StringBuilder();
        if (condition is null)
            sql.Append("TRUE");
        else
            Append(sql, condition);
        return sql.ToString();
    }

    /// <summary>The expressions to order by; null (which comes last) where the run lacks the field.</summary>
    public IReadOnlyList<string> OrderKeys(FilterField field)
    {
        if (!field.Definition.IsFamily)
            return [field.IsNumber || field.IsTime ? field.Definition.Sql : $"{field.Definition.Sql} COLLATE \"C\""];
        string alias = Alias(field);
        return field.IsNumber
            ? [$"NULLIF({alias}.value, 'NaN')"]
            // numbers as numbers and before other texts
            : [$"{alias}.number", $"{alias}.value COLLATE \"C\""];
    }

    /// <summary>A parameter's placeholder.</summary>
    public string Parameter(NpgsqlDbType type, object value)
    {
        string name = "q" + _parameters.Count.ToString(CultureInfo.InvariantCulture);
        _parameters.Add(new NpgsqlParameter(name, type) { Value = value });
        return "@" + name;
    }

    private void Append(StringBuilder sql, FilterCondition condition)
    {
        switch (condition)
        {
            case FilterCondition.All all:
                Join(sql, all.Parts, " AND ");
                break;
            case FilterCondition.Any any:
                Join(sql, any.Parts, " OR ");
                break;
            case FilterCondition.Not not:
                sql.Append("NOT ");
                Append(sql, not.Part);
                break;
            case FilterCondition.Presence presence:
                sql.Append(presence.Present ? "" : "NOT ");
                Test(sql, presence.Field, tested => $"{tested.Value} IS NOT NULL");
                break;
            // of a set: one that is in it compares so, or none does
            case FilterCondition.Comparison { Field.Type: FilterType.Labels } comparison when Opposite(comparison.Operator) is { } positive:
                sql.Append("NOT ");
                Append(sql, comparison with { Operator = positive });
                break;
            case FilterCondition.Comparison { Field: { Type: FilterType.Labels } labels, Operator: FilterOperator.Equal, Values: [{ Kind: FilterValueKind.Text } label] }:
                sql.Append($"({Text(label.Text)} = ANY ({labels.Definition.Sql}))");
                break;
            case FilterCondition.Comparison comparison:
                Test(sql, comparison.Field, tested => Compare(comparison, tested));
                break;
            default:
                throw new ArgumentException($"There is no SQL for {condition.GetType().Name}.", nameof(condition));
        }
    }

    private void Join(StringBuilder sql, IReadOnlyList<FilterCondition> parts, string word)
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
    private void Test(StringBuilder sql, FilterField field, Func<Tested, string> test)
    {
        string definition = field.Definition.Sql;
        // all that pass are found at once, by an index of names and values
        if (field.Definition.IsFamily)
            sql.Append($"EXISTS (SELECT 1 FROM {definition} x WHERE x.{schema.Owner} = {schema.Row} AND x.key = {Text(field.Key)} AND {test(new("x.value", "x.number"))})");
        else if (field.Type == FilterType.Labels)
            sql.Append($"EXISTS (SELECT 1 FROM unnest({definition}) AS x (value) WHERE {test(Tested.Of("x.value"))})");
        else
            sql.Append($"COALESCE({test(Tested.Of(definition))}, FALSE)");
    }

    private string Compare(FilterCondition.Comparison comparison, Tested tested)
    {
        var (field, operation, values) = comparison;
        if (operation is FilterOperator.In or FilterOperator.NotIn)
        {
            string any = "(" + string.Join(" OR ", values.Select(v => Compare(field, FilterOperator.Equal, v, tested))) + ")";
            return operation == FilterOperator.In ? any : "NOT " + any;
        }
        return Compare(field, operation, values[0], tested);
    }

    private string Compare(FilterField field, FilterOperator operation, FilterValue operand, Tested tested)
    {
        string value = tested.Value;
        if (field.IsTime)
            return $"{value} {Symbol(operation)} {Parameter(NpgsqlDbType.TimestampTz, operand.Time)}";
        if (field.IsNumber)
        {
            // PostgreSQL takes NaN for greater than every number
            string test = $"{value} {Symbol(operation)} {Parameter(NpgsqlDbType.Double, operand.Number)}";
            return operation is FilterOperator.Greater or FilterOperator.GreaterOrEqual ? $"({test} AND {value} <> 'NaN')" : test;
        }
        if (operand.Kind == FilterValueKind.Number)
            return $"COALESCE({tested.Number} {Symbol(operation)} {Text(operand.Text)}::numeric, {(operation == FilterOperator.NotEqual ? "TRUE" : "FALSE")})";
        if (operand.Kind == FilterValueKind.Boolean)
            return $"lower({value}) {Symbol(operation)} {Text(operand.Text)}";
        return operation switch
        {
            FilterOperator.Like => $"{value} LIKE {Text(operand.Text)}",
            FilterOperator.ILike => $"{value} ILIKE {Text(operand.Text)}",
            FilterOperator.NotLike => $"{value} NOT LIKE {Text(operand.Text)}",
            FilterOperator.NotILike => $"{value} NOT ILIKE {Text(operand.Text)}",
            // the same in every collation, and so found by an index in any
            FilterOperator.Equal or FilterOperator.NotEqual => $"{value} {Symbol(operation)} {Text(operand.Text)}",
            _ => $"{value} COLLATE \"C\" {Symbol(operation)} {Text(operand.Text)}",
        };
    }

    // a name has one row of its family at most: the join adds none
    private string Alias(FilterField field)
    {
        if (!_aliases.TryGetValue((field.Definition.Sql, field.Key), out string? alias))
        {
            alias = "f" + _aliases.Count.ToString(CultureInfo.InvariantCulture);
            _aliases.Add((field.Definition.Sql, field.Key), alias);
            _joins.Append($" LEFT JOIN {field.Definition.Sql} {alias} ON {alias}.{schema.Owner} = {schema.Row} AND {alias}.key = {Text(field.Key)}");
        }
        return alias;
    }

    private string Text(string value) => Parameter(NpgsqlDbType.Text, value);

    private static FilterOperator? Opposite(FilterOperator operation) => operation switch
    {
        FilterOperator.NotEqual => FilterOperator.Equal,
        FilterOperator.NotIn => FilterOperator.In,
        FilterOperator.NotLike => FilterOperator.Like,
        FilterOperator.NotILike => FilterOperator.ILike,
        _ => null,
    };

    private static string Symbol(FilterOperator operation) => operation switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.NotEqual => "<>",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This comparison has no symbol."),
    };

    /// <summary>What a condition tests.</summary>
    /// <param name="Value">The value's expression.</param>
    /// <param name="Number">Of a text: the expression of the number that it holds, null where it holds none.</param>
    private readonly record struct Tested(string Value, string Number)
    {
        public static Tested Of(string value) => new(value, $"read_number({value})");
    }
}
