using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Files;
using Wav2Kp.Studio.Models;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Jobs;

/// <summary>Reads jobs with their steps, counts and files.</summary>
internal sealed class JobReader(IDbContextFactory<CatalogContext> contexts, IObjectStore objects)
{
    // training takes nearly all of a training job's time
    private const double TrainShare = 0.9;
    private const int ClipSteps = 3;

    private static readonly string[] s_results = [ArtifactKinds.Preview, ArtifactKinds.Keypoints, ArtifactKinds.KeypointsCsv, ArtifactKinds.KeypointsJson];

    /// <summary>A page of jobs, the newest first, without steps and files.</summary>
    public async Task<Api.Page<Api.Job>> ListAsync(JobKind? kind, JobState? state, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = catalog.Jobs.AsNoTracking().Where(j => (kind == null || j.Kind == kind) && (state == null || j.State == state));
        long total = await jobs.LongCountAsync(cancellationToken);
        var page = await jobs.OrderByDescending(j => j.CreatedAt).ThenByDescending(j => j.Id).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return new Api.Page<Api.Job> { Items = await ViewAsync(catalog, page, cancellationToken), Total = total, Limit = limit, Offset = offset };
    }

    /// <summary>The jobs that run or have changed after a time, without steps and files.</summary>
    public async Task<IReadOnlyList<Api.Job>> ChangedAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await catalog.Jobs.AsNoTracking().Where(j => j.State == JobState.Running || j.UpdatedAt > since)
            .OrderByDescending(j => j.UpdatedAt).Take(most).ToListAsync(cancellationToken);
        return jobs.Count == 0 ? [] : await ViewAsync(catalog, jobs, cancellationToken);
    }

    /// <summary>How many jobs are in each state.</summary>
    public async Task<IReadOnlyDictionary<JobState, long>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return await catalog.Jobs.GroupBy(j => j.State).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    /// <summary>How many steps of each kind wait for a worker and how many are at work.</summary>
    public async Task<IReadOnlyList<Api.StepQueue>> QueuesAsync(CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await catalog.Steps.Where(s => s.State == StepState.Queued || s.State == StepState.Running)
            .GroupBy(s => new { s.Kind, s.State }).Select(g => new { g.Key.Kind, g.Key.State, Count = g.LongCount() }).ToListAsync(cancellationToken);
        long Count(StepKind kind, StepState state) => counts.Where(c => c.Kind == kind && c.State == state).Sum(c => c.Count);
        return [.. Enum.GetValues<StepKind>().Select(k => new Api.StepQueue(k, Count(k, StepState.Queued), Count(k, StepState.Running)))];
    }

    /// <summary>A job with its steps and files.</summary>
    /// <param name="id">Which.</param>
    /// <param name="maxSteps">The most steps to read, those at work or in trouble first; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">There is no such job.</exception>
    public async Task<Api.Job> GetAsync(Guid id, int? maxSteps, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return await GetAsync(catalog, id, maxSteps, cancellationToken);
    }

    /// <summary>A job as a transaction sees it.</summary>
    /// <inheritdoc cref="GetAsync(Guid, int?, CancellationToken)"/>
    public async Task<Api.Job> GetAsync(CatalogContext catalog, Guid id, int? maxSteps, CancellationToken cancellationToken)
    {
        var job = await FindAsync(catalog, id, cancellationToken);
        var view = (await ViewAsync(catalog, [job], cancellationToken))[0];
        return view with
        {
            Steps = await StepsAsync(catalog, id, maxSteps, cancellationToken),
            Files = [.. (await FilesAsync(catalog, view, cancellationToken)).Select(f => new Api.FileLink { Name = f.Name, Url = $"{StudioApi.Root}/jobs/{id}/files/{f.Name}", Bytes = f.Bytes })],
        };
    }

    /// <summary>What a job made, by name.</summary>
    /// <exception cref="ApiException">There is no such job.</exception>
    public async Task<IReadOnlyList<StoredFile>> FilesAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await FindAsync(catalog, id, cancellationToken);
        return await FilesAsync(catalog, (await ViewAsync(catalog, [job], cancellationToken))[0], cancellationToken);
    }

    private static async Task<Job> FindAsync(CatalogContext catalog, Guid id, CancellationToken cancellationToken) =>
        await catalog.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken) ?? throw ApiException.NotFound("job", id);

    private async Task<IReadOnlyList<StoredFile>> FilesAsync(CatalogContext catalog, Api.Job job, CancellationToken cancellationToken)
    {
        if (job.Kind == JobKind.Training)
        {
            var model = job.ModelId is { } id ? await catalog.Models.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) : null;
            return model is null ? [] : await ModelFiles.OfAsync(model, objects, cancellationToken);
        }
        if (job.Kind != JobKind.Animation)
            return [];
        var artifacts = await catalog.StepArtifacts.AsNoTracking()
            .Where(a => s_results.Contains(a.Artifact!.Kind) && catalog.Steps.Any(s => s.Id == a.StepId && s.JobId == job.Id))
            .Select(a => a.Artifact!).ToListAsync(cancellationToken);
        return [.. artifacts.OrderBy(a => Array.IndexOf(s_results, a.Kind)).ThenByDescending(a => a.CreatedAt)
            .Select(a => new StoredFile(StoredFile.NameOf(a.ObjectKey), a.ObjectKey, a.Bytes)).DistinctBy(f => f.Name)];
    }

    private static async Task<IReadOnlyList<Api.Job>> ViewAsync(CatalogContext catalog, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var ids = jobs.Select(j => j.Id).ToList();
        var steps = (await catalog.Steps.Where(s => ids.Contains(s.JobId))
            .GroupBy(s => new { s.JobId, s.Kind, s.State })
            .Select(g => new StepSum(g.Key.JobId, g.Key.Kind, g.Key.State, g.Count(), g.Sum(s => s.Progress)))
            .ToListAsync(cancellationToken)).ToLookup(s => s.JobId);
        // clips that another job works on for this one
        var shared = await catalog.JobClips.Where(c => ids.Contains(c.JobId) && c.StepsJobId != c.JobId && c.State != JobClipState.Pending)
            .GroupBy(c => c.JobId).Select(g => new { JobId = g.Key, Count = g.Count() }).ToDictionaryAsync(s => s.JobId, s => s.Count, cancellationToken);
        var runs = (await catalog.Runs.Where(r => r.JobId != null && r.DeletedAt == null && ids.Contains(r.JobId.Value))
            .Select(r => new { JobId = r.JobId!.Value, r.Id, Model = r.Model == null ? (Guid?)null : r.Model.Id })
            .ToListAsync(cancellationToken)).ToDictionary(r => r.JobId);
        return [.. jobs.Select(job =>
        {
            var run = runs.GetValueOrDefault(job.Id);
            var model = job.Kind == JobKind.Animation ? ContractJson.FromElement<AnimateParameters>(job.Parameters).ModelId : run?.Model;
            return View(job, [.. steps[job.Id]], shared.GetValueOrDefault(job.Id), run?.Id, model);
        })];
    }

    private static Api.Job View(Job job, IReadOnlyList<StepSum> steps, int sharedDone, Guid? run, Guid? model)
    {
        int Count(StepState state) => steps.Where(s => s.State == state).Sum(s => s.Count);
        return new Api.Job
        {
            Id = job.Id,
            Kind = job.Kind,
            Name = job.Name,
            State = job.State,
            Progress = Progress(job, steps, sharedDone),
            Priority = job.Priority,
            CancelRequested = job.CancelRequested,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            Error = job.Error,
            RunId = run,
            ModelId = model,
            Parameters = job.Parameters,
            Counts = new Api.JobCounts
            {
                Steps = steps.Sum(s => s.Count),
                Waiting = Count(StepState.Waiting),
                Queued = Count(StepState.Queued),
                Running = Count(StepState.Running),
                Succeeded = Count(StepState.Succeeded),
                Failed = Count(StepState.Failed),
                Rejected = Count(StepState.Rejected),
                Cancelled = Count(StepState.Cancelled),
                Clips = job.ClipsTotal,
                ClipsReady = job.ClipsReady,
                ClipsRejected = job.ClipsRejected,
                ClipsFailed = job.ClipsFailed,
            },
        };
    }

    private static double Progress(Job job, IReadOnlyList<StepSum> steps, int sharedDone)
    {
        if (job.State == JobState.Succeeded)
            return 1;
        double done = job.Kind switch
        {
            JobKind.Extraction => job.ClipsTotal == 0 ? 0 : (steps.Sum(s => s.Over) / ClipSteps + sharedDone) / job.ClipsTotal,
            JobKind.Training => steps.Sum(s => s.Done * (s.Kind == StepKind.Train ? TrainShare : 1 - TrainShare)),
            _ => steps.Sum(s => s.Done),
        };
        return Math.Clamp(done, 0, 1);
    }

    private static async Task<IReadOnlyList<Api.JobStep>> StepsAsync(CatalogContext catalog, Guid job, int? most, CancellationToken cancellationToken)
    {
        if (most == 0)
            return [];
        // named, so that the database finds them by its index instead of looking at every job's steps
        var sharing = await catalog.JobClips.Where(c => c.JobId == job && c.StepsJobId != job).Select(c => c.StepsJobId).Distinct().ToListAsync(cancellationToken);
        var steps = catalog.Steps.AsNoTracking().Where(s => s.JobId == job
            || sharing.Contains(s.JobId) && catalog.JobClips.Any(c => c.JobId == job && c.StepsJobId != job && c.StepsJobId == s.JobId && c.ClipId == s.ClipId));
        if (most is { } count)
        {
            steps = steps.OrderBy(s => s.State == StepState.Running ? 0 : s.State == StepState.Failed ? 1 : s.State == StepState.Rejected ? 2
                : s.State == StepState.Queued ? 3 : s.State == StepState.Waiting ? 4 : s.State == StepState.Cancelled ? 5 : 6).ThenBy(s => s.Id).Take(count);
        }
        var rows = await steps.Include(s => s.Attempts).AsSplitQuery().ToListAsync(cancellationToken);
        var clips = rows.Select(s => s.ClipId).OfType<Guid>().Distinct().ToList();
        var names = await catalog.Clips.Where(c => clips.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        return [.. rows.OrderBy(s => s.CreatedAt).ThenBy(s => s.ClipId).ThenBy(s => s.Kind).Select(s => View(s, s.ClipId is { } clip ? names.GetValueOrDefault(clip) : null))];
    }

    private static Api.JobStep View(Step step, string? videoName) => new()
    {
        Id = step.Id,
        Kind = step.Kind,
        VideoId = step.ClipId,
        VideoName = videoName,
        RunId = step.RunId,
        State = step.State,
        Attempt = step.Attempt,
        Progress = step.State == StepState.Succeeded ? 1 : step.Progress,
        Message = step.Message,
        Code = step.Code,
        Error = step.Error,
        Result = step.Result,
        CreatedAt = step.CreatedAt,
        StartedAt = step.StartedAt,
        FinishedAt = step.FinishedAt,
        Attempts = [.. step.Attempts.OrderBy(a => a.Attempt).Select(a => new Api.StepAttempt
        {
            Attempt = a.Attempt,
            Worker = a.Worker,
            StartedAt = a.StartedAt,
            FinishedAt = a.FinishedAt,
            Outcome = a.Outcome is { } outcome ? CatalogText.Of(outcome) : null,
            Error = a.Error,
        })],
    };

    /// <summary>Steps of a job of one kind in one state.</summary>
    private sealed record StepSum(Guid JobId, StepKind Kind, StepState State, int Count, double Progress)
    {
        /// <summary>How much of them is done.</summary>
        public double Done => State switch
        {
            StepState.Succeeded => Count,
            StepState.Running or StepState.Failed => Progress,
            _ => 0,
        };

        /// <summary>How many of them are over, well or not: the job waits for them no more.</summary>
        public double Over => State is StepState.Rejected or StepState.Failed ? Count : Done;
    }
}
