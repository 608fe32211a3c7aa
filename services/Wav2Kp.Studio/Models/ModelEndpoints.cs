using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Wav2Kp.Studio.Runs;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Models;

/// <summary>Listing and downloading models.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");
        models.MapGet("/", ListAsync).WithSummary("List models, the newest first.").Fails(400);
        models.MapGet("/{id:guid}", GetAsync).WithSummary("Get a model with its files.").Fails(404);
        models.MapGet("/{id:guid}/files/{name}", DownloadAsync).WithSummary("Download a file of a model.").SendsFile();
    }

    private static async Task<Ok<Api.Page<Api.Model>>> ListAsync(
        string? name, int? limit, int? offset, IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        int count = Request.Limit(limit), skip = Request.Offset(offset);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var models = catalog.Models.AsNoTracking().Where(m => name == null || m.Name == name);
        long total = await models.LongCountAsync(cancellationToken);
        var page = await models.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Skip(skip).Take(count).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Api.Page<Api.Model> { Items = [.. page.Select(View)], Total = total, Limit = count, Offset = skip });
    }

    private static async Task<Ok<Api.Model>> GetAsync(
        Guid id, IDbContextFactory<CatalogContext> contexts, IObjectStore objects, CancellationToken cancellationToken)
    {
        var model = await FindAsync(contexts, id, cancellationToken);
        var files = await ModelFiles.OfAsync(model, objects, cancellationToken);
        return TypedResults.Ok(View(model) with
        {
            Files = [.. files.Select(f => new Api.FileLink { Name = f.Name, Url = $"{StudioApi.Root}/models/{id}/files/{f.Name}", Bytes = f.Bytes })],
        });
    }

    private static async Task<IResult> DownloadAsync(
        Guid id, string name, HttpContext context, IDbContextFactory<CatalogContext> contexts, IObjectStore objects, CancellationToken cancellationToken)
    {
        var model = await FindAsync(contexts, id, cancellationToken);
        var file = (await ModelFiles.OfAsync(model, objects, cancellationToken)).FirstOrDefault(f => f.Name == name)
            ?? throw ApiException.NotFound($"file '{name}' of the model", id);
        return await file.SendAsync(objects, context);
    }

    private static async Task<Model> FindAsync(IDbContextFactory<CatalogContext> contexts, Guid id, CancellationToken cancellationToken)
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
        CreatedAt = model.CreatedAt,
    };
}
