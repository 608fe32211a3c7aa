using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Videos;

/// <summary>Changes and deletes videos.</summary>
internal sealed class VideoEditor(IDbContextFactory<CatalogContext> contexts, IObjectStore objects)
{
    /// <summary>Changes a video's speaker and tags.</summary>
    /// <param name="id">The video.</param>
    /// <param name="change">What is to change.</param>
    /// <param name="check">Looks at the video before, where nobody else can change it meanwhile.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">There is no such video, or the change is wrong.</exception>
    public async Task ChangeAsync(Guid id, Api.VideoChange change, Action<Clip> check, CancellationToken cancellationToken)
    {
        string? speaker = Request.Name("speaker", change.Speaker);
        string[]? tags = change.Tags is null ? null : Request.Labels("tags", change.Tags);
        await contexts.TransactAsync(
            async (catalog, token) =>
            {
                var clip = await LockAsync(catalog, id, token);
                check(clip);
                clip.Speaker = change.Speaker is null ? clip.Speaker : speaker;
                clip.Tags = tags ?? clip.Tags;
            },
            cancellationToken);
    }

    /// <summary>Gives a video landmarks that are in the store.</summary>
    /// <returns>The video then.</returns>
    /// <exception cref="ApiException">There is no such video.</exception>
    public Task<Clip> SetLandmarksAsync(Guid id, string key, Action<Clip> check, CancellationToken cancellationToken) => contexts.TransactAsync(
        async (catalog, token) =>
        {
            var clip = await LockAsync(catalog, id, token);
            check(clip);
            clip.KnownLandmarksKey = key;
            return clip;
        },
        cancellationToken);

    /// <summary>Deletes a video with all that was made of it. Jobs keep their record without it.</summary>
    /// <exception cref="ApiException">There is no such video, work on it is under way, or a dataset holds it.</exception>
    public async Task DeleteAsync(Guid id, Action<Clip> check, CancellationToken cancellationToken)
    {
        await contexts.TransactAsync(
            async (catalog, token) =>
            {
                var clip = await LockAsync(catalog, id, token);
                check(clip);
                if (clip.State == ClipState.Processing || await catalog.JobClips.AnyAsync(c => c.ClipId == id && c.State == JobClipState.Pending, token))
                    throw ApiException.Conflict("wrong-state", $"Work on the video '{clip.Name}' is under way: wait for it, or cancel its job.");
                string entry = $$"""[{"clipId":"{{id}}"}]""";
                var holder = await catalog.Database.SqlQuery<string>(
                    $"""SELECT d.name || ' version ' || v.number AS "Value" FROM dataset_versions v JOIN datasets d ON d.id = v.dataset_id WHERE v.manifest->'clips' @> {entry}::jsonb LIMIT 1""").ToListAsync(token);
                if (holder is [var dataset])
                    throw ApiException.Conflict("in-use", $"The dataset {dataset} holds the video '{clip.Name}': delete that version first.");
                await catalog.Database.ExecuteSqlAsync(
                    $"""
                    DELETE FROM step_artifacts WHERE artifact_id IN (SELECT a.id FROM artifacts a WHERE a.clip_id = {id});
                    DELETE FROM clip_artifacts WHERE clip_id = {id};
                    DELETE FROM artifacts WHERE clip_id = {id};
                    DELETE FROM steps WHERE clip_id = {id};
                    DELETE FROM job_clips WHERE clip_id = {id};
                    DELETE FROM clips WHERE id = {id};
                    """,
                    token);
            },
            cancellationToken);
        // what the catalog does not name is nobody's: a failure here leaves files, never a video without them
        var keys = new List<string>();
        await foreach (var file in objects.ListAsync(ObjectKeys.ClipPrefix(id), cancellationToken))
            keys.Add(file.Key);
        foreach (string key in keys)
            await objects.DeleteAsync(key, cancellationToken);
    }

    /// <summary>A video that nobody else changes before the transaction ends.</summary>
    private static async Task<Clip> LockAsync(CatalogContext catalog, Guid id, CancellationToken cancellationToken) =>
        await catalog.Clips.FromSql($"SELECT * FROM clips WHERE id = {id} FOR UPDATE").Include(c => c.Artifacts).ThenInclude(a => a.Artifact).SingleOrDefaultAsync(cancellationToken)
            ?? throw ApiException.NotFound("video", id);
}
