using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Contracts;
using Wav2Kp.Media;
using Wav2Kp.Studio.Errors;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Videos;

/// <summary>Reads videos with what was found out about them.</summary>
internal sealed class VideoCatalog(IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>A page of videos.</summary>
    /// <param name="state">Only those in this state.</param>
    /// <param name="filter">Only those that pass.</param>
    /// <param name="order">In which order.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="offset">How many to pass over first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Api.Page<VideoFacts>> ListAsync(ClipState? state, Filter filter, FilterOrder order, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (filter.IsEmpty && order.IsNewest)
        {
            // along the index of their times
            var clips = catalog.Clips.AsNoTracking().Where(c => state == null || c.State == state);
            long total = await clips.LongCountAsync(cancellationToken);
            var page = await clips.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).Skip(offset).Take(limit)
                .Include(c => c.Artifacts).ThenInclude(a => a.Artifact).AsSplitQuery().ToListAsync(cancellationToken);
            return new Api.Page<VideoFacts> { Items = [.. page.Select(Facts)], Total = total, Limit = limit, Offset = offset };
        }
        var both = state is { } only ? filter.And($"state = '{CatalogText.Of(only)}'") : filter;
        var hits = await catalog.Database.CreateExecutionStrategy().ExecuteAsync(
            token => FilterSearch.FindAsync((NpgsqlConnection)catalog.Database.GetDbConnection(), both, order, limit, offset, token), cancellationToken);
        var ids = hits.Ids;
        var found = await catalog.Clips.AsNoTracking().Where(c => ids.Contains(c.Id))
            .Include(c => c.Artifacts).ThenInclude(a => a.Artifact).AsSplitQuery().ToDictionaryAsync(c => c.Id, cancellationToken);
        return new Api.Page<VideoFacts> { Items = [.. ids.Where(found.ContainsKey).Select(id => Facts(found[id]))], Total = hits.Total, Limit = limit, Offset = offset };
    }

    /// <summary>A video.</summary>
    /// <exception cref="ApiException">There is no such video.</exception>
    public async Task<VideoFacts> GetAsync(Guid id, CancellationToken cancellationToken) => Facts(await FindAsync(id, cancellationToken));

    /// <summary>A video's row with its artifacts.</summary>
    /// <exception cref="ApiException">There is no such video.</exception>
    public async Task<Clip> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return await catalog.Clips.AsNoTracking().Include(c => c.Artifacts).ThenInclude(a => a.Artifact)
            .SingleOrDefaultAsync(c => c.Id == id, cancellationToken) ?? throw ApiException.NotFound("video", id);
    }

    /// <summary>The newest jobs that worked on a video.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name, JobState State)>> JobsAsync(Guid id, int limit, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await catalog.Jobs.AsNoTracking().Where(j => catalog.Steps.Where(s => s.ClipId == id).Select(s => s.JobId).Contains(j.Id))
            .OrderByDescending(j => j.CreatedAt).Take(limit).Select(j => new { j.Id, j.Name, j.State }).ToListAsync(cancellationToken);
        return [.. jobs.Select(j => (j.Id, j.Name, j.State))];
    }

    private static VideoFacts Facts(Clip clip) => new(
        VideoFiles.View(clip),
        clip.Media is { } media ? ContractJson.FromElement<MediaInfo>(media) : null,
        clip.Artifacts.Find(a => a.Kind == ArtifactKinds.Landmarks)?.Artifact?.Metadata is { ValueKind: System.Text.Json.JsonValueKind.Object } figures
            && figures.TryGetProperty("frames", out _) ? ContractJson.FromElement<LandmarkFigures>(figures) : null);
}
