using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Models;
using Wav2Kp.Objects;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Trainer;

/// <summary>Measures a trained model on its held-out clips; the figures go to the run and to the model.</summary>
internal sealed class EvaluateHandler : IStepHandler<EvaluateModel>
{
    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        TrainParameters parameters = context.Parameters<TrainParameters>();
        DatasetFiles dataset = await DatasetFiles.FetchAsync(context, parameters.DatasetVersionId, cancellationToken).ConfigureAwait(false);
        (string split, IReadOnlyList<TrainingClip> clips) = HeldOut(dataset.Clips);
        Guid run = context.RunId;
        Guid id = ModelFiles.IdOf(run);
        string folder = context.WorkFile("model");
        ModelPackage model = await ModelFiles.FetchAsync(context.Objects, id, folder, cancellationToken).ConfigureAwait(false);

        EvaluationResult evaluation = await Task.Factory.StartNew(
            () => Evaluator.Evaluate(model, clips, cancellationToken, parameters.Device, new Progress(context)),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
        IReadOnlyDictionary<string, double> figures = evaluation.ToDictionary();

        // the model's own description bears its figures too; its weights stay as they are
        (model with { Metrics = figures }).Save(folder);
        List<RunArtifact> files = [.. await ModelFiles.StoreAsync(context.Objects, run, id, folder, cancellationToken).ConfigureAwait(false)];
        string details = context.WorkFile("evaluation.json");
        await File.WriteAllBytesAsync(
            details,
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    evaluatedOn = split,
                    metrics = figures,
                    clips = evaluation.PerClip.Select(clip => new { clip.Id, clip.Name, metrics = clip.Model.ToDictionary(), baseline = clip.Baseline.ToDictionary() }),
                },
                ContractJson.Options),
            cancellationToken).ConfigureAwait(false);
        ObjectInfo stored = await context.Objects.PutFileAsync(ObjectKeys.RunFile(run, "evaluation.json"), details, cancellationToken).ConfigureAwait(false);
        files.Add(new RunArtifact { RunId = run, Name = "evaluation.json", Kind = "evaluation", ObjectKey = stored.Key, Bytes = stored.Length });

        await using (RunRecorder recorder = new(context.Database, run))
        {
            foreach ((string key, double value) in figures)
            {
                recorder.Metric(key, model.TrainedOn.Steps, model.TrainedOn.Epochs, value);
            }
            await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        await CheckpointStore.ClearAsync(context.Objects, run, cancellationToken).ConfigureAwait(false);
        return StepOutcome.Of(new { ModelId = id, EvaluatedOn = split, Clips = evaluation.PerClip.Count, Metrics = figures }) with
        {
            InTransaction = async (catalog, token) =>
            {
                Model row = await catalog.Models.SingleAsync(m => m.Id == id, token).ConfigureAwait(false);
                row.Metrics = ContractJson.ToElement(figures);
                await ModelFiles.RecordAsync(catalog, files, token).ConfigureAwait(false);
            },
        };
    }

    /// <summary>The test clips; where a dataset has none, the best that there is, and its name says what the figures are worth.</summary>
    private static (string Split, IReadOnlyList<TrainingClip> Clips) HeldOut(ClipsBySplit clips) =>
        clips.Test.Count > 0 ? ("test", clips.Test)
        : clips.Validation.Count > 0 ? ("validation", clips.Validation)
        : ("train", clips.Train);

    private sealed class Progress(StepContext context) : IProgress<double>
    {
        public void Report(double value) => context.ReportProgress(value, "evaluating");
    }
}
