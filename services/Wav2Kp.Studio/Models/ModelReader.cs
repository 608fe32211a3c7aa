using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Files;
using Wav2Kp.Studio.Runs;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Models;

/// <summary>Reads models with their files.</summary>
internal sealed class ModelReader(IDbContextFactory<CatalogContext> contexts, IObjectStore objects)
{
    private const string Description = "model.json";
    private const long MaxDescription = 8 << 20;

    /// <summary>A page of models, the newest first, without their files.</summary>
    public async Task<Api.Page<Api.Model>> ListAsync(string? name, ModelStage? stage, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var models = catalog.Models.AsNoTracking().Where(m => (name == null || m.Name == name) && (stage == null || m.Stage == stage));
        long total = await models.LongCountAsync(cancellationToken);
        var page = await models.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return new Api.Page<Api.Model> { Items = [.. page.Select(View)], Total = total, Limit = limit, Offset = offset };
    }

    /// <summary>The models that have changed after a time, without their files.</summary>
    public async Task<IReadOnlyList<Api.Model>> ChangedAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await catalog.Models.AsNoTracking().Where(m => m.UpdatedAt > since).OrderByDescending(m => m.UpdatedAt).Take(most).ToListAsync(cancellationToken)).Select(View)];
    }

    /// <summary>A model with its files.</summary>
    /// <exception cref="ApiException">There is no such model.</exception>
    public async Task<Api.Model> GetAsync(Guid id, CancellationToken cancellationToken) => await ViewAsync(await FindAsync(id, cancellationToken), cancellationToken);

    /// <summary>A model's row with its files.</summary>
    public async Task<Api.Model> ViewAsync(Model model, CancellationToken cancellationToken)
    {
        var files = await ModelFiles.OfAsync(model, objects, cancellationToken);
        return View(model) with
        {
            Files = [.. files.Select(f => new Api.FileLink { Name = f.Name, Url = $"{StudioApi.Root}/models/{model.Id}/files/{f.Name}", Bytes = f.Bytes })],
        };
    }

    /// <summary>A file of a model.</summary>
    /// <exception cref="ApiException">There is no such model, or it has no such file.</exception>
    public async Task<StoredFile> FileAsync(Guid id, string name, CancellationToken cancellationToken) =>
        (await ModelFiles.OfAsync(await FindAsync(id, cancellationToken), objects, cancellationToken)).FirstOrDefault(f => f.Name == name)
            ?? throw ApiException.NotFound($"file '{name}' of the model", id);

    /// <summary>What the model says of itself; null where its description is missing or cannot be read.</summary>
    public async Task<ModelCard?> DescriptionAsync(Guid id, CancellationToken cancellationToken)
    {
        var file = (await ModelFiles.OfAsync(await FindAsync(id, cancellationToken), objects, cancellationToken)).FirstOrDefault(f => f.Name == Description);
        if (file is null || file.Bytes > MaxDescription)
            return null;
        await using var stream = await objects.OpenReadAsync(file.Key, cancellationToken);
        try
        {
            return await JsonSerializer.DeserializeAsync<ModelCard>(stream, ContractJson.Options, cancellationToken);
        }
        catch (JsonException)
        {
            return null; // the page says that there is none; the file itself can be downloaded
        }
    }

    /// <summary>The dataset that a version belongs to, and its number.</summary>
    public async Task<(string Name, int Version)?> DatasetAsync(Guid version, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await catalog.DatasetVersions.AsNoTracking().Where(v => v.Id == version).Select(v => new { v.Dataset!.Name, v.Number }).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : (row.Name, row.Number);
    }

    private async Task<Model> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return await catalog.Models.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) ?? throw ApiException.NotFound("model", id);
    }

    private static Api.Model View(Model model) => new()
    {
        Id = model.Id,
        RunId = model.RunId,
        Name = model.Name,
        Version = model.Version,
        DatasetVersionId = model.DatasetVersionId,
        Recipe = model.Recipe,
        Metrics = RunViews.Numbers(model.Metrics),
        Stage = model.Stage,
        StagedAt = model.StagedAt,
        CreatedAt = model.CreatedAt,
    };
}
