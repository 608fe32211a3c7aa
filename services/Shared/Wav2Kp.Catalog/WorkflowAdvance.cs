using System.Data.Common;
using Npgsql;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>What follows when a step becomes final, inside the transaction that makes it so.</summary>
internal static class WorkflowAdvance
{
    private const string NotDone = "Not done: a step before it did not succeed.";

    public static QueuedStep ReadQueued(DbDataReader reader) => new(reader.GetGuid(0), CatalogText.Parse<StepKind>(reader.GetString(1)));

    /// <summary>Queues, or gives up, what waited for the step; settles its clip, its run and its jobs if that was all of them.</summary>
    /// <returns>The steps that were queued, to be dispatched after the commit.</returns>
    public static async Task<List<QueuedStep>> AfterAsync(NpgsqlConnection connection, Step step, StepState ended, CancellationToken cancellationToken)
    {
        if (step.ClipId is { } clip)
        {
            await Sql.QueryAsync(connection, "SELECT id FROM clips WHERE id = $1 FOR UPDATE", r => r.GetGuid(0), cancellationToken, clip).ConfigureAwait(false);
        }
        else
        {
            await LockJobAsync(connection, step.JobId, cancellationToken).ConfigureAwait(false);
        }
        List<QueuedStep> queued = [];
        if (step.Kind is StepKind.Ingest or StepKind.Train)
        {
            if (ended == StepState.Succeeded)
            {
                queued = await Sql.QueryAsync(
                    connection,
                    """
                    UPDATE steps SET state = 'queued', queued_at = now(), published_at = now(), publications = 1
                    WHERE job_id = $1 AND clip_id IS NOT DISTINCT FROM $2 AND state = 'waiting' RETURNING id, kind
                    """,
                    ReadQueued, cancellationToken, step.JobId, new Sql.Id(step.ClipId)).ConfigureAwait(false);
            }
            else
            {
                await Sql.ExecuteAsync(
                    connection,
                    """
                    UPDATE steps SET state = 'cancelled', finished_at = now(), message = $3
                    WHERE job_id = $1 AND clip_id IS NOT DISTINCT FROM $2 AND state = 'waiting'
                    """,
                    cancellationToken, step.JobId, new Sql.Id(step.ClipId), NotDone).ConfigureAwait(false);
            }
        }
        if (queued.Count == 0)
        {
            await (step.ClipId is { } settled
                ? SettleClipAsync(connection, step.JobId, settled, cancellationToken)
                : SettleJobOfStepsAsync(connection, step.JobId, cancellationToken)).ConfigureAwait(false);
        }
        return queued;
    }

    /// <summary>Cancels what waits in a job that is to be cancelled, and the job if nothing runs. Harmless when done again.</summary>
    public static async Task CancelWaitingStepsAsync(NpgsqlConnection connection, Guid jobId, CancellationToken cancellationToken)
    {
        await Sql.QueryAsync(
            connection,
            "SELECT id FROM steps WHERE job_id = $1 AND state IN ('waiting', 'queued', 'running') ORDER BY id FOR UPDATE",
            r => r.GetGuid(0), cancellationToken, jobId).ConfigureAwait(false);
        Guid[] clips = [.. await Sql.QueryAsync(
            connection,
            "SELECT id FROM clips WHERE id IN (SELECT clip_id FROM job_clips WHERE job_id = $1 AND state = 'pending') ORDER BY id FOR UPDATE",
            r => r.GetGuid(0), cancellationToken, jobId).ConfigureAwait(false)];
        if (!await LockJobAsync(connection, jobId, cancellationToken).ConfigureAwait(false))
        {
            return;
        }
        if (clips.Length > 0)
        {
            // Clips that another job shares go over to it with their steps; clips that this job shares stay where they are.
            List<Guid> moved = await Sql.QueryAsync(
                connection,
                """
                WITH heirs AS (
                    SELECT clip_id, min(job_id::text)::uuid AS heir FROM job_clips
                    WHERE steps_job_id = $1 AND job_id <> $1 AND state = 'pending' AND clip_id = ANY($2) GROUP BY clip_id),
                moved AS (
                    UPDATE steps s SET job_id = h.heir FROM heirs h WHERE s.job_id = $1 AND s.clip_id = h.clip_id RETURNING s.id),
                clips AS (
                    UPDATE job_clips c SET steps_job_id = h.heir FROM heirs h
                    WHERE c.clip_id = h.clip_id AND c.steps_job_id = $1 AND c.job_id <> $1)
                SELECT id FROM moved
                """,
                r => r.GetGuid(0), cancellationToken, jobId, clips).ConfigureAwait(false);
            await RankStepsAsync(connection, moved, cancellationToken).ConfigureAwait(false);
        }
        await Sql.ExecuteAsync(
            connection,
            """
            UPDATE steps SET state = 'cancelled', finished_at = now(), message = 'Not done: the job was cancelled.'
            WHERE job_id = $1 AND state IN ('waiting', 'queued')
            """,
            cancellationToken, jobId).ConfigureAwait(false);
        int cancelled = await Sql.ExecuteAsync(
            connection,
            """
            UPDATE job_clips c SET state = 'cancelled', steps_job_id = $1
            WHERE c.job_id = $1 AND c.state = 'pending'
              AND NOT EXISTS (SELECT FROM steps s WHERE s.job_id = $1 AND s.clip_id = c.clip_id AND s.state = 'running')
            """,
            cancellationToken, jobId).ConfigureAwait(false);
        // A clip that no job works on any more is what it was before.
        await Sql.ExecuteAsync(
            connection,
            $"""
            UPDATE clips c SET state = {StateWithoutJob}, updated_at = now()
            WHERE id = ANY($1) AND state = 'processing' AND NOT EXISTS (SELECT FROM job_clips j WHERE j.clip_id = c.id AND j.state = 'pending')
            """,
            cancellationToken, clips).ConfigureAwait(false);
        if (clips.Length > 0)
        {
            await CountClipsAsync(connection, jobId, JobClipState.Cancelled, cancelled, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SettleJobOfStepsAsync(connection, jobId, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives steps the highest priority of the jobs that wait for them. The caller has locked them.</summary>
    public static Task RankStepsAsync(NpgsqlConnection connection, IReadOnlyCollection<Guid> steps, CancellationToken cancellationToken) =>
        Sql.ExecuteAsync(
            connection,
            """
            UPDATE steps s SET priority = coalesce((
                SELECT max(o.priority) FROM job_clips c JOIN jobs o ON o.id = c.job_id
                WHERE c.clip_id = s.clip_id AND c.steps_job_id = s.job_id AND c.state = 'pending' AND NOT o.cancel_requested), j.priority)
            FROM jobs j WHERE j.id = s.job_id AND s.id = ANY($1)
            """,
            cancellationToken, steps.ToArray());

    private const string StateWithoutJob =
        """
        CASE WHEN (SELECT count(*) FROM clip_artifacts a WHERE a.clip_id = c.id AND a.kind IN ('features', 'landmarks')) = 2
             THEN 'ready' ELSE 'uploaded' END
        """;

    private static async Task<bool> LockJobAsync(NpgsqlConnection connection, Guid jobId, CancellationToken cancellationToken) =>
        (await Sql.QueryAsync(
            connection, "SELECT id FROM jobs WHERE id = $1 FOR UPDATE", r => r.GetGuid(0), cancellationToken, jobId).ConfigureAwait(false)).Count > 0;

    private static async Task SettleClipAsync(NpgsqlConnection connection, Guid jobId, Guid clipId, CancellationToken cancellationToken)
    {
        var steps = await Sql.QueryAsync(
            connection,
            "SELECT state, code, error FROM steps WHERE job_id = $1 AND clip_id = $2 ORDER BY finished_at",
            r => (State: CatalogText.Parse<StepState>(r.GetString(0)), Code: r.TextOrNull(1), Error: r.TextOrNull(2)),
            cancellationToken, jobId, clipId).ConfigureAwait(false);
        if (steps.Exists(s => s.State is StepState.Waiting or StepState.Queued or StepState.Running))
        {
            return;
        }
        // What is the input's fault weighs more than what a retry may mend.
        StepState worst = steps.Exists(s => s.State == StepState.Rejected) ? StepState.Rejected
            : steps.Exists(s => s.State == StepState.Failed) ? StepState.Failed
            : steps.Exists(s => s.State == StepState.Cancelled) ? StepState.Cancelled
            : StepState.Succeeded;
        JobClipState state = worst switch
        {
            StepState.Rejected => JobClipState.Rejected,
            StepState.Failed => JobClipState.Failed,
            StepState.Cancelled => JobClipState.Cancelled,
            _ => JobClipState.Ready,
        };
        (_, string? code, string? error) = worst is StepState.Rejected or StepState.Failed ? steps.First(s => s.State == worst) : default;
        string? reason = FirstLine(error);
        List<Guid> jobs = await Sql.QueryAsync(
            connection,
            """
            UPDATE job_clips SET state = $3, code = $4, reason = $5
            WHERE clip_id = $2 AND steps_job_id = $1 AND state = 'pending' RETURNING job_id
            """,
            r => r.GetGuid(0), cancellationToken, jobId, clipId, CatalogText.Of(state), new Sql.Text(code), new Sql.Text(reason)).ConfigureAwait(false);
        if (jobs.Count == 0)
        {
            return;
        }
        if (state == JobClipState.Cancelled)
        {
            await Sql.ExecuteAsync(
                connection,
                $"""
                UPDATE clips c SET state = {StateWithoutJob}, updated_at = now()
                WHERE id = $1 AND state = 'processing' AND NOT EXISTS (SELECT FROM job_clips j WHERE j.clip_id = c.id AND j.state = 'pending')
                """,
                cancellationToken, clipId).ConfigureAwait(false);
        }
        else
        {
            await Sql.ExecuteAsync(
                connection, "UPDATE clips SET state = $2, code = $3, reason = $4, updated_at = now() WHERE id = $1",
                cancellationToken, clipId, CatalogText.Of(state), new Sql.Text(code), new Sql.Text(reason)).ConfigureAwait(false);
        }
        foreach (Guid job in jobs.Order())
        {
            await CountClipsAsync(connection, job, state, 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CountClipsAsync(
        NpgsqlConnection connection, Guid jobId, JobClipState state, int count, CancellationToken cancellationToken)
    {
        string column = $"clips_{CatalogText.Of(state)}";
        await Sql.ExecuteAsync(
            connection, $"UPDATE jobs SET {column} = {column} + $2 WHERE id = $1", cancellationToken, jobId, count).ConfigureAwait(false);
        await Sql.ExecuteAsync(
            connection,
            """
            UPDATE jobs j SET finished_at = now(),
                state = CASE WHEN cancel_requested THEN 'cancelled' WHEN clips_ready > 0 THEN 'succeeded'
                             WHEN clips_failed > 0 THEN 'failed' WHEN clips_rejected > 0 THEN 'rejected' ELSE 'cancelled' END,
                error = CASE WHEN NOT cancel_requested AND clips_ready = 0 THEN (
                    SELECT 'No clip could be used. The first one: ' || c.reason FROM job_clips c
                    WHERE c.job_id = j.id AND c.reason IS NOT NULL ORDER BY c.state, c.clip_id LIMIT 1) END
            WHERE id = $1 AND state IN ('queued', 'running')
              AND clips_ready + clips_rejected + clips_failed + clips_cancelled >= clips_total
            """,
            cancellationToken, jobId).ConfigureAwait(false);
    }

    // Trainings and animations: a handful of steps, counted as they are.
    private static Task SettleJobOfStepsAsync(NpgsqlConnection connection, Guid jobId, CancellationToken cancellationToken) =>
        Sql.ExecuteAsync(
            connection,
            """
            WITH ended AS (
                SELECT CASE WHEN bool_or(state = 'rejected') THEN 'rejected' WHEN bool_or(state = 'failed') THEN 'failed'
                            WHEN bool_or(state = 'cancelled') THEN 'cancelled' ELSE 'succeeded' END AS state,
                       (array_agg(split_part(error, E'\n', 1)) FILTER (WHERE state IN ('rejected', 'failed')))[1] AS error
                FROM steps WHERE job_id = $1
                HAVING bool_and(state NOT IN ('waiting', 'queued', 'running'))),
            job AS (
                UPDATE jobs j SET state = e.state, error = e.error, finished_at = now()
                FROM ended e WHERE j.id = $1 AND j.state IN ('queued', 'running'))
            UPDATE runs r SET status = e.state, finished_at = now() FROM ended e WHERE r.job_id = $1
            """,
            cancellationToken, jobId);

    private static string? FirstLine(string? text) => text?.Split('\n', 2)[0].TrimEnd();
}
