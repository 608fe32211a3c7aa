using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Datasets;
using Wav2Kp.Studio.Jobs;
using Wav2Kp.Studio.Models;
using Wav2Kp.Studio.Platform;
using Wav2Kp.Studio.Runs;

namespace Wav2Kp.Studio.Events;

/// <summary>
/// Looks once a second for what changed, while anybody listens: a few short queries for all of them, however many pages are open. What every
/// service writes is seen, wherever it runs.
/// </summary>
internal sealed partial class ChangeWatcher(
    EventLog log, IDbContextFactory<CatalogContext> contexts, JobReader jobs, RunReader runs, DatasetReader datasets, ModelReader models, PlatformReader platform,
    ILogger<ChangeWatcher> logger) : BackgroundService
{
    private const int MostJobs = 500, MostRuns = 500, MostClips = 2000, MostDatasets = 200, MostModels = 500, MostDeletions = 2000;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    // a page that is left for the next one does not end the record
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // a transaction's changes are seen when it ends, with times from before
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions s_json = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Dictionary<(string Topic, string Key), string> _known = [];
    private DateTimeOffset _since;
    private DateTimeOffset? _lastListener;
    private bool _isTroubled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
                _isTroubled = false;
            }
            catch (Exception e) when (e is NpgsqlException or DbUpdateException or InvalidOperationException or IOException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                // what changes meanwhile is found when the database is back: the time to look from stays
                if (!_isTroubled)
                    LogTrouble(e.GetBaseException().Message);
                _isTroubled = true;
            }
            await Task.Delay(s_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        if (log.Listeners > 0)
        {
            if (_lastListener is null || now - _lastListener > s_patience)
            {
                // nobody looked for a while: what changed meanwhile is not known
                _known.Clear();
                _since = default;
                log.Restart();
            }
            _lastListener = now;
        }
        else if (_lastListener is null || now - _lastListener > s_patience)
        {
            return;
        }

        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        DateTimeOffset time = await catalog.Database.SqlQuery<DateTimeOffset>($"SELECT now() AS \"Value\"").SingleAsync(cancellationToken);
        var since = (_since == default ? time : _since) - s_overlap;
        var seen = new Dictionary<(string, string), string>();
        var changedJobs = await jobs.ChangedAsync(since, MostJobs, cancellationToken);
        foreach (var job in changedJobs)
            seen[(Topics.Jobs, job.Id.ToString())] = Write(job with { Parameters = null });
        var changedRuns = await runs.ChangedAsync(since, MostRuns, cancellationToken);
        foreach (var (id, run) in changedRuns)
            seen[(Topics.Runs, id.ToString())] = run is null ? Gone(id) : Write(run with { Parameters = new Dictionary<string, string>() });
        var clips = await catalog.Clips.AsNoTracking().Where(c => c.UpdatedAt > since).OrderByDescending(c => c.UpdatedAt).Take(MostClips)
            .Select(c => new { c.Id, c.Name, c.State, c.Code, c.Reason, c.UpdatedAt }).ToListAsync(cancellationToken);
        foreach (var clip in clips)
            seen[(Topics.Clips, clip.Id.ToString())] = Write(clip);
        var versions = await datasets.MadeAsync(since, MostDatasets, cancellationToken);
        foreach (var version in versions)
            seen[(Topics.Datasets, version.Id.ToString())] = Write(version);
        var changedModels = await models.ChangedAsync(since, MostModels, cancellationToken);
        foreach (var model in changedModels)
            seen[(Topics.Models, model.Id.ToString())] = Write(model with { Recipe = null });
        // after what was there still: what went meanwhile is gone, unless an import brought it back
        var deletions = await catalog.Database.SqlQuery<Deletion>(
            $"""
            SELECT topic AS "Topic", id AS "Id" FROM deletions d
            WHERE deleted_at > {since} AND NOT EXISTS (SELECT FROM clips WHERE id = d.id) AND NOT EXISTS (SELECT FROM dataset_versions WHERE id = d.id)
            ORDER BY deleted_at DESC LIMIT {MostDeletions}
            """).ToListAsync(cancellationToken);
        foreach (var (topic, id) in deletions)
            seen[(topic, id.ToString())] = Gone(id);
        foreach (var service in await platform.ServicesAsync(cancellationToken) ?? [])
            seen[(Topics.Services, service.Name)] = Write(Rounded(service));
        _since = time;

        foreach (var (key, data) in seen)
            if (!_known.TryGetValue(key, out string? before) || before != data)
                log.Publish(key.Item1, data);
        foreach (var gone in _known.Keys.Where(k => !seen.ContainsKey(k)).ToList())
            _known.Remove(gone);
        foreach (var (key, data) in seen)
            _known[key] = data;
        if (changedJobs.Count == MostJobs || changedRuns.Count == MostRuns || clips.Count == MostClips || versions.Count == MostDatasets
            || changedModels.Count == MostModels || deletions.Count == MostDeletions)
            log.Restart(); // more changed at once than is told one by one
    }

    /// <summary>A service whose figures differ only when it is worth telling.</summary>
    private static ServiceInfo Rounded(ServiceInfo service) => service with
    {
        MeanProcessors = service.MeanProcessors is { } busy ? Math.Round(busy, 1) : null,
        Memory = service.Memory is { } memory ? memory >> 23 << 23 : null,
    };

    private static string Gone(Guid id) => Write(new { id, deleted = true });

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, s_json);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What changes cannot be watched just now: {Reason}")]
    private partial void LogTrouble(string reason);

    private sealed record Deletion(string Topic, Guid Id);
}
