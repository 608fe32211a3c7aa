using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>Starts, cancels and retries jobs.</summary>
/// <remarks>
/// An extraction has three steps for each clip: ingest, then features and landmarks side by side; the clip is final when they are,
/// the job when its clips are, and it succeeds when at least one clip is ready. A training trains, then evaluates. An animation
/// is one step. Whatever changes rows of one clip locks steps first, then the clip, then jobs, so that nothing waits in a ring.
/// </remarks>
public sealed class Workflow(IDbContextFactory<CatalogContext> contexts, IStepDispatcher dispatcher)
{
    /// <summary>Starts an extraction. A clip on which another job is at work in the same way shares that job's steps.</summary>
    /// <exception cref="ArgumentException">No clips, or one is named twice.</exception>
    /// <exception cref="CatalogReferenceException">A clip is not in the catalog.</exception>
    public async Task<Job> CreateExtractionJobAsync(NewExtraction extraction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(extraction);
        Guid[] clips = [.. extraction.ClipIds.Order()];
        if (clips.Length == 0)
        {
            throw new ArgumentException("An extraction needs at least one clip.", nameof(extraction));
        }
        if (clips.Distinct().Count() != clips.Length)
        {
            throw new ArgumentException("A clip is named twice in one extraction.", nameof(extraction));
        }
        Job job = NewJob(JobKind.Extraction, extraction.Name, ContractJson.ToElement(extraction.Parameters), extraction.Priority, extraction.IdempotencyKey);
        job.ClipsTotal = clips.Length;
        Dictionary<Guid, Guid> shared = [];
        Job created = await CreateAsync(
            job,
            async (context, token) =>
            {
                NpgsqlConnection connection = Sql.Connection(context);
                List<Guid> known = await Sql.QueryAsync(
                    connection, "SELECT id FROM clips WHERE id = ANY($1) ORDER BY id FOR UPDATE", r => r.GetGuid(0), token, clips).ConfigureAwait(false);
                if (known.Count != clips.Length)
                {
                    throw new CatalogReferenceException($"There is no clip {clips.Except(known).First()}.");
                }
                shared.Clear();
                foreach ((Guid clip, Guid stepsJob) in await Sql.QueryAsync(
                    connection,
                    """
                    SELECT c.clip_id, c.steps_job_id FROM job_clips c JOIN jobs j ON j.id = c.steps_job_id
                    WHERE c.clip_id = ANY($1) AND c.state = 'pending' AND j.state IN ('queued', 'running')
                      AND NOT j.cancel_requested AND j.parameters = $2
                    """,
                    r => (r.GetGuid(0), r.GetGuid(1)),
                    token, clips, new Sql.Json(job.Parameters)).ConfigureAwait(false))
                {
                    shared[clip] = stepsJob;
                }
                await InsertJobAsync(context, job, token).ConfigureAwait(false);
                await Sql.ExecuteAsync(
                    connection,
                    "INSERT INTO job_clips (job_id, clip_id, steps_job_id, state) SELECT $1, c, s, 'pending' FROM unnest($2, $3) AS t (c, s)",
                    token, job.Id, clips, clips.Select(c => shared.GetValueOrDefault(c, job.Id)).ToArray()).ConfigureAwait(false);
                await Sql.ExecuteAsync(
                    connection,
                    "UPDATE clips SET state = 'processing', code = NULL, reason = NULL, updated_at = now() WHERE id = ANY($1) AND state <> 'ready'",
                    token, clips).ConfigureAwait(false);
                return await InsertClipStepsAsync(connection, job, [.. clips.Where(c => !shared.ContainsKey(c))], token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (shared.Count > 0 && created.Id == job.Id)
        {
            // Another job's steps, which are in no less of a hurry now. By itself: it locks steps, which come before clips.
            await SetPriorityAsync(job.Id, job.Priority, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        return created;
    }

    /// <summary>Starts a training, with its run (and its experiment, if that is new).</summary>
    /// <exception cref="CatalogReferenceException">The dataset version is not in the catalog.</exception>
    public async Task<Job> CreateTrainingJobAsync(NewTraining training, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentException.ThrowIfNullOrWhiteSpace(training.Experiment);
        Job job = NewJob(JobKind.Training, training.Name, ContractJson.ToElement(training.Parameters), training.Priority, training.IdempotencyKey);
        Guid run = Guid.CreateVersion7();
        return await CreateAsync(
            job,
            async (context, token) =>
            {
                if (!await context.DatasetVersions.AnyAsync(v => v.Id == training.Parameters.DatasetVersionId, token).ConfigureAwait(false))
                {
                    throw new CatalogReferenceException($"There is no dataset version {training.Parameters.DatasetVersionId}.");
                }
                NpgsqlConnection connection = Sql.Connection(context);
                await InsertJobAsync(context, job, token).ConfigureAwait(false);
                await Sql.ExecuteAsync(
                    connection, "INSERT INTO experiments (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                    token, Guid.CreateVersion7(), training.Experiment).ConfigureAwait(false);
                await Sql.ExecuteAsync(
                    connection,
                    """
                    INSERT INTO runs (id, experiment_id, job_id, name, status, notes)
                    SELECT $1, id, $2, $3, 'queued', $4 FROM experiments WHERE name = $5
                    """,
                    token, run, job.Id, training.Name, new Sql.Text(training.Notes), training.Experiment).ConfigureAwait(false);
                await Sql.ExecuteAsync(
                    connection, "INSERT INTO run_tags (run_id, key, value) SELECT $1, k, v FROM unnest($2, $3) AS t (k, v)",
                    token, run, training.Tags.Keys.ToArray(), training.Tags.Values.ToArray()).ConfigureAwait(false);
                Step train = NewStep(job, StepKind.Train, run);
                await InsertStepAsync(connection, train, StepState.Queued, token).ConfigureAwait(false);
                await InsertStepAsync(connection, NewStep(job, StepKind.Evaluate, run), StepState.Waiting, token).ConfigureAwait(false);
                return [new QueuedStep(train.Id, train.Kind)];
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts an animation.</summary>
    /// <exception cref="ArgumentException">Not exactly one kind of speech is named, or the face lacks its clip or upload.</exception>
    /// <exception cref="CatalogReferenceException">The model, the clip or the upload is not in the catalog.</exception>
    public async Task<Job> CreateAnimationJobAsync(NewAnimation animation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(animation);
        AnimateParameters parameters = animation.Parameters;
        if (parameters.AudioClipId is null == parameters.AudioUploadId is null)
        {
            throw new ArgumentException("An animation needs its speech from a clip or from an upload: name exactly one.", nameof(animation));
        }
        if ((parameters.Face.Kind == FaceKind.Video && parameters.Face.ClipId is null)
            || (parameters.Face.Kind == FaceKind.Portrait && parameters.Face.UploadId is null))
        {
            throw new ArgumentException("The face of an animation lacks its clip (video) or its upload (portrait).", nameof(animation));
        }
        Job job = NewJob(JobKind.Animation, animation.Name, ContractJson.ToElement(parameters), animation.Priority, animation.IdempotencyKey);
        return await CreateAsync(
            job,
            async (context, token) =>
            {
                if (!await context.Models.AnyAsync(m => m.Id == parameters.ModelId, token).ConfigureAwait(false))
                {
                    throw new CatalogReferenceException($"There is no model {parameters.ModelId}.");
                }
                foreach (Guid clip in new[] { parameters.AudioClipId, parameters.Face.ClipId }.OfType<Guid>())
                {
                    if (!await context.Clips.AnyAsync(c => c.Id == clip, token).ConfigureAwait(false))
                    {
                        throw new CatalogReferenceException($"There is no clip {clip}.");
                    }
                }
                foreach (Guid upload in new[] { parameters.AudioUploadId, parameters.Face.UploadId }.OfType<Guid>())
                {
                    if (!await context.Uploads.AnyAsync(u => u.Id == upload, token).ConfigureAwait(false))
                    {
                        throw new CatalogReferenceException($"There is no upload {upload}.");
                    }
                }
                await InsertJobAsync(context, job, token).ConfigureAwait(false);
                Step animate = NewStep(job, StepKind.Animate, null);
                await InsertStepAsync(Sql.Connection(context), animate, StepState.Queued, token).ConfigureAwait(false);
                return [new QueuedStep(animate.Id, animate.Kind)];
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Cancels a job: what waits is cancelled at once, what runs is told to stop within seconds, and the job is cancelled when
    /// nothing runs. Clips that another job asks for as well go on for that one. Cancelling a cancelled job changes nothing.
    /// </summary>
    /// <returns>The job, or null if there is none of this id.</returns>
    /// <exception cref="WorkflowConflictException">The job has finished.</exception>
    public async Task<Job?> CancelJobAsync(Guid jobId, CancellationToken cancellationToken = default)
    {
        bool requested = await contexts.TransactAsync(
            async (context, token) => await Sql.ExecuteAsync(
                Sql.Connection(context),
                "UPDATE jobs SET cancel_requested = true WHERE id = $1 AND state IN ('queued', 'running')", token, jobId).ConfigureAwait(false) > 0,
            cancellationToken).ConfigureAwait(false);
        if (requested)
        {
            // A crash between the two transactions is mended by the reconciler, which does this again.
            await contexts.TransactAsync(
                (context, token) => WorkflowAdvance.CancelWaitingStepsAsync(Sql.Connection(context), jobId, token), cancellationToken).ConfigureAwait(false);
        }
        Job? job = await FindAsync(jobId, cancellationToken).ConfigureAwait(false);
        return job is null || requested || job.State == JobState.Cancelled
            ? job
            : throw new WorkflowConflictException($"Job '{job.Name}' has finished already ({CatalogText.Of(job.State)}).");
    }

    /// <summary>
    /// Does again what failed, was rejected or was cancelled in a job; what succeeded stays. In an extraction that is allowed while
    /// other clips are still at work.
    /// </summary>
    /// <returns>The job, or null if there is none of this id.</returns>
    /// <exception cref="WorkflowConflictException">There is nothing to do again, or the job is being cancelled.</exception>
    public async Task<Job?> RetryJobAsync(Guid jobId, CancellationToken cancellationToken = default)
    {
        Job? job = await FindAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (job is null)
        {
            return null;
        }
        if (job.CancelRequested && !job.IsFinal)
        {
            throw new WorkflowConflictException($"Job '{job.Name}' is being cancelled: retry it when that is done.");
        }
        List<QueuedStep> queued = await contexts.TransactAsync(
            (context, token) => RetryAsync(context, job, token), cancellationToken).ConfigureAwait(false);
        dispatcher.Dispatch(queued);
        return await FindAsync(jobId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Changes a job's priority. A worker that becomes free takes the queued step of the highest priority, oldest first, whichever message woke
    /// it up, so that the change counts from the next step on; steps at work go on. A clip that several jobs ask for has the highest of their priorities.
    /// </summary>
    /// <param name="jobId">Which.</param>
    /// <param name="priority">The higher, the sooner.</param>
    /// <param name="check">Looks at the job before, where nobody else can change it meanwhile; throws to leave it as it is. Done again with the transaction.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The job, or null if there is none of this id.</returns>
    public async Task<Job?> SetPriorityAsync(
        Guid jobId, int priority, Func<CatalogContext, CancellationToken, Task>? check = null, CancellationToken cancellationToken = default)
    {
        await contexts.TransactAsync(
            async (context, token) =>
            {
                NpgsqlConnection connection = Sql.Connection(context);
                List<Guid> steps = await Sql.QueryAsync(
                    connection,
                    """
                    SELECT id FROM steps s WHERE state <> 'succeeded' AND (job_id = $1 OR EXISTS (
                        SELECT FROM job_clips c WHERE c.job_id = $1 AND c.clip_id = s.clip_id AND c.steps_job_id = s.job_id))
                    ORDER BY id FOR UPDATE
                    """,
                    r => r.GetGuid(0), token, jobId).ConfigureAwait(false);
                if (check is not null)
                {
                    // After the steps, as workers lock them.
                    await Sql.QueryAsync(connection, "SELECT id FROM jobs WHERE id = $1 FOR UPDATE", r => r.GetGuid(0), token, jobId).ConfigureAwait(false);
                    await check(context, token).ConfigureAwait(false);
                }
                await Sql.ExecuteAsync(connection, "UPDATE jobs SET priority = $2 WHERE id = $1", token, jobId, priority).ConfigureAwait(false);
                await WorkflowAdvance.RankStepsAsync(connection, steps, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return await FindAsync(jobId, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<QueuedStep>> RetryAsync(CatalogContext context, Job job, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = Sql.Connection(context);
        await Sql.QueryAsync(
            connection,
            "SELECT id FROM steps WHERE job_id = $1 AND state IN ('rejected', 'failed', 'cancelled') ORDER BY id FOR UPDATE",
            r => r.GetGuid(0), cancellationToken, job.Id).ConfigureAwait(false);
        Guid[] clips = [.. await Sql.QueryAsync(
            connection,
            """
            SELECT id FROM clips
            WHERE id IN (SELECT clip_id FROM job_clips WHERE job_id = $1 AND state IN ('rejected', 'failed', 'cancelled')) ORDER BY id FOR UPDATE
            """,
            r => r.GetGuid(0), cancellationToken, job.Id).ConfigureAwait(false)];
        // A step whose predecessor has succeeded can start; the others wait for it.
        var again = await Sql.QueryAsync(
            connection,
            """
            UPDATE steps s SET
                state = CASE WHEN kind IN ('ingest', 'train', 'animate') OR EXISTS (
                        SELECT FROM steps p WHERE p.job_id = s.job_id AND p.clip_id IS NOT DISTINCT FROM s.clip_id
                          AND p.kind IN ('ingest', 'train') AND p.state = 'succeeded')
                    THEN 'queued' ELSE 'waiting' END,
                priority = (SELECT j.priority FROM jobs j WHERE j.id = s.job_id),
                bugs = 0, transients = 0, lost_leases = 0, not_before = NULL, queued_at = now(), published_at = now(), publications = 1,
                progress = 0, message = NULL, code = NULL, error = NULL, result = NULL, finished_at = NULL
            WHERE job_id = $1 AND state IN ('rejected', 'failed', 'cancelled') AND (clip_id IS NULL OR clip_id = ANY($2))
            RETURNING id, kind, state
            """,
            r => (Step: WorkflowAdvance.ReadQueued(r), IsQueued: r.GetString(2) == "queued"),
            cancellationToken, job.Id, clips).ConfigureAwait(false);
        List<QueuedStep> queued = [.. again.Where(a => a.IsQueued).Select(a => a.Step)];
        bool any = queued.Count > 0;
        if (clips.Length > 0)
        {
            // Clips whose steps belonged, or went over, to another job.
            List<Guid> without = await Sql.QueryAsync(
                connection,
                "SELECT c FROM unnest($2) AS t (c) WHERE NOT EXISTS (SELECT FROM steps WHERE job_id = $1 AND clip_id = c)",
                r => r.GetGuid(0), cancellationToken, job.Id, clips).ConfigureAwait(false);
            queued.AddRange(await InsertClipStepsAsync(connection, job, without, cancellationToken).ConfigureAwait(false));
            await Sql.ExecuteAsync(
                connection,
                "UPDATE job_clips SET state = 'pending', steps_job_id = $1, code = NULL, reason = NULL WHERE job_id = $1 AND clip_id = ANY($2)",
                cancellationToken, job.Id, clips).ConfigureAwait(false);
            await Sql.ExecuteAsync(
                connection,
                "UPDATE clips SET state = 'processing', code = NULL, reason = NULL, updated_at = now() WHERE id = ANY($1) AND state <> 'ready'",
                cancellationToken, clips).ConfigureAwait(false);
            any = true;
        }
        if (!any)
        {
            throw new WorkflowConflictException($"Job '{job.Name}' has nothing to do again: no step failed, was rejected or cancelled.");
        }
        await Sql.ExecuteAsync(
            connection,
            """
            UPDATE jobs SET state = 'queued', cancel_requested = false, error = NULL, finished_at = NULL,
                clips_rejected = 0, clips_failed = 0, clips_cancelled = 0
            WHERE id = $1
            """,
            cancellationToken, job.Id).ConfigureAwait(false);
        await Sql.ExecuteAsync(
            connection, "UPDATE runs SET status = 'queued', finished_at = NULL WHERE job_id = $1", cancellationToken, job.Id).ConfigureAwait(false);
        return queued;
    }

    private async Task<Job> CreateAsync(
        Job job, Func<CatalogContext, CancellationToken, Task<List<QueuedStep>>> create, CancellationToken cancellationToken)
    {
        try
        {
            List<QueuedStep>? queued = await contexts.TransactAsync(
                async (context, token) =>
                {
                    // The job itself is there when the first commit's answer was lost; another one when the request was sent twice.
                    bool exists = await context.Jobs.AnyAsync(
                        j => j.Id == job.Id || (job.IdempotencyKey != null && j.IdempotencyKey == job.IdempotencyKey), token).ConfigureAwait(false);
                    return exists ? null : await create(context, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            if (queued is not null)
            {
                dispatcher.Dispatch(queued);
                return job;
            }
        }
        catch (Exception e) when (e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "jobs_idempotency_key_key" })
        {
            // The same request arrived twice at once, and the other one was faster.
        }
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Jobs.AsNoTracking().SingleAsync(
            j => j.Id == job.Id || (job.IdempotencyKey != null && j.IdempotencyKey == job.IdempotencyKey), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Job?> FindAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == jobId, cancellationToken).ConfigureAwait(false);
    }

    private static Job NewJob(JobKind kind, string name, JsonElement parameters, int priority, string? idempotencyKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Job
        {
            Kind = kind,
            Name = name,
            State = JobState.Queued,
            Parameters = parameters,
            Priority = priority,
            IdempotencyKey = idempotencyKey,
        };
    }

    private static Step NewStep(Job job, StepKind kind, Guid? run) => new()
    {
        JobId = job.Id,
        RunId = run,
        Kind = kind,
        Priority = job.Priority,
        Parameters = job.Parameters,
    };

    private static Task InsertJobAsync(CatalogContext context, Job job, CancellationToken cancellationToken) =>
        Sql.ExecuteAsync(
            Sql.Connection(context),
            """
            INSERT INTO jobs (id, kind, name, state, parameters, priority, idempotency_key, clips_total, created_at)
            VALUES ($1, $2, $3, 'queued', $4, $5, $6, $7, $8)
            """,
            cancellationToken, job.Id, CatalogText.Of(job.Kind), job.Name, new Sql.Json(job.Parameters), job.Priority,
            new Sql.Text(job.IdempotencyKey), job.ClipsTotal, job.CreatedAt);

    private static Task InsertStepAsync(NpgsqlConnection connection, Step step, StepState state, CancellationToken cancellationToken) =>
        Sql.ExecuteAsync(
            connection,
            """
            INSERT INTO steps (id, job_id, run_id, kind, state, priority, parameters, queued_at, published_at, publications)
            SELECT $1, $2, $3, $4, $5, $6, $7, CASE WHEN queued THEN now() END, CASE WHEN queued THEN now() END, CASE WHEN queued THEN 1 ELSE 0 END
            FROM (SELECT $5 = 'queued' AS queued) q
            """,
            cancellationToken, step.Id, step.JobId, new Sql.Id(step.RunId), CatalogText.Of(step.Kind), CatalogText.Of(state), step.Priority,
            new Sql.Json(step.Parameters));

    private static async Task<List<QueuedStep>> InsertClipStepsAsync(
        NpgsqlConnection connection, Job job, IReadOnlyCollection<Guid> clips, CancellationToken cancellationToken)
    {
        if (clips.Count == 0)
        {
            return [];
        }
        ExtractionParameters parameters = ContractJson.FromElement<ExtractionParameters>(job.Parameters);
        List<QueuedStep> queued = [];
        foreach ((StepKind kind, JsonElement? own) in new[]
        {
            (StepKind.Ingest, parameters.Ingest), (StepKind.Features, parameters.Features), (StepKind.Landmarks, parameters.Landmarks),
        })
        {
            Guid[] ids = [.. clips.Select(_ => Guid.CreateVersion7())];
            bool first = kind == StepKind.Ingest;
            await Sql.ExecuteAsync(
                connection,
                $"""
                INSERT INTO steps (id, job_id, clip_id, kind, state, priority, parameters, queued_at, published_at, publications)
                SELECT s, $1, c, $2, $3, $4, $5, {(first ? "now(), now(), 1" : "NULL, NULL, 0")} FROM unnest($6, $7) AS t (s, c)
                """,
                cancellationToken, job.Id, CatalogText.Of(kind), first ? "queued" : "waiting", job.Priority,
                new Sql.Json(own ?? ContractJson.ToElement(new { })), ids, clips.ToArray()).ConfigureAwait(false);
            if (first)
            {
                queued.AddRange(ids.Select(id => new QueuedStep(id, kind)));
            }
        }
        return queued;
    }
}
