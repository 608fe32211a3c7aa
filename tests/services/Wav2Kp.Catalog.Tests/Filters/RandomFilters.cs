using System.Globalization;
using System.Text.RegularExpressions;

namespace Wav2Kp.Catalog.Tests.Filters;

/// <summary>
/// Random things and random filters on them, from small pools so that most filters divide the things. The filters are evaluated
/// here by rules of their own, independent of the parser and of SQL.
/// </summary>
internal abstract class RandomFilters<T>(int seed)
{
    protected static readonly string[] Texts = ["wav2kp", "wav2kp-seed", "WAV2KP", "5", "5.0", "05", "1e1", "10", "-3.25", "", "it's", "100%", "a_b", "a\\b", "true", "False", "'; drop table runs; --", "漢字", "\ud83d\ude00", ".", "e5", "nan"];
    protected static readonly double[] Numbers = [0, 0.5, 0.8, 0.8000000001, -1, 5, 10, 1e-9, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
    protected static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Character = "(?:[\\ud800-\\udbff][\\udc00-\\udfff]|[^\\ud800-\\udfff])";
    private static readonly string[] s_patterns = ["%", "", "wav%", "%kp", "_", "%\\%", "a\\_b", "a\\\\b", "W%", "%'%", "__", "%e%e%", "5%", "漢_"];

    protected Random Random { get; } = new(seed);

    public List<T> Make(int count) => [.. Enumerable.Range(0, count).Select(_ => One())];

    protected abstract T One();

    /// <summary>A comparison of one of the things' fields.</summary>
    protected abstract (string Text, Func<T, bool> Holds) Comparison();

    /// <summary>A filter's text and what it means.</summary>
    public (string Text, Func<T, bool> Holds) Filter(int depth = 4)
    {
        switch (depth == 0 ? 3 : Random.Next(5))
        {
            case 0:
                var parts = Enumerable.Range(0, Random.Next(2, 4)).Select(_ => Filter(depth - 1)).ToList();
                return (string.Join(Word(" and "), parts.Select(p => $"({p.Text})")), r => parts.All(p => p.Holds(r)));
            case 1:
                parts = [.. Enumerable.Range(0, Random.Next(2, 4)).Select(_ => Filter(depth - 1))];
                return (string.Join(Word(" or "), parts.Select(p => $"({p.Text})")), r => parts.Any(p => p.Holds(r)));
            case 2:
                var inner = Filter(depth - 1);
                return ($"{Word("not ")}({inner.Text})", r => !inner.Holds(r));
            default:
                return Comparison();
        }
    }

    /// <summary>Terms joined by and and or without parentheses, with not before some of them.</summary>
    public (string Text, Func<T, bool> Holds) Chain()
    {
        var any = new List<List<Func<T, bool>>> { new() };
        var text = new System.Text.StringBuilder();
        int count = Random.Next(2, 7);
        for (int i = 0; i < count; i++)
        {
            var (term, holds) = Comparison();
            bool not = Random.Next(3) == 0;
            if (i > 0 && Random.Next(2) == 0)
            {
                any.Add([]);
                text.Append(Word(" or "));
            }
            else if (i > 0)
            {
                text.Append(Word(" and "));
            }
            text.Append(not ? Word("not ") : "").Append(term);
            any[^1].Add(not ? r => !holds(r) : holds);
        }
        return (text.ToString(), r => any.Any(all => all.All(holds => holds(r))));
    }

    protected (string, Func<T, bool>) Numeric(string field, Func<T, double?> value)
    {
        if (Random.Next(8) == 0)
            return Presence(field, r => value(r) is not null);
        double operand = Pick([.. Numbers.Where(double.IsFinite), 3.5, 1.5]);
        string written = operand.ToString("R", CultureInfo.InvariantCulture);
        if (Random.Next(6) == 0)
        {
            double second = Pick([.. Numbers.Where(double.IsFinite)]);
            bool not = Random.Next(2) == 0;
            return ($"{field} {(not ? "not in" : "in")} ({written}, {second.ToString("R", CultureInfo.InvariantCulture)})",
                r => value(r) is { } v && (v == operand || v == second) != not);
        }
        string symbol = Pick(["=", "!=", "<", "<=", ">", ">="]);
        return ($"{field} {symbol} {written}", r => value(r) is { } v && symbol switch
        {
            "=" => v == operand,
            "!=" => v != operand,
            "<" => v < operand,
            "<=" => v <= operand,
            ">" => v > operand,
            _ => v >= operand,
        });
    }

    protected (string, Func<T, bool>) Time(string name, Func<T, DateTimeOffset?> value)
    {
        if (Random.Next(5) == 0)
            return Presence(name, r => value(r) is not null);
        DateTimeOffset operand = Epoch.AddMinutes(Random.Next(0, 100_000));
        string symbol = Pick(["<", ">=", "!="]);
        string written = Random.Next(2) == 0 ? operand.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : operand.ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
        return ($"{name} {symbol} '{written}'", r => value(r) is { } v && symbol switch { "<" => v < operand, ">=" => v >= operand, _ => v != operand });
    }

    protected (string, Func<T, bool>) Loose(string field, Func<T, string?> value)
    {
        switch (Random.Next(4))
        {
            case 0:
                decimal operand = Random.Next(4) switch { 0 => 5m, 1 => 10m, 2 => -3.25m, _ => 7m };
                string symbol = Pick(["=", "!=", "<", ">="]);
                return ($"{field} {symbol} {operand.ToString(CultureInfo.InvariantCulture)}", r => value(r) is { } text && (AsNumber(text) is { } number
                    ? symbol switch { "=" => number == operand, "!=" => number != operand, "<" => number < operand, _ => number >= operand }
                    : symbol == "!="));
            case 1:
                bool truth = Random.Next(2) == 0;
                bool equal = Random.Next(2) == 0;
                return ($"{field} {(equal ? "=" : "!=")} {(truth ? "TRUE" : "false")}",
                    r => value(r) is { } text && text.Equals(truth ? "true" : "false", StringComparison.OrdinalIgnoreCase) == equal);
            default:
                return Textual(field, value);
        }
    }

    protected (string, Func<T, bool>) Textual(string field, Func<T, string?> value)
    {
        switch (Random.Next(4))
        {
            case 0:
                return Presence(field, r => value(r) is not null);
            case 1:
                string pattern = Pick(s_patterns);
                bool ignoreCase = Random.Next(2) == 0, not = Random.Next(3) == 0;
                var like = Like(pattern, ignoreCase);
                return ($"{field} {(not ? "not " : "")}{(ignoreCase ? "ilike" : "like")} {Literal(pattern)}", r => value(r) is { } text && like.IsMatch(text) != not);
            case 2:
                var list = Enumerable.Range(0, Random.Next(1, 5)).Select(_ => Pick(Texts)).ToList();
                not = Random.Next(2) == 0;
                return ($"{field} {(not ? "not in" : "in")} ({string.Join(Random.Next(2) == 0 ? "," : " , ", list.Select(Literal))})",
                    r => value(r) is { } text && list.Contains(text) != not);
            default:
                string operand = Pick(Texts);
                string symbol = Pick(["=", "!=", "<", "<=", ">", ">="]);
                return ($"{field}{symbol}{Literal(operand)}", r => value(r) is { } text && symbol switch
                {
                    "=" => text == operand,
                    "!=" => text != operand,
                    "<" => Bytewise(text, operand) < 0,
                    "<=" => Bytewise(text, operand) <= 0,
                    ">" => Bytewise(text, operand) > 0,
                    _ => Bytewise(text, operand) >= 0,
                });
        }
    }

    protected (string, Func<T, bool>) Presence(string field, Func<T, bool> has) =>
        Random.Next(2) == 0 ? ($"{field} is null", r => !has(r)) : ($"{field} IS NOT NULL", has);

    private static int Bytewise(string a, string b) => System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));

    protected static decimal? AsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    /// <summary>SQL's LIKE as a regular expression; only ASCII letters are folded, as in the C locale.</summary>
    private static Regex Like(string pattern, bool ignoreCase)
    {
        var regex = new System.Text.StringBuilder("\\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            regex.Append(pattern[i] switch
            {
                '%' => $"{Character}*",
                '_' => Character,
                '\\' => Regex.Escape(pattern[++i].ToString()),
                char c => Regex.Escape(c.ToString()),
            });
        }
        return new Regex(regex.Append("\\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0));
    }

    protected TItem Pick<TItem>(IReadOnlyList<TItem> pool) => pool[Random.Next(pool.Count)];

    protected string Word(string word) => Random.Next(3) == 0 ? word.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal) : word;

    protected string Quote(string key)
    {
        bool plain = key.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '/');
        if (plain && Random.Next(3) > 0)
            return key;
        return key.Contains('"') && Random.Next(2) == 0 ? $"`{key}`" : $"\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    protected string Literal(string text) => Random.Next(3) == 0 && !text.Contains('"')
        ? $"\"{text}\"" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
