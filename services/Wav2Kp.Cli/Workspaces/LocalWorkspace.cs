using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Wav2Kp.Cli.Output;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Models;
using Wav2Kp.Speech;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>
/// A folder, and the libraries in this process: no server at all.
/// <code>
/// clips/{id}/      clip.json  audio.wav  features.safetensors  landmarks.safetensors  faces.tar  contact-sheet.jpg
/// datasets/{id}.json
/// runs/{id}/       run.json  metrics.csv  checkpoints/
/// models/{id}/     weights.safetensors  model.json
/// </code>
/// </summary>
internal sealed class LocalWorkspace : IWorkspace
{
    private static readonly FeatureParameters s_features = new();
    private readonly string _root;
    private readonly string? _landmarkModel;

    public LocalWorkspace(string root, string? landmarkModel)
    {
        _root = Path.GetFullPath(root);
        _landmarkModel = landmarkModel;
        Directory.CreateDirectory(_root);
    }

    public async Task<IReadOnlyList<ClipOutcome>> ExtractAsync(
        IReadOnlyList<ClipSource> sources, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        FfmpegStart.Hasten();
        ClipOutcome[] outcomes = new ClipOutcome[sources.Count];
        int done = 0;
        int rejected = 0;
        // The landmark network is loaded once a worker, not once a clip.
        using BlockingCollection<LandmarkExtractor> extractors = [];
        int workers = Math.Max(1, Environment.ProcessorCount);
        for (int i = 0; i < workers; i++)
        {
            extractors.Add(new LandmarkExtractor(LandmarkOptions), cancellationToken);
        }
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, sources.Count),
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
                async (i, token) =>
                {
                    LandmarkExtractor extractor = extractors.Take(token);
                    try
                    {
                        outcomes[i] = await ExtractAsync(sources[i], extractor, token);
                    }
                    finally
                    {
                        extractors.Add(extractor, CancellationToken.None);
                    }
                    int bad = outcomes[i].State == ClipOutcome.Ready ? rejected : Interlocked.Increment(ref rejected);
                    int count = Interlocked.Increment(ref done);
                    progress.Report(new StageProgress((double)count / sources.Count, $"{count} of {sources.Count} clips{(bad > 0 ? $", {bad} rejected" : "")}"));
                });
        }
        finally
        {
            while (extractors.TryTake(out LandmarkExtractor? extractor))
            {
                extractor.Dispose();
            }
        }
        return outcomes;
    }

    public async Task<IReadOnlyList<ClipOutcome>> ListClipsAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAllAsync<LocalClip>("clips", "clip.json", cancellationToken)).Select(c => c.Outcome)];

    public async Task<DatasetOutcome> CreateDatasetAsync(DatasetRequest request, CancellationToken cancellationToken)
    {
        Dictionary<string, ClipOutcome> ready = (await ListClipsAsync(cancellationToken))
            .Where(c => c.State == ClipOutcome.Ready)
            .ToDictionary(c => c.Id);
        string[] ids = request.ClipIds is { } chosen ? [.. chosen] : [.. ready.Keys.Order(StringComparer.Ordinal)];
        if (ids.FirstOrDefault(id => !ready.ContainsKey(id)) is { } missing)
        {
            throw new CliException($"Clip {missing} is not ready in {_root}.");
        }
        ClipSplit split = DatasetSplits.Split(ids, request.Train, request.Validation, request.Test, request.Seed);
        DatasetClip[] clips = [.. Part(split.Train, "train"), .. Part(split.Validation, "validation"), .. Part(split.Test, "test")];
        string hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(clips)));
        int version = 1 + (await ListDatasetsAsync(cancellationToken)).Where(d => d.Name == request.Name).Select(d => d.Version).DefaultIfEmpty().Max();
        DatasetOutcome dataset = new($"{Slug(request.Name)}-v{version}", request.Name, version, hash, clips);
        await WriteAsync(Path.Combine(_root, "datasets", dataset.Id + ".json"), dataset, cancellationToken);
        return dataset;

        IEnumerable<DatasetClip> Part(IEnumerable<string> part, string name) => part.Select(id => new DatasetClip(id, ready[id].Name, name));
    }

    public async Task<IReadOnlyList<DatasetOutcome>> ListDatasetsAsync(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(_root, "datasets");
        List<DatasetOutcome> all = [];
        if (Directory.Exists(folder))
        {
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*.json").OrderByDescending(f => f.LastWriteTimeUtc))
            {
                all.Add(await ReadAsync<DatasetOutcome>(file.FullName, cancellationToken));
            }
        }
        return all;
    }

    public async Task<TrainingOutcome> TrainAsync(TrainingRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Recipe recipe = LoadRecipe(request);
        DatasetOutcome dataset = await FindDatasetAsync(request.DatasetId, cancellationToken);
        ClipsBySplit clips = new(Clips(dataset, "train"), Clips(dataset, "validation"), Clips(dataset, "test"));
        string id = $"{Slug(request.Name ?? recipe.Name)}-{DateTime.UtcNow:yyyyMMdd-HHmmss-fff}";
        string folder = Path.Combine(_root, "runs", id);
        Directory.CreateDirectory(folder);
        DateTimeOffset started = DateTimeOffset.UtcNow;
        RunOutcome run = new(id, request.Name ?? recipe.Name, request.Experiment, "running", started, null, null, recipe.Flatten(), new Dictionary<string, double>());
        await WriteAsync(Path.Combine(folder, "run.json"), run, cancellationToken);
        try
        {
            string modelFolder = Path.Combine(_root, "models", id);
            EvaluationResult figures = await Task.Run(() =>
            {
                using MetricsFile metrics = new(Path.Combine(folder, "metrics.csv"), progress);
                TrainingOptions options = new()
                {
                    Device = request.Device,
                    CheckpointFolder = Path.Combine(folder, "checkpoints"),
                    DatasetVersion = dataset.Hash,
                    BatchSizeTried = metrics.Tried,
                    RecipeSettled = settled => run = run with { Params = settled.Flatten() },
                };
                TrainedModel trained = KeypointTrainer.Train(recipe, clips, options, metrics, cancellationToken);
                EvaluationResult result = Evaluator.Evaluate(trained.Package, clips.Test.Count > 0 ? clips.Test : clips.Validation, cancellationToken, request.Device);
                (trained.Package with { Metrics = result.ToDictionary() }).Save(modelFolder);
                return result;
            }, cancellationToken);
            double seconds = (DateTimeOffset.UtcNow - started).TotalSeconds;
            run = run with { Status = "succeeded", Seconds = seconds, ModelId = id, Metrics = figures.ToDictionary() };
            return new TrainingOutcome(id, id, recipe.Name, run.Metrics, seconds);
        }
        catch (Exception exception)
        {
            run = run with { Status = exception is OperationCanceledException ? "cancelled" : "failed", Seconds = (DateTimeOffset.UtcNow - started).TotalSeconds };
            if (exception is ArgumentException or TrainingFailedException)
            {
                throw new CliException(exception.Message, inner: exception);
            }
            throw;
        }
        finally
        {
            await WriteAsync(Path.Combine(folder, "run.json"), run, CancellationToken.None);
        }
    }

    public async Task<IReadOnlyDictionary<string, double>> EvaluateAsync(
        string modelId, string datasetId, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<TrainingClip> heldOut = Clips(await FindDatasetAsync(datasetId, cancellationToken), "test");
        if (heldOut.Count == 0)
        {
            throw new CliException($"Dataset {datasetId} holds no clip out: give its split a test part.");
        }
        ModelPackage model = ModelPackage.Load(ModelFolder(modelId));
        Progress<double> fraction = new(f => progress.Report(new StageProgress(f)));
        return await Task.Run(() => Evaluator.Evaluate(model, heldOut, cancellationToken, progress: fraction).ToDictionary(), cancellationToken);
    }

    public async Task<AnimationOutcome> AnimateAsync(
        AnimationRequest request, string outputFolder, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        string audio = request.AudioPath ?? (await FindClipAsync(request.AudioClipId!, cancellationToken)).VideoPath;
        Models.AnimationFace face = request switch
        {
            { FaceClipId: { } id } => new Models.AnimationFace.Clip((await FindClipAsync(id, cancellationToken)).VideoPath, ClipFile(id, "landmarks.safetensors")),
            { FacePath: { } portrait } => new Models.AnimationFace.Portrait(portrait, LandmarkOptions),
            _ => Models.AnimationFace.Mean,
        };
        await Animator.AnimateAsync(
            new Models.AnimationRequest { AudioPath = audio, ModelFolder = ModelFolder(request.ModelId), Face = face },
            outputFolder, new Progress<double>(f => progress.Report(new StageProgress(f))), cancellationToken);
        return new AnimationOutcome(Path.GetFileName(outputFolder), [.. Directory.EnumerateFiles(outputFolder).Order(StringComparer.Ordinal)]);
    }

    public async Task<IReadOnlyList<RunOutcome>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        query is { Filter: null, Order: null }
            ? [.. (await ReadAllAsync<RunOutcome>("runs", "run.json", cancellationToken)).OrderByDescending(r => r.StartedAt).Take(query.Limit)]
            : throw new CliException("Filters and orders are the platform's: without them a folder's runs are listed from the newest.", ExitCodes.Usage);

    public async Task<IReadOnlyList<ModelOutcome>> ListModelsAsync(CancellationToken cancellationToken) =>
        [.. (await ListRunsAsync(new RunQuery(null, null, int.MaxValue), cancellationToken))
            .Where(r => r.ModelId is not null)
            .Select(r => new ModelOutcome(r.ModelId!, r.Name ?? r.Id, r.Params.GetValueOrDefault("recipe", "–"), r.Id, r.StartedAt ?? default, r.Metrics))];

    public Task<IReadOnlyList<string>> ExportModelAsync(string modelId, string folder, CancellationToken cancellationToken) =>
        Task.FromResult(CopyAll(ModelFolder(modelId), folder));

    public async Task<IReadOnlyList<string>> ExportDatasetAsync(
        string datasetId, string folder, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        DatasetOutcome dataset = await FindDatasetAsync(datasetId, cancellationToken);
        List<string> files = [];
        for (int i = 0; i < dataset.Clips.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            files.AddRange(CopyAll(Path.Combine(_root, "clips", dataset.Clips[i].ClipId), Path.Combine(folder, "clips", dataset.Clips[i].ClipId)));
            progress.Report(new StageProgress((i + 1.0) / dataset.Clips.Count, dataset.Clips[i].Name));
        }
        string manifest = Path.Combine(folder, "manifest.json");
        await WriteAsync(manifest, dataset, cancellationToken);
        return [.. files, manifest];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private LandmarkOptions LandmarkOptions => new() { Model = _landmarkModel };

    private async Task<ClipOutcome> ExtractAsync(ClipSource source, LandmarkExtractor extractor, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(source.VideoPath);
        string id = "";
        try
        {
            id = await IdOfAsync(source.VideoPath, cancellationToken);
            string work = $"features {s_features.ToJson()}; landmarks {LandmarkExtractor.Version} {extractor.Source}";
            if (await TryReadClipAsync(id, cancellationToken) is { } done && done.Work == work && done.Outcome.State == ClipOutcome.Ready)
            {
                return done.Outcome;
            }
            Directory.CreateDirectory(Path.Combine(_root, "clips", id));
            await TalkingClip.PrepareAsync(source.VideoPath, ClipFile(id, "audio.wav"), cancellationToken);
            await FeatureFile.ExtractAsync(ClipFile(id, "audio.wav"), ClipFile(id, "features.safetensors"), s_features, cancellationToken);
            ClipOutcome outcome = await FindLandmarksAsync(id, name, source, extractor, cancellationToken);
            await WriteAsync(ClipFile(id, "clip.json"), new LocalClip(id, Path.GetFullPath(source.VideoPath), work, outcome), cancellationToken);
            return outcome;
        }
        catch (InputRejectedException exception)
        {
            ClipOutcome rejected = new(id, name, ClipOutcome.Rejected, exception.Code, exception.Message);
            if (id.Length > 0)
            {
                await WriteAsync(ClipFile(id, "clip.json"), new LocalClip(id, Path.GetFullPath(source.VideoPath), "rejected", rejected), cancellationToken);
            }
            return rejected;
        }
    }

    private async Task<ClipOutcome> FindLandmarksAsync(
        string id, string name, ClipSource source, LandmarkExtractor extractor, CancellationToken cancellationToken)
    {
        string path = ClipFile(id, "landmarks.safetensors");
        LandmarkTrack? known = source.KnownLandmarksPath is { } knownPath ? LandmarkTrack.Load(knownPath) : null;
        LandmarkSummary summary = await extractor.ExtractAsync(source.VideoPath, path, ClipFile(id, "faces.tar"), ClipFile(id, "contact-sheet.jpg"), null, cancellationToken);
        double? error = known is null ? null : LandmarkTrack.Load(path).ErrorAgainst(known);
        return new ClipOutcome(id, name, ClipOutcome.Ready, Frames: summary.Frames, ValidFrames: summary.Valid, DetectionError: error);
    }

    private IReadOnlyList<TrainingClip> Clips(DatasetOutcome dataset, string split) =>
        [.. dataset.Clips.Where(c => c.Split == split).Select(c =>
            new TrainingClip(c.ClipId, c.Name, ClipFile(c.ClipId, "features.safetensors"), ClipFile(c.ClipId, "landmarks.safetensors")))];

    private static Recipe LoadRecipe(TrainingRequest request)
    {
        try
        {
            Recipe recipe = request.Recipe.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Recipe.Load(request.Recipe) : Recipe.BuiltIn(request.Recipe);
            return recipe.With(request.Overrides);
        }
        catch (Exception exception) when (exception is RecipeException or ArgumentException or IOException)
        {
            throw new CliException(exception.Message, ExitCodes.Usage, exception);
        }
    }

    private async Task<DatasetOutcome> FindDatasetAsync(string id, CancellationToken cancellationToken) =>
        (await ListDatasetsAsync(cancellationToken)).FirstOrDefault(d => d.Id == id)
            ?? throw new CliException($"There is no dataset {id} in {_root}: wav2kp datasets list --local {_root}");

    private async Task<LocalClip> FindClipAsync(string id, CancellationToken cancellationToken) =>
        await TryReadClipAsync(id, cancellationToken) ?? throw new CliException($"There is no clip {id} in {_root}: wav2kp clips list --local {_root}");

    private async Task<LocalClip?> TryReadClipAsync(string id, CancellationToken cancellationToken) =>
        File.Exists(ClipFile(id, "clip.json")) ? await ReadAsync<LocalClip>(ClipFile(id, "clip.json"), cancellationToken) : null;

    private string ClipFile(string id, string name) => Path.Combine(_root, "clips", Path.GetFileName(id), name);

    private string ModelFolder(string id) => Path.Combine(_root, "models", Path.GetFileName(id)) is var folder && Directory.Exists(folder)
        ? folder
        : throw new CliException($"There is no model {id} in {_root}: wav2kp models list --local {_root}");

    private static async Task<string> IdOfAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken))[..16];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputRejectedException(RejectionCodes.Vanished, $"{path} cannot be read ({exception.Message}): put it back and try again.", exception);
        }
    }

    private static IReadOnlyList<string> CopyAll(string from, string to)
    {
        Directory.CreateDirectory(to);
        List<string> files = [];
        foreach (string file in Directory.EnumerateFiles(from).Order(StringComparer.Ordinal))
        {
            string copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy, overwrite: true);
            files.Add(copy);
        }
        return files;
    }

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(string kind, string file, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(_root, kind);
        List<T> all = [];
        if (Directory.Exists(folder))
        {
            foreach (string entry in Directory.EnumerateDirectories(folder).Select(d => Path.Combine(d, file)).Where(File.Exists).Order(StringComparer.Ordinal))
            {
                all.Add(await ReadAsync<T>(entry, cancellationToken));
            }
        }
        return all;
    }

    private static async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream file = File.OpenRead(path);
            return (await JsonSerializer.DeserializeAsync<T>(file, Terminal.JsonOptions, cancellationToken))!;
        }
        catch (JsonException exception)
        {
            throw new CliException($"{path} is damaged: {exception.Message}", inner: exception);
        }
    }

    internal static async Task WriteAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string partial = path + ".part";
        await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(value, Terminal.JsonOptions), cancellationToken);
        File.Move(partial, path, overwrite: true);
    }

    internal static string Slug(string name) => string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-') is { Length: > 0 } slug ? slug : "unnamed";
}
