using System.Globalization;
using System.Text.Json;
using Wav2Kp.Cli.Output;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media.Archives;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>The platform, through its HTTP API.</summary>
internal sealed class RemoteWorkspace(StudioClient studio) : IWorkspace
{
    private const int UploadsAtOnce = 4;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(400);

    public StudioClient Studio { get; } = studio;

    public async Task<IReadOnlyList<ClipOutcome>> ExtractAsync(
        IReadOnlyList<ClipSource> sources, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Video> videos = await UploadAsync(sources, new Portion(progress, 0, 0.2), cancellationToken);
        Guid[] ids = [.. videos.Select(v => v.Id).Distinct()];
        Job job = await StartExtractionAsync(ids, cancellationToken);
        return await FinishExtractionAsync(job, new Portion(progress, 0.2, 1), cancellationToken);
    }

    /// <summary>Asks for an extraction and returns its job.</summary>
    public Task<Job> StartExtractionAsync(IReadOnlyList<Guid> videos, CancellationToken cancellationToken) =>
        Studio.PostAsync<Job>("extractions", new ExtractionRequest { VideoIds = videos }, cancellationToken);

    /// <summary>Waits for an extraction; what became of its clips.</summary>
    /// <exception cref="CliException">It was cancelled.</exception>
    public async Task<IReadOnlyList<ClipOutcome>> FinishExtractionAsync(Job job, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        job = await WaitAsync(job.Id, progress, cancellationToken);
        if (job.State == JobState.Cancelled)
        {
            throw new CliException($"Extraction {job.Id} was cancelled.");
        }
        return await ClipsOfAsync(job, cancellationToken);
    }

    /// <summary>Uploads videos, several at a time; large ones in pieces, so that what is there stays there when it breaks off.</summary>
    public async Task<IReadOnlyList<Video>> UploadAsync(
        IReadOnlyList<ClipSource> sources, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Video[] videos = new Video[sources.Count];
        UploadProgress uploads = new(progress, [.. sources.Select(s => new FileInfo(s.VideoPath).Length)]);
        VideoPieces pieces = new(Studio);
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, sources.Count),
                new ParallelOptions { MaxDegreeOfParallelism = UploadsAtOnce, CancellationToken = cancellationToken },
                async (i, token) => videos[i] = await UploadAsync(i, token));
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && pieces.Kept is { } kept)
        {
            throw new CliException($"Stopped. {kept}", ExitCodes.Cancelled, exception);
        }
        return videos;

        async Task<Video> UploadAsync(int i, CancellationToken token)
        {
            ClipSource source = sources[i];
            Video video = new FileInfo(source.VideoPath).Length > VideoPieces.Whole
                ? await pieces.SendAsync(source.VideoPath, (bytes, matter) => uploads.Report(i, bytes, matter), token)
                : await Studio.SendFileAsync<Video>(HttpMethod.Post, $"videos?name={Uri.EscapeDataString(Path.GetFileName(source.VideoPath))}", source.VideoPath, token);
            if (source.KnownLandmarksPath is { } known && !video.KnownLandmarks)
            {
                video = await Studio.SendFileAsync<Video>(HttpMethod.Put, $"videos/{video.Id}/known-landmarks", known, token);
            }
            uploads.Done(i);
            return video;
        }
    }

    public async Task<IReadOnlyList<ClipOutcome>> ListClipsAsync(CancellationToken cancellationToken) =>
        [.. (await Studio.GetAllAsync<Video>("videos", int.MaxValue, cancellationToken)).Select(v => OutcomeOf(v))];

    public async Task<DatasetOutcome> CreateDatasetAsync(DatasetRequest request, CancellationToken cancellationToken)
    {
        return OutcomeOf(await Studio.PostAsync<DatasetVersion>("datasets", new Contracts.Api.DatasetRequest
        {
            Name = request.Name,
            VideoIds = request.ClipIds?.Select(ParseId).ToArray(),
            Filter = request.ClipIds is null ? request.Filter ?? "" : null,
            Split = new DatasetSplit { Train = request.Train, Validation = request.Validation, Test = request.Test },
            Seed = request.Seed,
        }, cancellationToken));
    }

    public async Task<IReadOnlyList<DatasetOutcome>> ListDatasetsAsync(CancellationToken cancellationToken)
    {
        List<DatasetOutcome> all = [];
        foreach (DatasetVersion version in await Studio.GetAllAsync<DatasetVersion>("datasets", int.MaxValue, cancellationToken))
        {
            all.Add(OutcomeOf(await Studio.GetAsync<DatasetVersion>($"datasets/{version.Id}", cancellationToken)));
        }
        return all;
    }

    public async Task<TrainingOutcome> TrainAsync(TrainingRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Job job = await StartTrainingAsync(request, cancellationToken);
        job = await WaitAsync(job.Id, progress, cancellationToken);
        ThrowUnlessSucceeded(job);
        Run run = await Studio.GetAsync<Run>($"runs/{job.RunId}", cancellationToken);
        return new TrainingOutcome(
            run.Id.ToString(),
            (job.ModelId ?? run.ModelId)?.ToString() ?? throw new CliException($"Training {job.Id} succeeded without a model."),
            run.Parameters.GetValueOrDefault("recipe") ?? request.Recipe,
            Finite(run.Metrics),
            (job.FinishedAt - job.StartedAt)?.TotalSeconds ?? 0);
    }

    /// <summary>Asks for a training and returns its job.</summary>
    public async Task<Job> StartTrainingAsync(TrainingRequest request, CancellationToken cancellationToken) =>
        await Studio.PostAsync<Job>("trainings", new Contracts.Api.TrainingRequest
        {
            DatasetVersionId = ParseId(request.DatasetId),
            Recipe = RecipeOf(request.Recipe),
            Overrides = request.Overrides.ToDictionary(o => o.Key, o => JsonSerializer.SerializeToElement(o.Value)),
            Device = request.Device,
            Experiment = request.Experiment,
            Name = request.Name,
        }, cancellationToken);

    public async Task<IReadOnlyDictionary<string, double>> EvaluateAsync(
        string modelId, string datasetId, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Model model = await Studio.GetAsync<Model>($"models/{ParseId(modelId)}", cancellationToken);
        if (model.DatasetVersionId != ParseId(datasetId))
        {
            throw new CliException("The platform evaluates a model on the held-out clips of its own dataset version. For other clips, export both and use --local.");
        }
        progress.Report(new StageProgress(1));
        return Finite(model.Metrics);
    }

    public async Task<AnimationOutcome> AnimateAsync(
        AnimationRequest request, string outputFolder, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Guid? audio = request.AudioPath is { } path ? await UploadAssetAsync(path, cancellationToken) : null;
        FaceSource face = request switch
        {
            { FaceClipId: { } clip } => new FaceSource { Kind = FaceKind.Video, VideoId = ParseId(clip) },
            { FacePath: { } portrait } => new FaceSource { Kind = FaceKind.Portrait, UploadId = await UploadAssetAsync(portrait, cancellationToken) },
            _ => new FaceSource { Kind = FaceKind.Mean },
        };
        Job job = await Studio.PostAsync<Job>("animations", new Contracts.Api.AnimationRequest
        {
            ModelId = (await FindModelAsync(request.ModelId, cancellationToken)).Id,
            AudioUploadId = audio,
            AudioVideoId = request.AudioClipId is { } id ? ParseId(id) : null,
            Face = face,
        }, cancellationToken);
        job = await WaitAsync(job.Id, progress, cancellationToken);
        ThrowUnlessSucceeded(job);
        return new AnimationOutcome(job.Id.ToString(), await DownloadAsync(job.Files, outputFolder, cancellationToken));
    }

    public async Task<IReadOnlyList<RunOutcome>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        string path = "runs?" + string.Join('&', new[] { ("filter", query.Filter), ("order", query.Order) }
            .Where(p => p.Item2 is not null)
            .Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
        IReadOnlyList<Run> runs = await Studio.GetAllAsync<Run>(path, query.Limit, cancellationToken);
        return [.. runs.Select(r => new RunOutcome(
            r.Id.ToString(), r.Name, r.Experiment, JsonNamingPolicy.CamelCase.ConvertName(r.Status.ToString()),
            r.StartedAt, r.Seconds, r.ModelId?.ToString(), r.Parameters, Finite(r.Metrics)))];
    }

    public async Task<IReadOnlyList<ModelOutcome>> ListModelsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Model> models = await Studio.GetAllAsync<Model>("models", int.MaxValue, cancellationToken);
        return [.. models.Select(m => new ModelOutcome(
            m.Id.ToString(), $"{m.Name} v{m.Version}", RecipeName(m), m.RunId?.ToString(), m.CreatedAt, Finite(m.Metrics), JsonNamingPolicy.CamelCase.ConvertName(m.Stage.ToString())))];
    }

    public async Task<IReadOnlyList<string>> ExportModelAsync(string modelId, string folder, CancellationToken cancellationToken)
    {
        return await DownloadAsync(await FindModelAsync(modelId, cancellationToken), folder, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ExportDatasetAsync(
        string datasetId, string folder, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Guid id = ParseId(datasetId);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new CliException($"The folder {folder} is not empty: name one that is, or a file that ends in .tar.", ExitCodes.Usage);
        }
        Directory.CreateDirectory(folder);
        DatasetArchiveManifest manifest = await Studio.ReadAsync(
            $"datasets/{id}/export", stream => DatasetArchive.UnpackAsync(new CountedStream(stream, progress), folder, long.MaxValue, cancellationToken), cancellationToken);
        return [.. manifest.Files.Select(f => f.Path).Append(DatasetArchive.ManifestName).Select(p => Path.Combine(folder, p))];
    }

    /// <summary>Exports a dataset version as a tar, which appears under its name only when it is whole.</summary>
    public Task ExportTarAsync(string datasetId, string path, bool videos, bool faces, CancellationToken cancellationToken) =>
        Studio.DownloadAsync($"/api/v1/datasets/{ParseId(datasetId)}/export?videos={(videos ? "true" : "false")}&faces={(faces ? "true" : "false")}", path, cancellationToken);

    /// <summary>A model by its identifier, or by its name: the version in production, or else the newest.</summary>
    public async Task<Model> FindModelAsync(string text, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(text, out Guid id))
        {
            return await Studio.GetAsync<Model>($"models/{id}", cancellationToken);
        }
        IReadOnlyList<Model> named = await Studio.GetAllAsync<Model>($"models?name={Uri.EscapeDataString(text)}", int.MaxValue, cancellationToken);
        Model found = named.FirstOrDefault(m => m.Stage == ModelStage.Production) ?? named.FirstOrDefault()
            ?? throw new CliException($"There is no model '{text}': wav2kp models list");
        return await Studio.GetAsync<Model>($"models/{found.Id}", cancellationToken);
    }

    /// <summary>Downloads a model's files into a folder.</summary>
    public Task<IReadOnlyList<string>> DownloadAsync(Model model, string folder, CancellationToken cancellationToken) => DownloadAsync(model.Files, folder, cancellationToken);

    /// <summary>Waits until a job has ended; it goes on when the wait is cancelled.</summary>
    public async Task<Job> WaitAsync(Guid jobId, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            Job job = await Studio.GetAsync<Job>($"jobs/{jobId}", cancellationToken);
            progress.Report(new StageProgress(job.Progress, Describe(job)));
            if (job.State is JobState.Succeeded or JobState.Failed or JobState.Rejected or JobState.Cancelled)
            {
                return job;
            }
            await Task.Delay(s_poll, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        Studio.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>An identifier from the command line.</summary>
    public static Guid ParseId(string text) =>
        Guid.TryParse(text, out Guid id) ? id : throw new CliException($"'{text}' is not an identifier: lists print them in their first column.", ExitCodes.Usage);

    internal static IReadOnlyDictionary<string, double> Finite(IReadOnlyDictionary<string, double?> metrics) =>
        metrics.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value!.Value);

    private static string? Describe(Job job) => job.Kind == JobKind.Extraction
        ? string.Create(CultureInfo.InvariantCulture, $"{job.Counts.ClipsReady} of {job.Counts.Clips} clips ready{(job.Counts.ClipsRejected > 0 ? $", {job.Counts.ClipsRejected} rejected" : "")}")
        : job.Steps.LastOrDefault(s => s.State == StepState.Running)?.Message;

    private static void ThrowUnlessSucceeded(Job job)
    {
        if (job.State != JobState.Succeeded)
        {
            string reason = job.Error ?? job.Steps.Select(s => s.Error).LastOrDefault(e => e is not null) ?? "no reason was recorded";
            throw new CliException($"{job.Kind} {job.Id} {JsonNamingPolicy.CamelCase.ConvertName(job.State.ToString())}: {reason}");
        }
    }

    /// <summary>The clips of an extraction with what its steps found.</summary>
    private async Task<IReadOnlyList<ClipOutcome>> ClipsOfAsync(Job job, CancellationToken cancellationToken)
    {
        ILookup<Guid?, JobStep> steps = job.Steps.ToLookup(s => s.VideoId);
        Guid[] ids = [.. job.Parameters is { } p && p.TryGetProperty("videoIds", out JsonElement asked)
            ? asked.EnumerateArray().Select(e => e.GetGuid())
            : steps.Select(s => s.Key).OfType<Guid>()];
        ClipOutcome[] outcomes = new ClipOutcome[ids.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ids.Length),
            new ParallelOptions { MaxDegreeOfParallelism = UploadsAtOnce, CancellationToken = cancellationToken },
            async (i, token) => outcomes[i] = OutcomeOf(await Studio.GetAsync<Video>($"videos/{ids[i]}", token), steps[ids[i]]));
        return outcomes;
    }

    private static ClipOutcome OutcomeOf(Video video, IEnumerable<JobStep>? steps = null)
    {
        JsonElement? landmarks = steps?.LastOrDefault(s => s.Kind == StepKind.Landmarks && s.Result is not null)?.Result;
        return new ClipOutcome(
            video.Id.ToString(), video.Name, JsonNamingPolicy.CamelCase.ConvertName(video.State.ToString()), video.Code, video.Reason,
            (int?)Number(landmarks, "frames"), (int?)Number(landmarks, "valid"), Number(landmarks, "detectionError"));
    }

    private static double? Number(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    private static DatasetOutcome OutcomeOf(DatasetVersion v) => new(
        v.Id.ToString(), v.Name, v.Version, v.Hash,
        [.. v.Clips.Select(c => new DatasetClip(c.VideoId.ToString(), c.Name, JsonNamingPolicy.CamelCase.ConvertName(c.Split.ToString())))]);

    private static JsonElement RecipeOf(string recipe)
    {
        if (!recipe.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return JsonSerializer.SerializeToElement(recipe);
        }
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(recipe));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException($"The recipe {recipe} cannot be read: {exception.Message}", ExitCodes.Usage, exception);
        }
    }

    private static string RecipeName(Model model) =>
        model.Recipe is { ValueKind: JsonValueKind.Object } r && r.TryGetProperty("name", out JsonElement name) ? name.GetString() ?? "–" : "–";

    private async Task<Guid> UploadAssetAsync(string path, CancellationToken cancellationToken) =>
        (await Studio.SendFileAsync<Upload>(HttpMethod.Post, $"uploads?name={Uri.EscapeDataString(Path.GetFileName(path))}", path, cancellationToken)).Id;

    private async Task<IReadOnlyList<string>> DownloadAsync(IReadOnlyList<FileLink> links, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        List<string> files = [];
        foreach (FileLink link in links)
        {
            string path = Path.Combine(folder, Path.GetFileName(link.Name));
            await Studio.DownloadAsync(link.Url, path, cancellationToken);
            files.Add(path);
        }
        return files;
    }

    /// <summary>A stage's part of a longer bar.</summary>
    private sealed class Portion(IProgress<StageProgress> whole, double from, double to) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => whole.Report(value with { Fraction = from + ((to - from) * value.Fraction) });
    }
}
