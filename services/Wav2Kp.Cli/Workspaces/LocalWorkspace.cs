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
/// clips/{id}/      clip.json  audio.wav  features.safetensors  landmarks.safetensors  faces.tar
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
        ClipOutcome[] outcomes = new ClipOutcome[sources.Count];
        int done = 0;
        int rejected = 0;
        // The landmark network is loaded once a worker, not once a clip.
        using BlockingCollection<LandmarkExtractor?> extractors = [];
        int workers = Math.Max(1, Environment.ProcessorCount);
        for (int i = 0; i < workers; i++)
        {
            extractors.Add(_landmarkModel is { } model ? new LandmarkExtractor(new LandmarkOptions { Model = model }) : null, cancellationToken);
        }
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, sources.Count),
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
                async (i, token) =>
                {
                    LandmarkExtractor? extractor = extractors.Take(token);
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
                extractor?.Dispose();
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
        string[] ids = [.. request.ClipIds ?? ready.Keys.Order(StringComparer.Ordinal)];
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
