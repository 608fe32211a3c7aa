using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Models;

/// <summary>Listing, staging and downloading models.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");
        models.MapGet("/", ListAsync).WithSummary("List models, the newest first; name and stage choose among them.").Fails(400);
        models.MapGet("/{id:guid}", GetAsync).WithSummary("Get a model with its files.").Fails(404);
        models.MapPatch("/{id:guid}", ChangeAsync).Fails(400, 404, 412)
            .WithSummary("Put a model into a stage: candidate, production or archived. The version of the same name that was in production until now is archived.");
        models.MapGet("/{id:guid}/files/{name}", DownloadAsync).WithSummary("Download a file of a model.").SendsFile();
    }

    private static async Task<Ok<Api.Page<Api.Model>>> ListAsync(
        string? name, string? stage, int? limit, int? offset, ModelReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ListAsync(name, Request.Word<ModelStage>("stage", stage), Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.Model>> GetAsync(Guid id, ModelReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.GetAsync(id, cancellationToken));

    private static async Task<Ok<Api.Model>> ChangeAsync(
        Guid id, Api.ModelChange change, HttpRequest request, IDbContextFactory<CatalogContext> contexts, ModelReader reader, CancellationToken cancellationToken)
    {
        await contexts.TransactAsync(
            async (catalog, token) =>
            {
                // all of the name, so that of two that are put into production at once the later one stays
                var versions = await catalog.Models.FromSql($"SELECT * FROM models WHERE name = (SELECT name FROM models WHERE id = {id}) ORDER BY id FOR UPDATE").ToListAsync(token);
                var model = versions.Find(m => m.Id == id) ?? throw ApiException.NotFound("model", id);
                if (ETags.IsConditional(request))
                    ETags.ThrowIfChanged(request, await reader.ViewAsync(model, token));
                if (model.Stage == change.Stage)
                    return;
                if (change.Stage == ModelStage.Production && versions.Find(m => m.Stage == ModelStage.Production) is { } before)
                {
                    (before.Stage, before.StagedAt) = (ModelStage.Archived, DateTimeOffset.UtcNow);
                    await catalog.SaveChangesAsync(token); // first: there is never a second one
                }
                (model.Stage, model.StagedAt) = (change.Stage, DateTimeOffset.UtcNow);
            },
            cancellationToken);
        return TypedResults.Ok(await reader.GetAsync(id, cancellationToken));
    }

    private static async Task<IResult> DownloadAsync(Guid id, string name, HttpContext context, ModelReader reader, IObjectStore objects, CancellationToken cancellationToken) =>
        await (await reader.FileAsync(id, name, cancellationToken)).SendAsync(objects, context);
}
