using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Media;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Landmarks;

/// <summary>One landmark training from its pictures to its weights, with everything that it holds on the device.</summary>
internal sealed class LandmarkSession : IDisposable
{
    private const string CheckpointName = "checkpoint.safetensors";
    private const string WeightsName = "landmarks.safetensors";
    private const string FiguresName = "metrics.json";
    private const int CalibrationRounds = 6;

    private readonly LandmarkRecipe _recipe;
    private readonly LandmarkTrainingOptions _options;
    private readonly IReadOnlyList<LandmarkData> _sets;
    private readonly Device _device;
    private readonly LandmarkBatches _batches;
    private readonly IReadOnlyList<IReadOnlyList<LandmarkBatch>> _validation;
    private readonly LandmarkLoss _loss;
    private readonly LandmarkLearner _learner;
    private readonly string _fingerprint;
    private readonly string _start = "";

    private readonly SortedDictionary<int, Dictionary<string, double>> _figures = [];
    private WeightSet? _best;
    private TrainingState _state = new();
    private int _resumedFrom;

    private LandmarkSession(LandmarkRecipe recipe, IReadOnlyList<LandmarkData> sets, LandmarkTrainingOptions options, SafetensorsFile? checkpoint, CancellationToken cancellationToken)
    {
        _recipe = recipe;
        _options = options;
        _sets = sets;
        set_num_threads(options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
        _device = ComputeDevice.ForTraining(options.Device);
        _loss = new LandmarkLoss(recipe.Loss, _device);
        if (recipe.Training.BatchSize == 0)
        {
            _recipe = recipe.ForBatches(checkpoint is null ? SuitableBatchSize(cancellationToken) : TrainingState.BatchSizeOf(checkpoint) ?? LandmarkTrainingRecipe.UsualBatchSize);
        }
        _batches = new LandmarkBatches(_recipe, sets, options.Loaders > 0 ? options.Loaders : Environment.ProcessorCount);
        _validation = [.. sets.Select(_batches.Validation)];
        manual_seed(recipe.Seed);
        using WeightSet? first = options.Start is null ? null : WeightSet.FromSafetensors(SafetensorsFile.Read(options.Start), "average.", _device);
        _learner = new LandmarkLearner(_recipe, _loss, _device, first);
        if (options.Start is not null)
        {
            _start = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(options.Start)));
        }
        _fingerprint = Fingerprint();
    }

    private LandmarkModule Network => _learner.Network;

    private string CheckpointPath => Path.Combine(_options.Folder, CheckpointName);

    /// <summary>Builds the network and takes up the checkpoint, if there is one to take up.</summary>
    public static LandmarkSession Start(LandmarkRecipe recipe, IReadOnlyList<LandmarkData> sets, LandmarkTrainingOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        string path = Path.Combine(options.Folder, CheckpointName);
        SafetensorsFile? checkpoint = options.Resume && File.Exists(path) ? SafetensorsFile.Read(path) : null;
        LandmarkSession session = new(recipe, sets, options, checkpoint, cancellationToken);
        try
        {
            if (checkpoint is not null)
            {
                session.TakeUp(checkpoint, path);
            }
            options.RecipeSettled?.Invoke(session._recipe);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the epochs that remain, calibrates and writes the weights.</summary>
    public LandmarkTrainingResult Run(IProgress<TrainingEvent>? progress, CancellationToken cancellationToken)
    {
        while (_state.Epoch < _recipe.Training.Epochs)
        {
            RunEpoch(_state.Epoch + 1, progress, cancellationToken);
            Validate(progress);
            SaveCheckpoint();
        }
        _best!.CopyTo(Network);
        Network.eval();
        LandmarkCalibration calibration = Calibrate(cancellationToken);
        string path = Path.Combine(_options.Folder, WeightsName);
        WriteWeights(path, calibration);
        return new LandmarkTrainingResult(path, _state.Epoch, _state.BestEpoch, _state.Step, _resumedFrom, _state.BestLoss, calibration);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _learner.Dispose();
        _best?.Dispose();
        _batches.Dispose();
    }

    // tried with a network that is thrown away, before the training's own random numbers begin; pictures may come again, which changes no time
    private int SuitableBatchSize(CancellationToken cancellationToken)
    {
        LandmarkRecipe usual = _recipe.ForBatches(LandmarkTrainingRecipe.UsualBatchSize);
        using LandmarkBatches batches = new(usual, _sets, 1);
        LandmarkBatch pictures = batches.Epoch(1, cancellationToken).First();
        using LandmarkLearner learner = new(usual, _loss, _device, null);
        learner.Network.train();
        return new BatchTrial(_device, _options.Clock, _options.BatchSizeTried, cancellationToken)
            .Find(LandmarkTrainingRecipe.UsualBatchSize, LandmarkTrainingRecipe.SmallestBatchSize, LandmarkTrainingRecipe.LargestBatchSize, batches.PicturesPerEpoch, size =>
            {
                pictures = pictures.Count == size ? pictures : pictures.Repeated(size);
                using DisposeScope scope = NewDisposeScope();
                learner.Step(pictures, usual.Optimizer.LearningRate, 0);
            });
    }

    private void RunEpoch(int epoch, IProgress<TrainingEvent>? progress, CancellationToken cancellationToken)
    {
        long totalSteps = (long)_batches.StepsPerEpoch * _recipe.Training.Epochs, pictures = 0;
        double sum = 0, learningRate = 0;
        int steps = 0;
        Stopwatch watch = Stopwatch.StartNew();
        using StepLosses losses = StepLosses.On(_device, Take);
        Network.train();
        foreach (LandmarkBatch batch in _batches.Epoch(epoch, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            learningRate = _recipe.Optimizer.LearningRate * _recipe.Schedule.FactorAt(_state.Step, totalSteps);
            Step(batch, learningRate, losses);
            steps++;
            pictures += batch.Count;
        }
        losses.Read();
        _state.Epoch = epoch;
        Report(progress, TrainingMetrics.EpochLoss, sum / steps);
        Report(progress, TrainingMetrics.LearningRate, learningRate);
        Report(progress, LandmarkTrainingMetrics.PicturesPerSecond, pictures / watch.Elapsed.TotalSeconds);

        void Take(StepLoss loss)
        {
            sum += loss.Loss;
            if (!double.IsFinite(loss.Loss))
            {
                throw new TrainingFailedException($"The loss is not a number any more at step {loss.Step} (epoch {epoch}): lower 'optimizer.learningRate' or set 'optimizer.gradientClip'.");
            }
            progress?.Report(new TrainingEvent(loss.Step, epoch, _recipe.Training.Epochs, TrainingMetrics.StepLoss, loss.Loss));
        }
    }

    private void Step(LandmarkBatch batch, double learningRate, StepLosses losses)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = _learner.Step(batch, learningRate, _state.Step);
        losses.Add(loss, ++_state.Step, 1);
    }

    private void Validate(IProgress<TrainingEvent>? progress)
    {
        using WeightSet own = WeightSet.CopyOf(Network);
        _learner.Average.CopyTo(Network);
        Network.eval();
        try
        {
            double first = 0;
            for (int i = 0; i < _sets.Count; i++)
            {
                double[] errors = [.. _validation[i].SelectMany(batch => Look(batch).Select(sample => sample.Error))];
                string suffix = i == 0 ? "" : $".{_sets[i].Name}";
                Report(progress, LandmarkTrainingMetrics.ValidationError + suffix, errors.Average());
                Report(progress, LandmarkTrainingMetrics.ValidationFailures + suffix, errors.Count(error => error > LandmarkLoss.Failure) / (double)errors.Length);
                first = i == 0 ? errors.Average() : first;
            }
            if (first < _state.BestLoss)
            {
                _state.BestLoss = first;
                _state.BestEpoch = _state.Epoch;
                _best?.Dispose();
                _best = _learner.Average.Copy();
            }
        }
        finally
        {
            own.CopyTo(Network);
        }
        // a network that knows nothing yet may give no number
        _best ??= _learner.Average.Copy();
    }

    private LandmarkCalibration Calibrate(CancellationToken cancellationToken)
    {
        List<LandmarkCalibration.Sample> samples = [];
        foreach (LandmarkBatch batch in _batches.Calibration(CalibrationRounds, cancellationToken))
        {
            samples.AddRange(Look(batch));
        }
        return LandmarkCalibration.Fit(samples);
    }

    // what the network says of a batch
    private LandmarkCalibration.Sample[] Look(LandmarkBatch batch)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor maps, Tensor extras) = Network.call(_loss.Pictures(batch));
        (Tensor points, _) = LandmarkModule.Points(maps);
        float[] distances = _loss.Differences(points, batch).square().sum(2).sqrt().cpu().contiguous().data<float>().ToArray();
        float[] said = extras.cpu().contiguous().data<float>().ToArray();
        return [.. Enumerable.Range(0, batch.Count).Select(i =>
        {
            Span<float> own = distances.AsSpan(i * FacePoints.Count, FacePoints.Count), words = said.AsSpan(i * LandmarkNetworkShape.Extras, LandmarkNetworkShape.Extras);
            bool face = batch.Face[i] > 0;
            double[] ratios = new double[face ? FacePoints.Count : 0];
            double sum = 0;
            for (int k = 0; k < FacePoints.Count; k++)
            {
                sum += own[k];
                if (face)
                {
                    ratios[k] = own[k] / Math.Exp(words[k]);
                }
            }
            return new LandmarkCalibration.Sample(face, words[FacePoints.Count], sum / FacePoints.Count, ratios);
        })];
    }

    private void Report(IProgress<TrainingEvent>? progress, string key, double value)
    {
        if (!_figures.TryGetValue(_state.Epoch, out Dictionary<string, double>? epoch))
        {
            _figures[_state.Epoch] = epoch = [];
        }
        epoch[key] = value;
        progress?.Report(new TrainingEvent(_state.Step, _state.Epoch, _recipe.Training.Epochs, key, value));
    }

    private void SaveCheckpoint()
    {
        using MemoryStream optimizer = new();
        using (BinaryWriter writer = new(optimizer, Encoding.UTF8, leaveOpen: true))
        {
            _learner.Optimizer.save_state_dict(writer);
        }
        using WeightSet weights = WeightSet.CopyOf(Network);
        List<SafetensorsTensor> tensors = [SafetensorsTensor.FromBytes("optimizer", [optimizer.Length], optimizer.ToArray())];
        tensors.AddRange(weights.ToSafetensors("network."));
        tensors.AddRange(_learner.Average.ToSafetensors("average."));
        tensors.AddRange(_best!.ToSafetensors("best."));
        string figures = JsonSerializer.Serialize(_figures.Select(epoch => new SortedDictionary<string, double>(epoch.Value) { ["epoch"] = epoch.Key }), Recipe.Json);
        SafetensorsFile.Write(CheckpointPath, tensors, new Dictionary<string, string>
        {
            ["fingerprint"] = _fingerprint,
            ["state"] = _state.ToJson(),
            ["figures"] = JsonSerializer.Serialize(_figures),
            [TrainingState.BatchSizeKey] = $"{_recipe.Training.BatchSize}",
        });
        File.WriteAllText(Path.Combine(_options.Folder, FiguresName), figures);
    }

    private void TakeUp(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue("fingerprint", out string? fingerprint) || fingerprint != _fingerprint
            || !file.Metadata.TryGetValue("state", out string? state) || !file.Metadata.TryGetValue("figures", out string? figures))
        {
            throw new InvalidDataException($"'{path}' is the checkpoint of another training: its recipe or its pictures differ from this one's. Use another folder, or train without resuming.");
        }
        using (WeightSet weights = WeightSet.FromSafetensors(file, "network.", _device))
        {
            weights.CopyTo(Network);
        }
        _learner.Replace(WeightSet.FromSafetensors(file, "average.", _device));
        _best = WeightSet.FromSafetensors(file, "best.", _device);
        using (BinaryReader reader = new(new MemoryStream(file["optimizer"].As<byte>().ToArray())))
        {
            _learner.Optimizer.load_state_dict(reader);
        }
        foreach ((int epoch, Dictionary<string, double> values) in JsonSerializer.Deserialize<Dictionary<int, Dictionary<string, double>>>(figures)!)
        {
            _figures[epoch] = values;
        }
        _state = TrainingState.FromJson(state);
        _resumedFrom = _state.Epoch;
    }

    // the layers as the product runs them: normalisation folded in
    private void WriteWeights(string path, LandmarkCalibration calibration)
    {
        using DisposeScope scope = NewDisposeScope();
        List<SafetensorsTensor> tensors = [];
        foreach ((string name, Tensor weight, Tensor bias) in Network.Folded())
        {
            tensors.Add(SafetensorsTensor.FromFloats(name + ".weight", weight.shape, weight.cpu().contiguous().data<float>().ToArray()));
            tensors.Add(SafetensorsTensor.FromFloats(name + ".bias", bias.shape, bias.cpu().contiguous().data<float>().ToArray()));
        }
        Dictionary<string, string> metadata = LandmarkNetwork.Describe(_recipe.Network.Shape, calibration.Weight, calibration.Bias, calibration.ErrorFactor);
        metadata["recipe"] = _recipe.ToJson();
        metadata["fingerprint"] = _fingerprint;
        metadata["epoch"] = _state.BestEpoch.ToString(CultureInfo.InvariantCulture);
        metadata["libtorch"] = __version__;
        SafetensorsFile.Write(path, tensors, metadata);
    }

    private string Fingerprint()
    {
        StringBuilder text = new(_recipe.ToJson());
        foreach (LandmarkData set in _sets)
        {
            text.Append('\n').Append(set.Name).Append(' ').Append(set.Digest);
        }
        text.Append('\n').Append(_start);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
