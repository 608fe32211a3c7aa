using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>What workers write about steps: claims, leases, and how each attempt ended.</summary>
/// <remarks>
/// Every write names the attempt and its worker and counts only while that worker holds the lease of that attempt: a worker that
/// was given up for lost, and comes back, changes nothing. All times are the database server's.
/// </remarks>
public sealed class StepLedger(IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>
    /// Takes the queued step of a kind with the highest priority, oldest first, if there is one whose time has come, and starts an attempt.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="worker">Who takes it.</param>
    /// <param name="lease">For how long, unless it is renewed.</param>
    /// <param name="overdue">If given, only a step whose message could not be sent, or was sent longer ago than this.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Step?> ClaimAsync(
        StepKind kind, string worker, TimeSpan lease, TimeSpan? overdue = null, CancellationToken cancellationToken = default)
    {
        double? age = overdue?.TotalSeconds;
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        List<Step> claimed = await context.Steps.FromSqlInterpolated(
            $"""
            WITH next AS (
                SELECT id AS next_id FROM steps
                WHERE kind = {CatalogText.Of(kind)} AND state = 'queued' AND (not_before IS NULL OR not_before <= now())
                  AND ({age}::float8 IS NULL OR published_at IS NULL OR published_at < now() - make_interval(secs => {age}::float8))
                ORDER BY priority DESC, queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE steps SET state = 'running', attempt = attempt + 1, lease_owner = {worker},
                    lease_until = now() + make_interval(secs => {lease.TotalSeconds}), started_at = now(),
                    progress = 0, message = NULL, code = NULL, error = NULL
                FROM next WHERE id = next_id RETURNING steps.*),
            job AS (
                UPDATE jobs SET state = 'running', started_at = coalesce(jobs.started_at, now())
                FROM claimed WHERE jobs.id = claimed.job_id AND jobs.state = 'queued'),
            run AS (
                UPDATE runs SET status = 'running', started_at = coalesce(runs.started_at, now())
                FROM claimed WHERE runs.id = claimed.run_id AND runs.status = 'queued'),
            try AS (
                INSERT INTO step_attempts (step_id, attempt, worker) SELECT id, attempt, lease_owner FROM claimed)
            SELECT * FROM claimed
            """).AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        return claimed.SingleOrDefault();
    }

    /// <summary>Renews a worker's leases and writes down their progress, in one statement.</summary>
    /// <returns>The leases that it still holds, and of which the job is to be cancelled.</returns>
    public async Task<IReadOnlyList<RenewedLease>> RenewAsync(
        string worker, IReadOnlyCollection<LeaseRenewal> renewals, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(renewals);
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await Sql.QueryAsync(
            Sql.Connection(context),
            """
            UPDATE steps s SET lease_until = now() + make_interval(secs => $2), progress = r.progress, message = r.message
            FROM unnest($3, $4, $5, $6) AS r (id, attempt, progress, message), jobs j
            WHERE s.id = r.id AND s.attempt = r.attempt AND s.state = 'running' AND s.lease_owner = $1 AND j.id = s.job_id
            RETURNING s.id, s.attempt, j.cancel_requested
            """,
            r => new RenewedLease(r.GetGuid(0), r.GetInt32(1), r.GetBoolean(2)),
            cancellationToken, worker, lease.TotalSeconds,
            renewals.Select(r => r.StepId).ToArray(), renewals.Select(r => r.Attempt).ToArray(),
            renewals.Select(r => r.Progress).ToArray(), renewals.Select(r => r.Message).ToArray()).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends an attempt and does what follows from it, in one transaction: the step's state and result, its artifacts, the handler's own
    /// writes (<paramref name="inTransaction"/>), the next steps, and the states of clip, run and jobs.
    /// </summary>
    /// <param name="step">The step as it was claimed.</param>
    /// <param name="end">How the attempt ended.</param>
    /// <param name="inTransaction">The handler's own writes; called again with another context if the transaction is.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    public Task<StepEndResult> EndAsync(
        Step step,
        StepEnd end,
        Func<CatalogContext, CancellationToken, Task>? inTransaction = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(end);
        return contexts.TransactAsync(
            async (context, token) =>
            {
                NpgsqlConnection connection = Sql.Connection(context);
                if (!await WriteEndAsync(connection, step, end, token).ConfigureAwait(false))
                {
                    // Either the lease is another worker's, or the first commit went through and only its answer was lost.
                    bool mine = (await Sql.QueryAsync(
                        connection,
                        "SELECT 1 FROM step_attempts WHERE step_id = $1 AND attempt = $2 AND worker = $3 AND outcome = $4",
                        r => r.GetInt32(0), token, step.Id, step.Attempt, step.LeaseOwner!, CatalogText.Of(end.Outcome)).ConfigureAwait(false)).Count > 0;
                    return new StepEndResult(mine, end.State, []);
                }
                if (end.State == StepState.Succeeded)
                {
                    await RecordArtifactsAsync(connection, step, end.Artifacts, token).ConfigureAwait(false);
                }
                if (inTransaction is not null)
                {
                    await inTransaction(context, token).ConfigureAwait(false);
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                }
                List<QueuedStep> queued = end.State == StepState.Queued
                    ? []
                    : await WorkflowAdvance.AfterAsync(connection, step, end.State, token).ConfigureAwait(false);
                return new StepEndResult(true, end.State, queued);
            },
            cancellationToken);
    }

    /// <summary>Takes the running steps whose lease ran out from their workers, and queues them again (or gives them up).</summary>
    /// <param name="lease">How long leases last. For that long after the server's start none counts as run out: no worker could renew it before.</param>
    /// <param name="maximumLost">How many times a worker may go away in the middle of a step before it counts as failed.</param>
    /// <param name="deadWorkers">Workers known to be gone, whose leases need not run out first.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many were taken.</returns>
    public async Task<int> ExpireAsync(
        TimeSpan lease, int maximumLost, IReadOnlyCollection<string> deadWorkers, CancellationToken cancellationToken = default)
    {
        List<Step> expired;
        await using (CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            string[] dead = [.. deadWorkers];
            expired = await context.Steps.FromSqlInterpolated(
                $"""
                SELECT * FROM steps WHERE state = 'running' AND (lease_owner = ANY({dead})
                    OR (lease_until < now() AND pg_postmaster_start_time() < now() - make_interval(secs => {lease.TotalSeconds})))
                """).AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        int taken = 0;
        foreach (Step step in expired)
        {
            bool cancel;
            await using (CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
            {
                cancel = await context.Jobs.AnyAsync(j => j.Id == step.JobId && j.CancelRequested, cancellationToken).ConfigureAwait(false);
            }
            bool dead = deadWorkers.Contains(step.LeaseOwner);
            StepEnd end = cancel ? StepEnd.Cancelled()
                : StepEnd.Lost($"The worker {step.LeaseOwner} went away.", giveUp: step.LostLeases + 1 >= maximumLost, step.LostLeases + 1);
            StepEndResult result = await EndAsync(step, end with { OnlyIfExpired = !dead }, null, cancellationToken).ConfigureAwait(false);
            taken += result.Accepted ? 1 : 0;
        }
        return taken;
    }

    /// <summary>The workers that hold leases now.</summary>
    public async Task<IReadOnlyList<string>> WorkersAsync(CancellationToken cancellationToken = default)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Steps.Where(s => s.State == StepState.Running && s.LeaseOwner != null).Select(s => s.LeaseOwner!).Distinct()
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Steps for which a message is owed: queued (or retryable again) and none sent. They count as sent from now on;
    /// <see cref="OweAsync"/> takes that back.
    /// </summary>
    public async Task<IReadOnlyList<QueuedStep>> TakeOwedAsync(int limit, CancellationToken cancellationToken = default) =>
        await UpdateAsync(
            """
            UPDATE steps SET published_at = now(), publications = publications + 1
            WHERE id IN (
                SELECT id FROM steps WHERE state = 'queued' AND published_at IS NULL AND (not_before IS NULL OR not_before <= now())
                ORDER BY queued_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING id, kind
            """,
            cancellationToken, limit).ConfigureAwait(false);

    /// <summary>Whether steps of a kind are queued whose message was sent longer ago than <paramref name="age"/>.</summary>
    public async Task<bool> HasOverdueAsync(StepKind kind, TimeSpan age, CancellationToken cancellationToken = default)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return (await Sql.QueryAsync(
            Sql.Connection(context),
            """
            SELECT EXISTS (SELECT FROM steps WHERE state = 'queued' AND kind = $1 AND published_at < now() - make_interval(secs => $2))
            """,
            r => r.GetBoolean(0), cancellationToken, CatalogText.Of(kind), age.TotalSeconds).ConfigureAwait(false))[0];
    }

    /// <summary>
    /// Steps whose message was sent longer ago than <paramref name="age"/> (doubled with each message, up to ten minutes) and that
    /// nobody took: called when the kind's queue is empty, so that these messages are lost. They count as sent again from now on.
    /// </summary>
    public async Task<IReadOnlyList<QueuedStep>> TakeOverdueAsync(StepKind kind, TimeSpan age, int limit, CancellationToken cancellationToken = default) =>
        await UpdateAsync(
            """
            UPDATE steps SET published_at = now(), publications = publications + 1
            WHERE id IN (
                SELECT id FROM steps WHERE state = 'queued' AND kind = $1
                  AND published_at < now() - make_interval(secs => least($2 * 2 ^ greatest(publications - 1, 0), 600))
                ORDER BY priority DESC, queued_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING id, kind
            """,
            cancellationToken, CatalogText.Of(kind), age.TotalSeconds, limit).ConfigureAwait(false);

    /// <summary>Marks messages as owed that could not be sent.</summary>
    public async Task OweAsync(IReadOnlyCollection<Guid> steps, CancellationToken cancellationToken = default)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Guid[] ids = [.. steps];
        await context.Steps.Where(s => ids.Contains(s.Id) && (s.State == StepState.Queued || s.State == StepState.Failed))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.PublishedAt, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Steps that failed by a fault of Wav2Kp and whose message is owed to the error queue. They count as sent from now on;
    /// <see cref="OweAsync"/> takes that back.
    /// </summary>
    public async Task<IReadOnlyList<Step>> TakeFaultedAsync(int limit, CancellationToken cancellationToken = default)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Steps.FromSqlInterpolated(
            $"""
            UPDATE steps SET published_at = now()
            WHERE id IN (SELECT id FROM steps WHERE state = 'failed' AND published_at IS NULL ORDER BY finished_at LIMIT {limit} FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes cancellations that a crash left half done.</summary>
    public async Task FinishCancellationsAsync(CancellationToken cancellationToken = default)
    {
        List<Guid> jobs;
        await using (CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            jobs = await context.Jobs
                .Where(j => j.CancelRequested && (j.State == JobState.Queued || j.State == JobState.Running))
                .Where(j => !j.Steps.Any(s => s.State == StepState.Running))
                .Select(j => j.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        foreach (Guid job in jobs)
        {
            await contexts.TransactAsync(
                (context, token) => WorkflowAdvance.CancelWaitingStepsAsync(Sql.Connection(context), job, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> WriteEndAsync(NpgsqlConnection connection, Step step, StepEnd end, CancellationToken cancellationToken) =>
        (await Sql.QueryAsync(
            connection,
            $"""
            WITH ended AS (
                UPDATE steps SET state = $4, code = $5, error = $6, result = $7, message = NULL, lease_until = NULL,
                    progress = CASE WHEN $4 = 'succeeded' THEN 1 ELSE progress END,
                    bugs = bugs + $8, transients = transients + $9, lost_leases = lost_leases + $10,
                    not_before = CASE WHEN $4 = 'queued' THEN now() + make_interval(secs => $11) END,
                    queued_at = CASE WHEN $4 = 'queued' THEN now() ELSE queued_at END,
                    published_at = CASE WHEN $12 THEN NULL ELSE published_at END,
                    publications = CASE WHEN $4 = 'queued' THEN 0 ELSE publications END,
                    finished_at = CASE WHEN $4 = 'queued' THEN NULL ELSE now() END
                WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running'
                  {(end.OnlyIfExpired ? "AND lease_until < now()" : "")}
                RETURNING id, attempt),
            try AS (
                UPDATE step_attempts a SET finished_at = now(), outcome = $13, error = $6 FROM ended e
                WHERE a.step_id = e.id AND a.attempt = e.attempt)
            SELECT 1 FROM ended
            """,
            r => r.GetInt32(0), cancellationToken,
            step.Id, step.Attempt, step.LeaseOwner!, CatalogText.Of(end.State), new Sql.Text(end.Code), new Sql.Text(end.Error), new Sql.Json(end.Result),
            end.Outcome == AttemptOutcome.Bug ? 1 : 0, end.Outcome == AttemptOutcome.Transient ? 1 : 0, end.Outcome == AttemptOutcome.Lost ? 1 : 0,
            end.Delay.TotalSeconds, end.OwesMessage, CatalogText.Of(end.Outcome)).ConfigureAwait(false)).Count > 0;

    private static async Task RecordArtifactsAsync(
        NpgsqlConnection connection, Step step, IReadOnlyList<StepArtifactRecord> artifacts, CancellationToken cancellationToken)
    {
        foreach (StepArtifactRecord artifact in artifacts)
        {
            await Sql.ExecuteAsync(
                connection,
                """
                WITH recorded AS (
                    INSERT INTO artifacts (id, hash, kind, object_key, bytes, step_version, parameters, metadata, clip_id, run_id, model_id)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                    ON CONFLICT (hash, kind) DO UPDATE SET object_key = excluded.object_key, bytes = excluded.bytes
                    RETURNING id),
                made AS (
                    INSERT INTO step_artifacts (step_id, artifact_id) SELECT $12, id FROM recorded ON CONFLICT DO NOTHING)
                INSERT INTO clip_artifacts (clip_id, kind, artifact_id) SELECT $9, $3, id FROM recorded WHERE $9 IS NOT NULL
                ON CONFLICT (clip_id, kind) DO UPDATE SET artifact_id = excluded.artifact_id
                """,
                cancellationToken, Guid.CreateVersion7(), artifact.Hash, artifact.Kind, artifact.ObjectKey, artifact.Bytes,
                new Sql.Text(artifact.StepVersion), new Sql.Json(artifact.Parameters), new Sql.Json(artifact.Metadata),
                new Sql.Id(step.ClipId), new Sql.Id(step.RunId), new Sql.Id(artifact.ModelId), step.Id).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<QueuedStep>> UpdateAsync(string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await Sql.QueryAsync(Sql.Connection(context), sql, WorkflowAdvance.ReadQueued, cancellationToken, parameters).ConfigureAwait(false);
    }
}
