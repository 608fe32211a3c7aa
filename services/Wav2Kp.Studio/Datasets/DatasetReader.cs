using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Clips;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Contracts;
using Wav2Kp.Studio.Errors;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Datasets;

/// <summary>Reads datasets' versions.</summary>
internal sealed class DatasetReader(IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>A page of versions, the newest first, without their clips.</summary>
    /// <param name="name">Only those of this dataset.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="offset">How many to pass over first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Api.Page<Api.DatasetVersion>> ListAsync(string? name, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = catalog.DatasetVersions.AsNoTracking().Where(v => name == null || v.Dataset!.Name == name);
        long total = await versions.LongCountAsync(cancellationToken);
        var page = versions.OrderByDescending(v => v.CreatedAt).ThenByDescending(v => v.Id).Skip(offset).Take(limit);
        return new Api.Page<Api.DatasetVersion> { Items = await ViewAsync(catalog, page, cancellationToken), Total = total, Limit = limit, Offset = offset };
    }

    /// <summary>The versions that were made after a time, without their clips.</summary>
    public async Task<IReadOnlyList<Api.DatasetVersion>> MadeAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = catalog.DatasetVersions.AsNoTracking().Where(v => v.CreatedAt > since).OrderByDescending(v => v.CreatedAt).Take(most);
        return await ViewAsync(catalog, versions, cancellationToken);
    }

    private static async Task<IReadOnlyList<Api.DatasetVersion>> ViewAsync(CatalogContext catalog, IQueryable<DatasetVersion> versions, CancellationToken cancellationToken)
    {
        // manifests are long: they are read only where a version has no summary yet
        var rows = await versions.Select(v => new { v.Id, v.DatasetId, v.Dataset!.Name, v.Number, v.Hash, v.CreatedAt, v.Summary }).ToListAsync(cancellationToken);
        var bare = rows.Where(v => v.Summary is null).Select(v => v.Id).ToList();
        var manifests = bare.Count == 0 ? [] : await catalog.DatasetVersions.AsNoTracking().Where(v => bare.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => v.Manifest, cancellationToken);
        return
        [
            .. rows.Where(v => v.Summary is not null || manifests.ContainsKey(v.Id)).Select(v => View(
                v.Id, v.DatasetId, v.Name, v.Number, v.Hash, v.CreatedAt,
                v.Summary is { } summary ? ContractJson.FromElement<DatasetFigures>(summary) : DatasetFigures.Of(ContractJson.FromElement<DatasetManifest>(manifests[v.Id])), [])),
        ];
    }

    /// <summary>A version with its clips.</summary>
    /// <exception cref="ApiException">There is no such version.</exception>
    public async Task<Api.DatasetVersion> GetAsync(Guid id, CancellationToken cancellationToken) => View((await FindAsync(id, cancellationToken)).Version);

    /// <summary>A version's row and its manifest.</summary>
    /// <exception cref="ApiException">There is no such version.</exception>
    public async Task<(DatasetVersion Version, DatasetManifest Manifest)> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await catalog.DatasetVersions.AsNoTracking().Include(v => v.Dataset).SingleOrDefaultAsync(v => v.Id == id, cancellationToken)
            ?? throw ApiException.NotFound("dataset version", id);
        return (version, ContractJson.FromElement<DatasetManifest>(version.Manifest));
    }

    /// <summary>What a filter of clips would take.</summary>
    public async Task<Api.DatasetPreview> PreviewAsync(Filter filter, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var sums = await catalog.Database.CreateExecutionStrategy().ExecuteAsync(
            token => ClipSums.OfAsync((NpgsqlConnection)catalog.Database.GetDbConnection(), filter, token), cancellationToken);
        return new Api.DatasetPreview { Clips = sums.Clips, Ready = sums.Ready, Seconds = Math.Round(sums.Seconds, 3), Frames = sums.Frames, Speakers = sums.Speakers };
    }

    /// <summary>Deletes a version, and its dataset with the last one. Clips stay.</summary>
    /// <exception cref="ApiException">There is no such version, or models or jobs need it.</exception>
    public async Task DeleteAsync(Guid id, Action<DatasetVersion> check, CancellationToken cancellationToken) => await contexts.TransactAsync(
        async (catalog, token) =>
        {
            var version = await catalog.DatasetVersions.Include(v => v.Dataset).SingleOrDefaultAsync(v => v.Id == id, token) ?? throw ApiException.NotFound("dataset version", id);
            check(version);
            // no version is made of it meanwhile
            _ = await catalog.Datasets.FromSql($"SELECT * FROM datasets WHERE id = {version.DatasetId} FOR UPDATE").SingleAsync(token);
            if (await catalog.Models.Where(m => m.DatasetVersionId == id).Select(m => m.Name).FirstOrDefaultAsync(token) is { } model)
                throw ApiException.Conflict("in-use", $"The model '{model}' was trained on this version, which is kept with it.");
            string text = id.ToString();
            if (await catalog.Jobs.AnyAsync(j => j.Kind == JobKind.Training && (j.State == JobState.Queued || j.State == JobState.Running) && j.Parameters.GetProperty("datasetVersionId").GetString() == text, token))
                throw ApiException.Conflict("in-use", "A training on this version is under way: wait for it, or cancel it.");
            catalog.DatasetVersions.Remove(version);
            if (!await catalog.DatasetVersions.AnyAsync(v => v.DatasetId == version.DatasetId && v.Id != id, token))
            {
                await catalog.SaveChangesAsync(token);
                await catalog.Datasets.Where(d => d.Id == version.DatasetId).ExecuteDeleteAsync(token);
            }
        },
        cancellationToken);

    /// <summary>A version, whose dataset was loaded, as the API shows it.</summary>
    public static Api.DatasetVersion View(DatasetVersion version)
    {
        var manifest = ContractJson.FromElement<DatasetManifest>(version.Manifest);
        return View(
            version.Id, version.DatasetId, version.Dataset?.Name ?? throw new InvalidOperationException($"The dataset of the version {version.Id} was not loaded."), version.Number, version.Hash, version.CreatedAt,
            DatasetFigures.Of(manifest),
            [.. manifest.Clips.Select(c => new Api.DatasetClip { VideoId = c.ClipId, Name = c.Name, Split = Enum.Parse<Api.DatasetPart>(c.Split, ignoreCase: true), Frames = c.Frames, ValidFrames = c.ValidFrames })]);
    }

    private static Api.DatasetVersion View(Guid id, Guid dataset, string name, int number, string hash, DateTimeOffset created, DatasetFigures figures, IReadOnlyList<Api.DatasetClip> clips)
    {
        int Count(Api.DatasetPart part) => figures.Statistics[part.ToString().ToLowerInvariant()].Clips;
        var all = figures.Statistics[DatasetFigures.All];
        return new Api.DatasetVersion
        {
            Id = id,
            DatasetId = dataset,
            Name = name,
            Version = number,
            Hash = hash,
            Seed = figures.Seed,
            Filter = figures.Filter,
            Statistics = figures.Statistics,
            ClipCount = all.Clips,
            TrainClips = Count(Api.DatasetPart.Train),
            ValidationClips = Count(Api.DatasetPart.Validation),
            TestClips = Count(Api.DatasetPart.Test),
            Frames = all.Frames,
            ValidFrames = all.ValidFrames,
            CreatedAt = created,
            Clips = clips,
        };
    }
}
