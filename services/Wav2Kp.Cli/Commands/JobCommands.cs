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
        Command list = new Command("list", "List the jobs, the newest first").Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Print(context, await platform.Studio.GetAllAsync<Job>("jobs", 200, cancellationToken));
        });
        return new Command("jobs", "Jobs on the platform")
        {
            list,
            ForOne("show", "Show a job and its steps", id, (platform, job, cancellationToken) => platform.Studio.GetAsync<Job>($"jobs/{job}", cancellationToken)),
            ForOne("cancel", "Cancel a job", id, (platform, job, cancellationToken) => platform.Studio.PostAsync<Job>($"jobs/{job}/cancel", null, cancellationToken)),
            ForOne("retry", "Do a job's failed and rejected steps again", id, (platform, job, cancellationToken) => platform.Studio.PostAsync<Job>($"jobs/{job}/retry", null, cancellationToken)),
            Wait(id),
        };
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
            ("kind", j => j.Kind),
            ("name", j => j.Name),
            ("state", j => j.State),
            ("progress", j => $"{j.Progress:P0}"),
            ("created", j => j.CreatedAt),
            ("took", j => j.FinishedAt - j.StartedAt));

    private static void Show(CommandContext context, Job job) =>
        context.Terminal.Result(job, console =>
        {
            console.MarkupLineInterpolated($"[bold]{job.Kind} {job.Name}[/] {job.State} {job.Progress:P0}");
            if (job.Error is { } error)
            {
                console.MarkupLineInterpolated($"[red]{error}[/]");
            }
            console.Write(Terminal.TableOf(
                job.Steps,
                ("step", s => s.Kind),
                ("video", s => s.VideoName ?? ""),
                ("state", s => s.State),
                ("attempt", s => s.Attempt),
                ("took", s => s.FinishedAt - s.StartedAt),
                ("message", s => s.Error ?? s.Message ?? "")));
            job.Files.ToList().ForEach(f => console.WriteLine($"{f.Name}  {f.Url}"));
        });
}
