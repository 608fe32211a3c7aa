using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Models;
using Wav2Kp.Objects;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Trainer;

/// <summary>Trains a model: goes on from the newest checkpoint, records parameters and figures, registers the model.</summary>
internal sealed class TrainHandler(IOptions<TrainerOptions> options) : IStepHandler<TrainModel>
{
    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        TrainParameters parameters = context.Parameters<TrainParameters>();
        Recipe recipe = RecipeOf.Parameters(parameters);
        DatasetFiles dataset = await DatasetFiles.FetchAsync(context, parameters.DatasetVersionId, cancellationToken).ConfigureAwait(false);
        await using RunRecorder recorder = new(context.Database, context.RunId);
        recorder.Params(ParamsOf(recipe, parameters, dataset));

        string checkpoints = context.WorkFile("checkpoints");
        await using CheckpointStore store = new(context.Objects, context.RunId, checkpoints, options.Value.CheckpointInterval, context.Logger);
        if (await store.RestoreAsync(cancellationToken).ConfigureAwait(false))
        {
            context.Logger.LogInformation("Going on from the checkpoint of an earlier attempt.");
        }
        TrainingOptions training = new()
        {
            Device = parameters.Device,
            Threads = options.Value.Threads,
            CheckpointFolder = checkpoints,
            CheckpointWritten = store.Written,
            DatasetVersion = $"{dataset.Name} ({dataset.Version.Hash})",
            BatchSizeTried = size => context.ReportProgress(0, $"finding the batch size: {size}"),
            RecipeSettled = settled => Settled(settled, recipe, recorder, context.Logger),
        };
        TrainedModel trained;
        try
        {
            trained = await RunAsync(recipe, dataset.Clips, training, new TrainingFigures(recorder, context), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // what was learned is worth the moment that it takes, even to a service that stops
            using CancellationTokenSource moment = new(TimeSpan.FromSeconds(5));
            await store.FlushAsync(moment.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await store.FlushAsync(cancellationToken).ConfigureAwait(false);
        await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await RegisterAsync(context, parameters, dataset, trained, cancellationToken).ConfigureAwait(false);
    }

    // what was left to the device is recorded as what was asked for is: a run is compared, and repeated, by what was trained
    private static void Settled(Recipe settled, Recipe asked, RunRecorder recorder, ILogger logger)
    {
        if (asked.Training.BatchSize > 0)
        {
            return;
        }
        recorder.Params(settled.Flatten());
        logger.LogInformation("Batches of {BatchSize} suit the device; the learning rate is {LearningRate}.", settled.Training.BatchSize, settled.Optimizer.LearningRate);
    }

    private static async Task<TrainedModel> RunAsync(
        Recipe recipe, ClipsBySplit clips, TrainingOptions training, IProgress<TrainingEvent> figures, CancellationToken cancellationToken)
    {
        try
        {
            // a thread of its own: training computes for minutes and never waits
            return await Task.Factory.StartNew(
                () => KeypointTrainer.Train(recipe, clips, training, figures, cancellationToken),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (TrainingFailedException exception)
        {
            throw new StepFailedException("training-failed", exception.Message);
        }
        catch (InvalidDataException exception)
        {
            throw new StepFailedException("wrong-data", exception.Message);
        }
    }

    private static Dictionary<string, string> ParamsOf(Recipe recipe, TrainParameters parameters, DatasetFiles dataset)
    {
        Dictionary<string, string> all = new(recipe.Flatten(), StringComparer.Ordinal)
        {
            ["recipe"] = recipe.Name,
            ["device"] = parameters.Device,
            ["dataset"] = dataset.Version.Dataset!.Name,
            ["dataset.version"] = $"{dataset.Version.Number}",
            ["dataset.hash"] = dataset.Version.Hash,
            ["dataset.train"] = $"{dataset.Clips.Train.Count}",
            ["dataset.validation"] = $"{dataset.Clips.Validation.Count}",
            ["dataset.test"] = $"{dataset.Clips.Test.Count}",
        };
        // what is left to the device is recorded when it is settled, and stays what it was while a later attempt goes on
        foreach (string field in recipe.Training.BatchSize == 0 ? Recipe.SettledFields : [])
        {
            all.Remove(field);
        }
        return all;
    }

    private static async Task<StepOutcome> RegisterAsync(
        StepContext context, TrainParameters parameters, DatasetFiles dataset, TrainedModel trained, CancellationToken cancellationToken)
    {
        context.ReportProgress(1, "storing the model");
        string folder = context.WorkFile("model");
        trained.Package.Save(folder);
        Guid run = context.RunId;
        Guid model = ModelFiles.IdOf(run);
        IReadOnlyList<RunArtifact> files = await ModelFiles.StoreAsync(context.Objects, run, model, folder, cancellationToken).ConfigureAwait(false);
        JsonElement recipe = JsonDocument.Parse(trained.Package.Recipe.ToJson()).RootElement;
        var result = new
        {
            ModelId = model,
            trained.Epochs,
            trained.BestEpoch,
            trained.Steps,
            trained.StoppedEarly,
            trained.ResumedFrom,
            trained.Package.TrainedOn.Device,
        };
        return StepOutcome.Of(result) with
        {
            InTransaction = async (catalog, token) =>
            {
                if (!await catalog.Models.AnyAsync(m => m.Id == model, token).ConfigureAwait(false))
                {
                    Run row = await catalog.Runs.AsNoTracking().SingleAsync(r => r.Id == run, token).ConfigureAwait(false);
                    string name = parameters.ModelName ?? row.Name;
                    int last = await catalog.Models.Where(m => m.Name == name).MaxAsync(m => (int?)m.Version, token).ConfigureAwait(false) ?? 0;
                    catalog.Models.Add(new Model
                    {
                        Id = model,
                        RunId = run,
                        Name = name,
                        Version = last + 1,
                        Recipe = recipe,
                        DatasetVersionId = dataset.Version.Id,
                        ObjectPrefix = ObjectKeys.ModelPrefix(model),
                    });
                }
                await ModelFiles.RecordAsync(catalog, files, token).ConfigureAwait(false);
            },
        };
    }
}
