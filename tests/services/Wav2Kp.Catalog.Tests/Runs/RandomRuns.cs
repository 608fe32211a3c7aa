using Wav2Kp.Catalog.Tests.Filters;

namespace Wav2Kp.Catalog.Tests.Runs;

/// <summary>Random runs, filters on them and orders of them.</summary>
internal sealed class RandomRuns(int seed) : RandomFilters<RunFacts>(seed)
{
    private static readonly string[] s_metrics = ["mouth_r", "val/loss", "odd key", "a\"b", "lip_lmd"];
    private static readonly string[] s_params = ["recipe", "training.epochs", "it's", "select", "größe"];
    private static readonly string[] s_statuses = ["queued", "running", "succeeded", "failed", "rejected", "cancelled"];

    /// <summary>An order's text and what it means.</summary>
    public (string Text, Func<IEnumerable<RunFacts>, IEnumerable<RunFacts>> Sort) Order()
    {
        bool descending = Random.Next(2) == 0;
        string direction = descending ? " desc" : Random.Next(2) == 0 ? " asc" : "";
        switch (Random.Next(4))
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

    protected override RunFacts One()
    {
        DateTimeOffset created = Epoch.AddMinutes(Random.Next(0, 100_000));
        DateTimeOffset? started = Random.Next(5) == 0 ? null : created.AddSeconds(Random.Next(0, 100));
        return new RunFacts
        {
            Name = Pick(Texts),
            Experiment = Pick(Texts[..6]),
            Status = Pick(s_statuses),
            Notes = Random.Next(3) == 0 ? null : Pick(Texts),
            Created = created,
            Started = started,
            Finished = started is null || Random.Next(4) == 0 ? null : started.Value.AddMilliseconds(Random.Next(0, 20) * 500),
            Metrics = Some(s_metrics).ToDictionary(k => k, _ => Numbers[Random.Next(Numbers.Length)]),
            Params = Some(s_params).ToDictionary(k => k, _ => Pick(Texts)),
            Tags = Some(s_params).ToDictionary(k => k, _ => Pick(Texts)),
        };
    }

    protected override (string Text, Func<RunFacts, bool> Holds) Comparison()
    {
        switch (Random.Next(10))
        {
            case 0 or 1 or 2:
                string metric = Pick(s_metrics);
                return Numeric($"metrics.{Quote(metric)}", r => r.Metrics.TryGetValue(metric, out double v) ? v : null);
            case 3:
                // a run that has not ended lasts until now: only what has ended is compared here
                var (text, holds) = Numeric("duration", r => r.FinalSeconds);
                return ($"(finished is not null and {text})", r => r.Finished is not null && holds(r));
            case 4:
                return Random.Next(3) switch
                {
                    0 => Time("created", r => r.Created),
                    1 => Time("started", r => r.Started),
                    _ => Time("finished", r => r.Finished),
                };
            case 5 or 6:
                bool isTag = Random.Next(2) == 0;
                string key = Pick(s_params);
                return Loose((isTag ? "tags." : "params.") + Quote(key), r => (isTag ? r.Tags : r.Params).GetValueOrDefault(key));
            case 7:
                string status = Pick(s_statuses);
                return Random.Next(2) == 0 ? ($"status = '{status}'", r => r.Status == status) : ($"status != '{status}'", r => r.Status != status);
            case 8:
                return Textual("notes", r => r.Notes);
            default:
                return Random.Next(2) == 0 ? Textual("attributes.name", r => r.Name) : Textual("experiment", r => r.Experiment);
        }
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

    private IEnumerable<string> Some(string[] keys) => keys.Where(_ => Random.Next(3) > 0).ToList();
}
