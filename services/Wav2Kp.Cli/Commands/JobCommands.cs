using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>jobs</c>: what the platform does and has done.</summary>
internal static class JobCommands
{
    public static Command Create()
    {
        Argument<string> id = new("id") { Description = "The job's identifier" };
        id.CompletionSources.Add(Suggestions.Ids("jobs"));
        Option<string?> state = new("--state") { Description = "Only those that are queued, running, succeeded, failed, rejected or cancelled", HelpName = "STATE" };
        state.CompletionSources.Add("queued", "running", "succeeded", "failed", "rejected", "cancelled");
        Option<string?> kind = new("--kind") { Description = "Only extraction, training or animation", HelpName = "KIND" };
        kind.CompletionSources.Add("extraction", "training", "animation");
        Option<int> limit = new("--limit") { Description = "At most this many", DefaultValueFactory = _ => 200, HelpName = "N" };
        Option<bool> watch = Watching.Option();
        Command list = new Command("list", "List the jobs, the newest first") { state, kind, limit, watch }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            string path = "jobs?" + string.Join('&', new[] { ("state", context.Get(state)), ("kind", context.Get(kind)) }.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
            await Watching.ShowAsync(context, context.Get(watch), () => platform.Studio.GetAllAsync<Job>(path, context.Get(limit), cancellationToken), jobs => Print(context, jobs), null, cancellationToken);
        });
        return new Command("jobs", "Jobs on the platform")
        {
            list,
            ShowOne(id),
            Priority(id),
            ForOne("cancel", "Cancel a job", id, (platform, job, cancellationToken) => platform.Studio.PostAsync<Job>($"jobs/{job}/cancel", null, cancellationToken)),
            ForOne("retry", "Do a job's failed and rejected steps again", id, (platform, job, cancellationToken) => platform.Studio.PostAsync<Job>($"jobs/{job}/retry", null, cancellationToken)),
            Wait(id),
        };
    }

    private static Command ShowOne(Argument<string> id)
    {
        Option<bool> watch = Watching.Option();
        return new Command("show", "Show a job and its steps") { id, watch }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Guid job = RemoteWorkspace.ParseId(context.Get(id));
            await Watching.ShowAsync(
                context, context.Get(watch), () => platform.Studio.GetAsync<Job>($"jobs/{job}", cancellationToken), shown => Show(context, shown),
                shown => shown.State is JobState.Succeeded or JobState.Failed or JobState.Rejected or JobState.Cancelled, cancellationToken);
        });
    }

    private static Command Priority(Argument<string> id)
    {
        Argument<int> priority = new("priority") { Description = "-100 to 100; jobs of a higher one go first" };
        return new Command("priority", "Change a job's priority") { id, priority }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            JobChange change = new() { Priority = context.Get(priority) };
            Job job = await platform.Studio.PatchAsync<Job>($"jobs/{RemoteWorkspace.ParseId(context.Get(id))}", change, cancellationToken);
            Show(context, await platform.Studio.GetAsync<Job>($"jobs/{job.Id}", cancellationToken));
        });
    }

    private static Command ForOne(string verb, string description, Argument<string> id, Func<RemoteWorkspace, Guid, CancellationToken, Task<Job>> call) =>
        new Command(verb, description) { id }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Show(context, await call(platform, RemoteWorkspace.ParseId(context.Get(id)), cancellationToken));
        });

    private static Command Wait(Argument<string> id) =>
        new Command("wait", "Wait until a job has ended") { id }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Job job = await context.Terminal.StageAsync(
                "Waiting", progress => platform.WaitAsync(RemoteWorkspace.ParseId(context.Get(id)), progress, cancellationToken));
            Show(context, job);
            return job.State == JobState.Succeeded ? ExitCodes.Succeeded : ExitCodes.Failed;
        });

    private static void Print(CommandContext context, IReadOnlyList<Job> jobs) =>
        context.Terminal.Table(
            jobs,
            "No jobs.",
            ("id", j => j.Id),
            ("kind", j => Word(j.Kind)),
            ("name", j => j.Name),
            ("state", j => Word(j.State)),
            ("progress", j => $"{j.Progress:P0}"),
            ("priority", j => j.Priority),
            ("created", j => j.CreatedAt),
            ("took", j => j.FinishedAt - j.StartedAt));

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void Show(CommandContext context, Job job) =>
        context.Terminal.Result(job, console =>
        {
            console.MarkupLineInterpolated($"[bold]{Word(job.Kind)} {job.Name}[/] {Word(job.State)} {job.Progress:P0}, priority {job.Priority}");
            if (job.Error is { } error)
            {
                console.MarkupLineInterpolated($"[red]{error}[/]");
            }
            console.Write(Terminal.TableOf(
                job.Steps,
                ("step", s => Word(s.Kind)),
                ("video", s => s.VideoName ?? ""),
                ("state", s => Word(s.State)),
                ("attempt", s => s.Attempt),
                ("took", s => s.FinishedAt - s.StartedAt),
                ("message", s => s.Error ?? s.Message ?? "")));
            job.Files.ToList().ForEach(f => console.WriteLine($"{f.Name}  {f.Url}"));
        });
}
