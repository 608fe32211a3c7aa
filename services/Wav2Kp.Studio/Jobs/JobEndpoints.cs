using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Wav2Kp.Studio.Recipes;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Jobs;

/// <summary>Starting, watching, prioritizing, cancelling and retrying jobs.</summary>
internal static class JobEndpoints
{
    private const int MaxStepsAsked = 1_000_000;
    private const int MaxBulk = 1000;
    private const int StepsAnswered = 1000; // of a job that was just started, cancelled or retried

    private static readonly string[] s_devices = ["auto", "cpu", "cuda"];

    public static void MapJobs(this RouteGroupBuilder api)
    {
        api.MapPost("/extractions", ExtractAsync).WithTags("Jobs").Fails(400, 404, 409)
            .WithSummary("Make clips from videos: audio track, speech features, landmarks.");
        api.MapPost("/trainings", TrainAsync).WithTags("Jobs").Fails(400, 404, 409)
            .WithSummary("Train a model on a dataset version and evaluate it on the clips held out.");
        api.MapPost("/animations", AnimateAsync).WithTags("Jobs").Fails(400, 404, 409)
            .WithSummary("Animate a face from speech.");

        var jobs = api.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("/", ListAsync).WithSummary("List jobs, the newest first, without steps and files.").Fails(400);
        jobs.MapGet("/summary", SummaryAsync).WithSummary("Tell how many jobs are in each state, and how many steps of each kind wait or are at work.");
        jobs.MapGet("/{id:guid}", GetAsync).WithName("job").WithSummary("Get a job with its steps and files; steps limits how many steps, those at work or in trouble first.").Fails(400, 404);
        jobs.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change a job's priority: its steps that have not begun go before those of lower ones.").Fails(400, 404, 412);
        jobs.MapPost("/bulk", BulkAsync).WithSummary("Cancel, retry or prioritize several jobs. Those that refuse are named; the others are done.").Fails(400);
        jobs.MapPost("/{id:guid}/cancel", CancelAsync).WithSummary("Cancel a job; what runs stops within seconds.").Fails(404, 409);
        jobs.MapPost("/{id:guid}/retry", RetryAsync).WithSummary("Do again what failed, was rejected or was cancelled in a job.").Fails(404, 409);
        jobs.MapGet("/{id:guid}/files/{name}", DownloadAsync).WithSummary("Download what a job made, such as preview.mp4.").SendsFile();
    }

    private static async Task<Ok<Api.JobSummary>> SummaryAsync(JobReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Api.JobSummary(await reader.CountsAsync(cancellationToken), await reader.QueuesAsync(cancellationToken)));

    private static async Task<AcceptedAtRoute<Api.Job>> ExtractAsync(
        Api.ExtractionRequest request, [FromHeader(Name = Request.IdempotencyHeader)] string? key, Workflow workflow, JobReader reader,
        IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        var ids = request.VideoIds;
        if (ids.Count == 0)
            throw ApiException.Field("videoIds", "videoIds is empty: name at least one video.");
        if (ids.Distinct().Count() != ids.Count)
            throw ApiException.Field("videoIds", $"videoIds names the video {ids.GroupBy(i => i).First(g => g.Count() > 1).Key} twice.");
        string name = Request.Name("name", request.Name) ?? (ids.Count == 1 ? "1 video" : $"{ids.Count} videos");
        var job = await workflow.CreateExtractionJobAsync(
            new NewExtraction { Name = name, ClipIds = [.. ids], Priority = Request.Priority(request.Priority), IdempotencyKey = Request.IdempotencyKey(key) },
            cancellationToken);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        bool same = job.Kind == JobKind.Extraction && job.ClipsTotal == ids.Count
            && (key is null || await catalog.JobClips.CountAsync(c => c.JobId == job.Id && ids.Contains(c.ClipId), cancellationToken) == ids.Count);
        return await StartedAsync(job, same, reader, cancellationToken);
    }

    private static async Task<AcceptedAtRoute<Api.Job>> TrainAsync(
        Api.TrainingRequest request, [FromHeader(Name = Request.IdempotencyHeader)] string? key, Workflow workflow, JobReader reader, RecipeBook recipes,
        IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        string device = request.Device ?? "auto";
        if (!s_devices.Contains(device))
            throw ApiException.Field("device", $"device is one of {string.Join(", ", s_devices)}; it is '{device}'.");
        var recipe = recipes.Check(request.Recipe, request.Overrides);
        await using (var catalog = await contexts.CreateDbContextAsync(cancellationToken))
            await RecipeBook.CheckFeaturesAsync(recipe, request.DatasetVersionId, catalog, cancellationToken);
        var parameters = new TrainParameters
        {
            DatasetVersionId = request.DatasetVersionId,
            Recipe = recipe.Asked,
            Overrides = recipe.Overrides,
            Device = device,
        };
        var job = await workflow.CreateTrainingJobAsync(
            new NewTraining
            {
                Name = Request.Name("name", request.Name) ?? $"{recipe.Recipe.Name.Trim()} {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss}",
                Experiment = Request.Name("experiment", request.Experiment) ?? "default",
                Parameters = parameters,
                Tags = Request.Tags(request.Tags),
                Priority = Request.Priority(request.Priority),
                IdempotencyKey = Request.IdempotencyKey(key),
            },
            cancellationToken);
        return await StartedAsync(job, job.Kind == JobKind.Training && JsonElement.DeepEquals(job.Parameters, ContractJson.ToElement(parameters)), reader, cancellationToken);
    }

    private static async Task<AcceptedAtRoute<Api.Job>> AnimateAsync(
        Api.AnimationRequest request, [FromHeader(Name = Request.IdempotencyHeader)] string? key, Workflow workflow, JobReader reader,
        IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        var face = request.Face ?? new Api.FaceSource { Kind = FaceKind.Mean };
        if (request.AudioVideoId is null == request.AudioUploadId is null)
            throw ApiException.Field("audioVideoId", "The speech comes from a video or from an upload: give either audioVideoId or audioUploadId.");
        if (face.VideoId is not null != (face.Kind == FaceKind.Video))
            throw ApiException.Field("face.videoId", "face.videoId goes with the kind 'video', which needs it, and with no other.");
        if (face.UploadId is not null != (face.Kind == FaceKind.Portrait))
            throw ApiException.Field("face.uploadId", "face.uploadId goes with the kind 'portrait', which needs it, and with no other.");
        if (face.VideoId is { } video)
        {
            await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
            var clip = await catalog.Clips.AsNoTracking().SingleOrDefaultAsync(c => c.Id == video, cancellationToken) ?? throw ApiException.NotFound("video", video);
            if (clip.State != ClipState.Ready)
                throw ApiException.Conflict("not-ready", $"The video '{clip.Name}' cannot be a face yet: it is {CatalogText.Of(clip.State)}. Extract it first.");
        }
        var parameters = new AnimateParameters
        {
            ModelId = request.ModelId,
            AudioClipId = request.AudioVideoId,
            AudioUploadId = request.AudioUploadId,
            Face = new AnimationFace { Kind = face.Kind, ClipId = face.VideoId, UploadId = face.UploadId },
        };
        var job = await workflow.CreateAnimationJobAsync(
            new NewAnimation
            {
                Name = Request.Name("name", request.Name) ?? $"Animation {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss}",
                Parameters = parameters,
                Priority = Request.Priority(request.Priority),
                IdempotencyKey = Request.IdempotencyKey(key),
            },
            cancellationToken);
        return await StartedAsync(job, job.Kind == JobKind.Animation && JsonElement.DeepEquals(job.Parameters, ContractJson.ToElement(parameters)), reader, cancellationToken);
    }

    private static async Task<AcceptedAtRoute<Api.Job>> StartedAsync(Job job, bool isWhatWasAsked, JobReader reader, CancellationToken cancellationToken)
    {
        if (!isWhatWasAsked)
            throw ApiException.Conflict("idempotency-key-used", $"The header {Request.IdempotencyHeader} was used for another request already (job {job.Id}): use a new one.");
        return TypedResults.AcceptedAtRoute(await reader.GetAsync(job.Id, StepsAnswered, cancellationToken), "job", new RouteValueDictionary { ["id"] = job.Id });
    }

    private static async Task<Ok<Api.Page<Api.Job>>> ListAsync(
        string? kind, string? state, int? limit, int? offset, JobReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ListAsync(
            Request.Word<JobKind>("kind", kind), Request.Word<JobState>("state", state), Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.Job>> GetAsync(Guid id, int? steps, JobReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.GetAsync(
            id, steps is null or (>= 0 and <= MaxStepsAsked) ? steps : throw ApiException.Field("steps", $"steps lies between 0 and {MaxStepsAsked}; it is {steps}."), cancellationToken));

    private static async Task<Ok<Api.Job>> CancelAsync(Guid id, Workflow workflow, JobReader reader, CancellationToken cancellationToken)
    {
        _ = await workflow.CancelJobAsync(id, cancellationToken) ?? throw ApiException.NotFound("job", id);
        return TypedResults.Ok(await reader.GetAsync(id, StepsAnswered, cancellationToken));
    }

    private static async Task<Ok<Api.Job>> RetryAsync(Guid id, Workflow workflow, JobReader reader, CancellationToken cancellationToken)
    {
        _ = await workflow.RetryJobAsync(id, cancellationToken) ?? throw ApiException.NotFound("job", id);
        return TypedResults.Ok(await reader.GetAsync(id, StepsAnswered, cancellationToken));
    }

    private static async Task<Ok<Api.Job>> ChangeAsync(
        Guid id, Api.JobChange change, HttpRequest request, Workflow workflow, JobReader reader, CancellationToken cancellationToken)
    {
        int priority = Request.Priority(change.Priority);
        Func<CatalogContext, CancellationToken, Task>? check = ETags.IsConditional(request)
            ? async (catalog, token) => ETags.ThrowIfChanged(request, await reader.GetAsync(catalog, id, null, token))
            : null;
        _ = await workflow.SetPriorityAsync(id, priority, check, cancellationToken) ?? throw ApiException.NotFound("job", id);
        return TypedResults.Ok(await reader.GetAsync(id, null, cancellationToken));
    }

    private static async Task<Ok<Api.JobBulkResult>> BulkAsync(Api.JobBulkRequest request, Workflow workflow, CancellationToken cancellationToken)
    {
        var ids = request.JobIds;
        if (ids.Count is 0 or > MaxBulk)
            throw ApiException.Field("jobIds", $"jobIds names 1 to {MaxBulk} jobs; these are {ids.Count}.");
        if (request.Priority is null == (request.Action == Api.JobAction.Prioritize))
            throw ApiException.Field("priority", "priority goes with the action 'prioritize', which needs it, and with no other.");
        int priority = Request.Priority(request.Priority ?? 0);
        var refused = new List<Api.JobBulkRefusal>();
        foreach (var id in ids.Distinct())
        {
            try
            {
                _ = await (request.Action switch
                {
                    Api.JobAction.Cancel => workflow.CancelJobAsync(id, cancellationToken),
                    Api.JobAction.Retry => workflow.RetryJobAsync(id, cancellationToken),
                    _ => workflow.SetPriorityAsync(id, priority, cancellationToken: cancellationToken),
                }) ?? throw ApiException.NotFound("job", id);
            }
            catch (Exception e) when (e is WorkflowConflictException or ApiException)
            {
                refused.Add(new Api.JobBulkRefusal { JobId = id, Code = e is ApiException api ? api.Code : "wrong-state", Detail = e.Message });
            }
        }
        return TypedResults.Ok(new Api.JobBulkResult { Done = ids.Distinct().Count() - refused.Count, Refused = refused });
    }

    private static async Task<IResult> DownloadAsync(
        Guid id, string name, HttpContext context, JobReader reader, IObjectStore objects, CancellationToken cancellationToken)
    {
        var file = (await reader.FilesAsync(id, cancellationToken)).FirstOrDefault(f => f.Name == name)
            ?? throw ApiException.NotFound($"file '{name}' of the job", id);
        return await file.SendAsync(objects, context);
    }
}
