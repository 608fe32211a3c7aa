using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>runs</c>.</summary>
internal static class RunCommands
{
    private const int MostCompared = 20;
    private static readonly string[] s_shown = ["mouth_r", "lip_lmd", "nlmd", "lmd_px", "mouth_range"];

    public static Command Create()
    {
        Argument<string> id = new("id") { Description = "The run's identifier" };
        id.CompletionSources.Add(Suggestions.Ids("runs"));
        return new Command("runs", "Experiment records")
        {
            List(), Show(id), Compare(), Note(id), Tag(id),
            Deletion.Create(
                "Delete runs: out of sight until they are restored", "runs",
                deleted => deleted.Count == 1 ? $"wav2kp runs restore {deleted[0]} brings it back" : "wav2kp runs restore ID brings one of them back"),
            Restore(id),
            Export(id),
        };
    }

    private static Command List()
    {
        Option<string?> filter = new("--filter") { Description = "Such as \"metrics.mouth_r > 0.8 and params.recipe = 'wav2kp'\" (docs/filters.md)", HelpName = "EXPRESSION" };
        filter.CompletionSources.Add(Suggestions.Filter("runs"));
        Option<string?> order = new("--order") { Description = "Such as \"metrics.mouth_r desc\"; default: the newest first", HelpName = "KEY [desc]" };
        Option<int> limit = new("--limit") { Description = "At most this many", DefaultValueFactory = _ => 100 };
        Option<bool> watch = Watching.Option();
        return new Command("list", "List runs, with their figures on held-out clips") { filter, order, limit, watch }.Does(async (context, cancellationToken) =>
        {
            await using IWorkspace workspace = context.OpenWorkspace();
            RunQuery query = new(context.Get(filter), context.Get(order), context.Get(limit));
            await Watching.ShowAsync(context, context.Get(watch), () => workspace.ListRunsAsync(query, cancellationToken), runs => Print(context, runs), null, cancellationToken);
        });
    }

    private static Command Show(Argument<string> id)
    {
        Option<bool> watch = Watching.Option();
        return new Command("show", "Show a run with its parameters and latest figures") { id, watch }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Guid run = RemoteWorkspace.ParseId(context.Get(id));
            await Watching.ShowAsync(
                context, context.Get(watch), () => platform.Studio.GetAsync<Run>($"runs/{run}", cancellationToken), shown => Print(context, shown),
                shown => shown.FinishedAt is not null, cancellationToken);
        });
    }

    private static Command Compare()
    {
        Argument<string[]> ids = new("ids") { Description = "The runs' identifiers", Arity = new ArgumentArity(2, MostCompared) };
        ids.CompletionSources.Add(Suggestions.Ids("runs"));
        Option<bool> all = new("--all") { Description = "Parameters that are the same in all of them, too" };
        return new Command("compare", "Show runs side by side: parameters that differ, and figures") { ids, all }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            List<Run> runs = [];
            foreach (Guid id in context.Get(ids).Select(RemoteWorkspace.ParseId))
            {
                runs.Add(await platform.Studio.GetAsync<Run>($"runs/{id}", cancellationToken));
            }
            (string Name, object?[] Values)[] parameters = [.. Rows(runs, r => r.Parameters.Keys, (r, k) => r.Parameters.GetValueOrDefault(k)).Where(p => context.Get(all) || p.Values.Distinct().Count() > 1)];
            (string Name, object?[] Values)[] metrics = [.. Rows(runs, r => r.Metrics.Keys, (r, k) => r.Metrics.GetValueOrDefault(k))];
            var result = new
            {
                runs = runs.Select(r => new { r.Id, r.Name, r.Experiment, r.Status }),
                parameters = parameters.ToDictionary(p => p.Name, p => p.Values),
                metrics = metrics.ToDictionary(p => p.Name, p => p.Values),
            };
            context.Terminal.Result(result, console =>
            {
                (string, Func<(string Name, object?[] Values), object?>)[] columns = [("", r => r.Name), .. runs.Select((r, i) => (r.Name, (Func<(string Name, object?[] Values), object?>)(row => row.Values[i])))];
                console.Write(Terminal.TableOf(
                    [("status", [.. runs.Select(r => (object?)Word(r.Status))]), ("seconds", [.. runs.Select(r => (object?)r.Seconds)]), .. parameters, .. metrics], columns));
            });
        });
    }

    private static Command Note(Argument<string> id)
    {
        Argument<string> text = new("text") { Description = "The notes; an empty text removes them" };
        return new Command("note", "Write a run's notes") { id, text }.Does((context, cancellationToken) => ChangeAsync(context, id, new RunChange { Notes = context.Get(text) }, cancellationToken));
    }

    private static Command Tag(Argument<string> id)
    {
        Argument<string[]> tags = new("tags") { Description = "NAME or NAME=VALUE to set", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        Option<string[]> remove = new("--remove") { Description = "A tag to take away; may be given again", HelpName = "NAME" };
        return new Command("tag", "Change a run's tags") { id, tags, remove }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Guid run = RemoteWorkspace.ParseId(context.Get(id));
            Dictionary<string, string> all = new((await platform.Studio.GetAsync<Run>($"runs/{run}", cancellationToken)).Tags);
            foreach (string tag in context.Get(tags))
            {
                int equals = tag.IndexOf('=');
                all[equals < 0 ? tag : tag[..equals]] = equals < 0 ? "" : tag[(equals + 1)..];
            }
            foreach (string tag in context.Get(remove) ?? [])
            {
                all.Remove(tag);
            }
            Print(context, await platform.Studio.PatchAsync<Run>($"runs/{run}", new RunChange { Tags = all }, cancellationToken));
        });
    }

    private static Command Export(Argument<string> id)
    {
        Option<FileInfo?> output = new("--out") { Description = "The file: .csv for the figures' histories, else JSON of all; default: standard output", HelpName = "FILE" };
        return new Command("export", "Write a run with the histories of its figures") { id, output }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Guid run = RemoteWorkspace.ParseId(context.Get(id));
            Run record = await platform.Studio.GetAsync<Run>($"runs/{run}", cancellationToken);
            MetricSeries[] series = await platform.Studio.GetAsync<MetricSeries[]>($"runs/{run}/metrics?maxPoints=100000", cancellationToken);
            FileInfo? file = context.Get(output);
            string text = file?.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) == true ? Csv(series) : JsonSerializer.Serialize(new { run = record, metrics = series }, Terminal.JsonOptions) + "\n";
            if (file is null)
            {
                await Console.Out.WriteAsync(text);
                return;
            }
            await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
            context.Terminal.Result(new { file = file.FullName }, console => console.WriteLine(file.FullName));
        });
    }

    private static Command Restore(Argument<string> id) => new Command("restore", "Bring a deleted run back") { id }.Does(async (context, cancellationToken) =>
    {
        await using RemoteWorkspace platform = context.OpenPlatform();
        Print(context, await platform.Studio.PostAsync<Run>($"runs/{RemoteWorkspace.ParseId(context.Get(id))}/restore", null, cancellationToken));
    });

    private static async Task ChangeAsync(CommandContext context, Argument<string> id, RunChange change, CancellationToken cancellationToken)
    {
        await using RemoteWorkspace platform = context.OpenPlatform();
        Print(context, await platform.Studio.PatchAsync<Run>($"runs/{RemoteWorkspace.ParseId(context.Get(id))}", change, cancellationToken));
    }

    private static void Print(CommandContext context, IReadOnlyList<RunOutcome> runs)
    {
        (string, Func<RunOutcome, object?>)[] metrics =
            [.. s_shown.Where(k => runs.Any(r => r.Metrics.ContainsKey(k))).Select(k => (k, (Func<RunOutcome, object?>)(r => r.Metrics.TryGetValue(k, out double v) ? v : null)))];
        context.Terminal.Table(
            runs,
            "No runs.",
            [("id", r => r.Id), ("name", r => r.Name), ("experiment", r => r.Experiment), ("status", r => r.Status), ("seconds", r => r.Seconds), .. metrics]);
    }

    private static void Print(CommandContext context, Run run) => context.Terminal.Result(run, console =>
    {
        console.MarkupLineInterpolated($"[bold]{run.Name}[/] {Word(run.Status)}, experiment {run.Experiment}");
        console.WriteLine($"{run.Id}, asked for {Terminal.Format(run.CreatedAt)}, {Terminal.Format(run.Seconds)} s{(run.ModelId is { } model ? $", model {model}" : "")}");
        if (run.Tags.Count > 0)
        {
            console.WriteLine("tags: " + string.Join(", ", run.Tags.Select(t => t.Value.Length == 0 ? t.Key : $"{t.Key}={t.Value}")));
        }
        if (run.Notes is { } notes)
        {
            console.WriteLine(notes);
        }
        if (run.Metrics.Count > 0)
        {
            console.Write(Terminal.TableOf(run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal), ("figure", m => m.Key), ("latest", m => m.Value)));
        }
        if (run.Parameters.Count > 0)
        {
            console.Write(Terminal.TableOf(run.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal), ("parameter", p => p.Key), ("value", p => p.Value)));
        }
        run.Artifacts.ToList().ForEach(a => console.WriteLine($"{a.Name}  {a.Bytes} bytes  /api/v1/runs/{run.Id}/artifacts/{a.Name}"));
    });

    private static IEnumerable<(string Name, object?[] Values)> Rows<T>(IReadOnlyList<Run> runs, Func<Run, IEnumerable<string>> keys, Func<Run, string, T> value) =>
        runs.SelectMany(keys).Distinct().Order(StringComparer.Ordinal).Select(k => (k, runs.Select(r => (object?)value(r, k)).ToArray()));

    private static string Csv(IEnumerable<MetricSeries> series) => string.Concat(series
        .SelectMany(s => s.Points.Select(p => string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"\"{s.Key.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{p.Step},{p.Epoch},{p.Value},{p.At:O}\n")))
        .Prepend("key,step,epoch,value,at\n"));

    private static string Word(JobState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
