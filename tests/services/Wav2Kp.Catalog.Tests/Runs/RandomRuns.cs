using System.Globalization;
using System.Text.RegularExpressions;

namespace Wav2Kp.Catalog.Tests.Runs;

/// <summary>
/// Random runs and random filters on them, from small pools so that most filters divide the runs. The filters are evaluated
/// here by rules of their own, independent of the parser and of SQL.
/// </summary>
internal sealed class RandomRuns(int seed)
{
    private static readonly string[] s_metrics = ["mouth_r", "val/loss", "odd key", "a\"b", "lip_lmd"];
    private static readonly string[] s_params = ["recipe", "training.epochs", "it's", "select", "größe"];
    private static readonly string[] s_texts = ["wav2kp", "wav2kp-seed", "WAV2KP", "5", "5.0", "05", "1e1", "10", "-3.25", "", "it's", "100%", "a_b", "a\\b", "true", "False", "'; drop table runs; --", "漢字", "\ud83d\ude00", ".", "e5", "nan"];
    private static readonly double[] s_numbers = [0, 0.5, 0.8, 0.8000000001, -1, 5, 10, 1e-9, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
    private static readonly string[] s_statuses = ["queued", "running", "succeeded", "failed", "rejected", "cancelled"];
    private static readonly string[] s_patterns = ["%", "", "wav%", "%kp", "_", "%\\%", "a\\_b", "a\\\\b", "W%", "%'%", "__", "%e%e%", "5%", "漢_"];
    private static readonly DateTimeOffset s_epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Character = "(?:[\\ud800-\\udbff][\\udc00-\\udfff]|[^\\ud800-\\udfff])";

    private readonly Random _random = new(seed);

    public List<RunFacts> Make(int count) => [.. Enumerable.Range(0, count).Select(_ => One())];

    /// <summary>A filter's text and what it means.</summary>
    public (string Text, Func<RunFacts, bool> Holds) Filter(int depth = 4)
    {
        switch (depth == 0 ? 3 : _random.Next(5))
        {
            case 0:
                var parts = Enumerable.Range(0, _random.Next(2, 4)).Select(_ => Filter(depth - 1)).ToList();
                return (string.Join(Word(" and "), parts.Select(p => $"({p.Text})")), r => parts.All(p => p.Holds(r)));
            case 1:
                parts = [.. Enumerable.Range(0, _random.Next(2, 4)).Select(_ => Filter(depth - 1))];
                return (string.Join(Word(" or "), parts.Select(p => $"({p.Text})")), r => parts.Any(p => p.Holds(r)));
            case 2:
                var inner = Filter(depth - 1);
                return ($"{Word("not ")}({inner.Text})", r => !inner.Holds(r));
            default:
                return Comparison();
        }
    }

    /// <summary>Terms joined by and and or without parentheses, with not before some of them.</summary>
    public (string Text, Func<RunFacts, bool> Holds) Chain()
    {
        var any = new List<List<Func<RunFacts, bool>>> { new() };
        var text = new System.Text.StringBuilder();
        int count = _random.Next(2, 7);
        for (int i = 0; i < count; i++)
        {
            var (term, holds) = Comparison();
            bool not = _random.Next(3) == 0;
            if (i > 0 && _random.Next(2) == 0)
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

    /// <summary>An order's text and what it means.</summary>
    public (string Text, Func<IEnumerable<RunFacts>, IEnumerable<RunFacts>> Sort) Order()
    {
        bool descending = _random.Next(2) == 0;
        string direction = descending ? " desc" : _random.Next(2) == 0 ? " asc" : "";
        switch (_random.Next(4))
        {
            case 0:
                string metric = Pick(s_metrics);
                return ($"metrics.{Quote(metric)}{direction}", runs => Sorted(runs, r => r.Metrics.TryGetValue(metric, out double v) && !double.IsNaN(v) ? v : null, Comparer<double>.Default, descending));
            case 1:
                return ($"experiment{direction}, name", runs => Sorted(runs, r => new string?[] { r.Experiment }[0], StringComparer.Ordinal, descending)
                    .GroupBy(r => r.Experiment).SelectMany(g => Sorted(g, r => r.Name, StringComparer.Ordinal, false)));
            case 2:
                return ($"finished{direction}", runs => Sorted(runs, r => r.Finished, Comparer<DateTimeOffset>.Default, descending));
            default:
                string param = Pick(s_params);
                return ($"params.{Quote(param)}{direction}", runs =>
                {
                    var list = runs.ToList();
                    bool IsNumber(RunFacts r) => r.Params.TryGetValue(param, out string? t) && AsNumber(t) is not null;
                    var numbers = Sorted(list.Where(IsNumber), r => AsNumber(r.Params[param]), Comparer<decimal>.Default, descending)
                        .GroupBy(r => AsNumber(r.Params[param])).SelectMany(g => Sorted(g, r => r.Params[param], StringComparer.Ordinal, descending));
                    var texts = Sorted(list.Where(r => !IsNumber(r) && r.Params.ContainsKey(param)), r => r.Params[param], StringComparer.Ordinal, descending);
                    return numbers.Concat(texts).Concat(Newest(list.Where(r => !r.Params.ContainsKey(param))));
                }
                );
        }
    }

    private RunFacts One()
    {
        DateTimeOffset created = s_epoch.AddMinutes(_random.Next(0, 100_000));
        DateTimeOffset? started = _random.Next(5) == 0 ? null : created.AddSeconds(_random.Next(0, 100));
        return new RunFacts
        {
            Name = Pick(s_texts),
            Experiment = Pick(s_texts[..6]),
            Status = Pick(s_statuses),
            Notes = _random.Next(3) == 0 ? null : Pick(s_texts),
            Created = created,
            Started = started,
            Finished = started is null || _random.Next(4) == 0 ? null : started.Value.AddMilliseconds(_random.Next(0, 20) * 500),
            Metrics = Some(s_metrics).ToDictionary(k => k, _ => s_numbers[_random.Next(s_numbers.Length)]),
            Params = Some(s_params).ToDictionary(k => k, _ => Pick(s_texts)),
            Tags = Some(s_params).ToDictionary(k => k, _ => Pick(s_texts)),
        };
    }

    private (string Text, Func<RunFacts, bool> Holds) Comparison()
    {
        switch (_random.Next(10))
        {
            case 0 or 1 or 2:
                string metric = Pick(s_metrics);
                return Numeric($"metrics.{Quote(metric)}", r => r.Metrics.TryGetValue(metric, out double v) ? v : null);
            case 3:
                // a run that has not ended lasts until now: only what has ended is compared here
                var (text, holds) = Numeric("duration", r => r.FinalSeconds);
                return ($"(finished is not null and {text})", r => r.Finished is not null && holds(r));
            case 4:
                return Time();
            case 5 or 6:
                bool isTag = _random.Next(2) == 0;
                string key = Pick(s_params);
                return Loose((isTag ? "tags." : "params.") + Quote(key), r => (isTag ? r.Tags : r.Params).GetValueOrDefault(key));
            case 7:
                string status = Pick(s_statuses);
                return _random.Next(2) == 0 ? ($"status = '{status}'", r => r.Status == status) : ($"status != '{status}'", r => r.Status != status);
            case 8:
                return Textual("notes", r => r.Notes);
            default:
                return _random.Next(2) == 0 ? Textual("attributes.name", r => r.Name) : Textual("experiment", r => r.Experiment);
        }
    }

    private (string, Func<RunFacts, bool>) Numeric(string field, Func<RunFacts, double?> value)
    {
        if (_random.Next(8) == 0)
            return Presence(field, r => value(r) is not null);
        double operand = Pick([.. s_numbers.Where(double.IsFinite), 3.5, 1.5]);
        string written = operand.ToString("R", CultureInfo.InvariantCulture);
        if (_random.Next(6) == 0)
        {
            double second = Pick([.. s_numbers.Where(double.IsFinite)]);
            bool not = _random.Next(2) == 0;
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

    private (string, Func<RunFacts, bool>) Time()
    {
        var (name, value) = _random.Next(3) switch
        {
            0 => ("created", (Func<RunFacts, DateTimeOffset?>)(r => r.Created)),
            1 => ("started", r => r.Started),
            _ => ("finished", r => r.Finished),
        };
        if (_random.Next(5) == 0)
            return Presence(name, r => value(r) is not null);
        DateTimeOffset operand = s_epoch.AddMinutes(_random.Next(0, 100_000));
        string symbol = Pick(["<", ">=", "!="]);
        string written = _random.Next(2) == 0 ? operand.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : operand.ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
        return ($"{name} {symbol} '{written}'", r => value(r) is { } v && symbol switch { "<" => v < operand, ">=" => v >= operand, _ => v != operand });
    }

    private (string, Func<RunFacts, bool>) Loose(string field, Func<RunFacts, string?> value)
    {
        switch (_random.Next(4))
        {
            case 0:
                decimal operand = _random.Next(4) switch { 0 => 5m, 1 => 10m, 2 => -3.25m, _ => 7m };
                string symbol = Pick(["=", "!=", "<", ">="]);
                return ($"{field} {symbol} {operand.ToString(CultureInfo.InvariantCulture)}", r => value(r) is { } text && (AsNumber(text) is { } number
                    ? symbol switch { "=" => number == operand, "!=" => number != operand, "<" => number < operand, _ => number >= operand }
                    : symbol == "!="));
            case 1:
                bool truth = _random.Next(2) == 0;
                bool equal = _random.Next(2) == 0;
                return ($"{field} {(equal ? "=" : "!=")} {(truth ? "TRUE" : "false")}",
                    r => value(r) is { } text && text.Equals(truth ? "true" : "false", StringComparison.OrdinalIgnoreCase) == equal);
            default:
                return Textual(field, value);
        }
    }

    private (string, Func<RunFacts, bool>) Textual(string field, Func<RunFacts, string?> value)
    {
        switch (_random.Next(4))
        {
            case 0:
                return Presence(field, r => value(r) is not null);
            case 1:
                string pattern = Pick(s_patterns);
                bool ignoreCase = _random.Next(2) == 0, not = _random.Next(3) == 0;
                var like = Like(pattern, ignoreCase);
                return ($"{field} {(not ? "not " : "")}{(ignoreCase ? "ilike" : "like")} {Literal(pattern)}", r => value(r) is { } text && like.IsMatch(text) != not);
            case 2:
                var list = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Pick(s_texts)).ToList();
                not = _random.Next(2) == 0;
                return ($"{field} {(not ? "not in" : "in")} ({string.Join(_random.Next(2) == 0 ? "," : " , ", list.Select(Literal))})",
                    r => value(r) is { } text && list.Contains(text) != not);
            default:
                string operand = Pick(s_texts);
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

    private (string, Func<RunFacts, bool>) Presence(string field, Func<RunFacts, bool> has) =>
        _random.Next(2) == 0 ? ($"{field} is null", r => !has(r)) : ($"{field} IS NOT NULL", has);

    private static int Bytewise(string a, string b) => System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));

    private static decimal? AsNumber(string text) =>
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

    private static IEnumerable<RunFacts> Sorted<T>(IEnumerable<RunFacts> runs, Func<RunFacts, T?> key, IComparer<T> comparer, bool descending) where T : struct
    {
        var list = runs.ToList();
        var present = Newest(list.Where(r => key(r) is not null));
        return (descending ? present.OrderByDescending(r => key(r)!.Value, comparer) : present.OrderBy(r => key(r)!.Value, comparer)).Concat(Newest(list.Where(r => key(r) is null)));
    }

    private static IEnumerable<RunFacts> Sorted(IEnumerable<RunFacts> runs, Func<RunFacts, string?> key, StringComparer comparer, bool descending)
    {
        var list = runs.ToList();
        var present = Newest(list.Where(r => key(r) is not null));
        return (descending ? present.OrderByDescending(key, comparer) : present.OrderBy(key, comparer)).Concat(Newest(list.Where(r => key(r) is null)));
    }

    private static IEnumerable<RunFacts> Newest(IEnumerable<RunFacts> runs) => runs.OrderByDescending(r => r.Created).ThenByDescending(r => r.Id.ToString(), StringComparer.Ordinal);

    private IEnumerable<string> Some(string[] keys) => keys.Where(_ => _random.Next(3) > 0).ToList();

    private T Pick<T>(IReadOnlyList<T> pool) => pool[_random.Next(pool.Count)];

    private string Word(string word) => _random.Next(3) == 0 ? word.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal) : word;

    private string Quote(string key)
    {
        bool plain = key.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '/');
        if (plain && _random.Next(3) > 0)
            return key;
        return key.Contains('"') && _random.Next(2) == 0 ? $"`{key}`" : $"\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private string Literal(string text) => _random.Next(3) == 0 && !text.Contains('"')
        ? $"\"{text}\"" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
