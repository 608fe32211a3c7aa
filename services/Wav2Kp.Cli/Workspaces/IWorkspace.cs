using Wav2Kp.Cli.Output;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>
/// Where the work is done: on the platform through its HTTP API, or in this process on a folder (<c>--local</c>).
/// A command speaks to this and works on both.
/// </summary>
internal interface IWorkspace : IAsyncDisposable
{
    /// <summary>Takes videos in, and extracts speech features and landmarks. Rejected clips are outcomes, not errors.</summary>
    Task<IReadOnlyList<ClipOutcome>> ExtractAsync(IReadOnlyList<ClipSource> sources, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>The clips that are there.</summary>
    Task<IReadOnlyList<ClipOutcome>> ListClipsAsync(CancellationToken cancellationToken);

    /// <summary>Makes a version of a dataset from clips that are ready.</summary>
    Task<DatasetOutcome> CreateDatasetAsync(DatasetRequest request, CancellationToken cancellationToken);

    /// <summary>The versions of datasets that are there.</summary>
    Task<IReadOnlyList<DatasetOutcome>> ListDatasetsAsync(CancellationToken cancellationToken);

    /// <summary>Trains a model and evaluates it on the dataset's held-out clips.</summary>
    Task<TrainingOutcome> TrainAsync(TrainingRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Evaluates a model on the held-out clips of a dataset.</summary>
    Task<IReadOnlyDictionary<string, double>> EvaluateAsync(string modelId, string datasetId, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Animates a face from speech, and brings the results into a folder.</summary>
    Task<AnimationOutcome> AnimateAsync(AnimationRequest request, string outputFolder, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>The runs that a filter expression selects.</summary>
    Task<IReadOnlyList<RunOutcome>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>The models that are there.</summary>
    Task<IReadOnlyList<ModelOutcome>> ListModelsAsync(CancellationToken cancellationToken);

    /// <summary>Copies a model's files into a folder.</summary>
    Task<IReadOnlyList<string>> ExportModelAsync(string modelId, string folder, CancellationToken cancellationToken);

    /// <summary>Copies the files of a dataset's clips into a folder that Python reads, with a manifest.</summary>
    Task<IReadOnlyList<string>> ExportDatasetAsync(string datasetId, string folder, IProgress<StageProgress> progress, CancellationToken cancellationToken);
}
