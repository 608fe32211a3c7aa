using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>One training from its clips to its model, with everything that it holds on the device.</summary>
internal sealed class TrainingSession : IDisposable
{
    private const string CheckpointName = "checkpoint.safetensors";

    private readonly Recipe _recipe;
    private readonly ClipsBySplit _clips;
    private readonly TrainingOptions _options;
    private readonly Device _device;
    private readonly Rational _frameRate;
    private readonly float[] _meanFace;
    private readonly Normalisation _normalisation;
    private readonly IReadOnlyList<(FeatureFile Features, LandmarkTrack Track)> _validationClips;
    private readonly SequenceStore _training;
    private readonly SequenceStore? _validation;
    private readonly KeypointLoss _loss;
    private readonly KeypointLearner _learner;
    private readonly string _fingerprint;
    private readonly int _threads;

    private WeightSet? _best;
    private TrainingState _state = new();
    private int _resumedFrom;

    private TrainingSession(Recipe recipe, ClipsBySplit clips, TrainingOptions options, SafetensorsFile? checkpoint, CancellationToken cancellationToken)
    {
        _recipe = recipe;
        _clips = clips;
        _options = options;
        _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        set_num_threads(_threads);
        _device = ComputeDevice.ForTraining(options.Device);

        (FeatureFile Features, LandmarkTrack Track)[] train = ReadAll(clips.Train, recipe, cancellationToken);
        _validationClips = ReadAll(clips.Validation, recipe, cancellationToken);
        if (!train.Any(clip => clip.Track.Valid.AsSpan().IndexOfAnyExcept((byte)0) >= 0))
        {
            throw new InputRejectedException(RejectionCodes.NoFace, "No training clip has a frame with a face: there is nothing to learn from. Choose other clips, or another landmark network.");
        }
        _frameRate = ModelFrameRate.Of(train.Select(clip => clip.Track));
        _meanFace = FaceAlignment.MeanFace(train.Select(clip => clip.Track));
        ClipSequence[] trainSequences = Sequences(clips.Train, train);
        if (!trainSequences.Any(clip => clip.Valid.Contains(true)))
        {
            throw new InputRejectedException(RejectionCodes.NoFace, "No training clip has two frames with a face in a row: there is nothing to learn from. Choose other clips, or another landmark network.");
        }
        _normalisation = Statistics(trainSequences);
        _training = new SequenceStore(trainSequences, recipe, _normalisation, _device);
        SequenceStore validation = new(Sequences(clips.Validation, _validationClips), recipe, _normalisation, _device);
        if (validation.Segments.Count > 0)
        {
            _validation = validation;
        }
        else
        {
            validation.Dispose();
        }
        _loss = new KeypointLoss(recipe.Loss, _normalisation, OpeningVariance(trainSequences), _device);

        try
        {
            if (recipe.Training.BatchSize == 0)
            {
                _recipe = recipe.ForBatches(checkpoint is null ? SuitableBatchSize(cancellationToken) : TrainingState.BatchSizeOf(checkpoint) ?? TrainingRecipe.UsualBatchSize);
            }
            manual_seed(recipe.Seed);
            _learner = new KeypointLearner(_recipe, _loss, _device, _threads);
        }
        catch
        {
            _loss.Dispose();
            _training.Dispose();
            _validation?.Dispose();
            throw;
        }
        _fingerprint = Fingerprint();
    }

    private KeypointNetwork Network => _learner.Network;

    private string? CheckpointPath => CheckpointPathOf(_options);

    /// <summary>Reads the clips, builds the network and takes up the checkpoint, if there is one to take up.</summary>
    public static TrainingSession Start(Recipe recipe, ClipsBySplit clips, TrainingOptions options, CancellationToken cancellationToken)
    {
        string? path = CheckpointPathOf(options);
        SafetensorsFile? checkpoint = path is not null && options.Resume && File.Exists(path) ? SafetensorsFile.Read(path) : null;
        TrainingSession session = new(recipe, clips, options, checkpoint, cancellationToken);
        try
        {
            if (checkpoint is not null)
            {
                session.TakeUp(checkpoint, path!);
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

    /// <summary>Runs the epochs that remain.</summary>
    public TrainedModel Run(IProgress<TrainingEvent>? progress, CancellationToken cancellationToken)
    {
        int epochs = _recipe.Training.Epochs;
        while (_state.Epoch < epochs && !_state.StoppedEarly)
        {
            RunEpoch(_state.Epoch + 1, progress, cancellationToken);
            Validate(progress, epochs);
            if (CheckpointPath is string path)
            {
                Directory.CreateDirectory(_options.CheckpointFolder!);
                SaveCheckpoint(path);
                _options.CheckpointWritten?.Invoke(path);
            }
        }
        return new TrainedModel(Package(), _state.Epoch, _state.BestEpoch, _state.Step, _state.StoppedEarly, _resumedFrom);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _learner.Dispose();
        _loss.Dispose();
        _training.Dispose();
        _validation?.Dispose();
        _best?.Dispose();
    }

    private static string? CheckpointPathOf(TrainingOptions options) => options.CheckpointFolder is null ? null : Path.Combine(options.CheckpointFolder, CheckpointName);

    // tried with a network that is thrown away, before the training's own random numbers begin
    private int SuitableBatchSize(CancellationToken cancellationToken)
    {
        using KeypointLearner learner = new(_recipe, _loss, _device, _threads);
        learner.Network.train();
        // what fits with the longest sequences fits with any
        Segment[] longest = [.. _training.Segments.OrderByDescending(segment => segment.Length)];
        return new BatchTrial(_device, _options.Clock, _options.BatchSizeTried, cancellationToken)
            .Find(TrainingRecipe.UsualBatchSize, 1, TrainingRecipe.LargestBatchSize, longest.Length, size =>
            {
                using DisposeScope scope = NewDisposeScope();
                learner.Step(_training.Gather(longest.AsSpan(0, Math.Min(size, longest.Length))), _recipe.Optimizer.LearningRate, 0);
            });
    }

    private void RunEpoch(int epoch, IProgress<TrainingEvent>? progress, CancellationToken cancellationToken)
    {
        TrainingRecipe training = _recipe.Training;
        // everything random in an epoch follows from the recipe's seed and the epoch: a resumed one repeats it exactly
        manual_seed(unchecked((_recipe.Seed * 1_000_003) + epoch));
        Segment[] order = [.. _training.Segments];
        DeterministicShuffle.Shuffle(order, _recipe.Seed, epoch);
        int stepsPerEpoch = (order.Length + training.BatchSize - 1) / training.BatchSize;
        long totalSteps = (long)stepsPerEpoch * training.Epochs, frames = 0;
        double sum = 0, learningRate = 0;
        Stopwatch watch = Stopwatch.StartNew();
        using StepLosses losses = StepLosses.On(_device, Take);
        Network.train();
        for (int first = 0; first < order.Length; first += training.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            learningRate = _recipe.Optimizer.LearningRate * _recipe.Schedule.FactorAt(_state.Step, totalSteps);
            Span<Segment> segments = order.AsSpan(first, Math.Min(training.BatchSize, order.Length - first));
            Step(segments, learningRate, losses);
            foreach (Segment segment in segments)
            {
                frames += segment.Length;
            }
        }
        losses.Read();
        _state.Epoch = epoch;
        Report(progress, TrainingMetrics.EpochLoss, sum / order.Length);
        Report(progress, TrainingMetrics.LearningRate, learningRate);
        Report(progress, TrainingMetrics.FramesPerSecond, frames / watch.Elapsed.TotalSeconds);

        void Take(StepLoss loss)
        {
            sum += loss.Loss * loss.Weight;
            if (!double.IsFinite(loss.Loss))
            {
                throw new TrainingFailedException($"The loss is not a number any more at step {loss.Step} (epoch {epoch}): lower 'optimizer.learningRate' or set 'optimizer.gradientClip', and look for clips whose features or keypoints are damaged.");
            }
            progress?.Report(new TrainingEvent(loss.Step, epoch, training.Epochs, TrainingMetrics.StepLoss, loss.Loss));
        }
    }

    private void Step(ReadOnlySpan<Segment> segments, double learningRate, StepLosses losses)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = _learner.Step(_training.Gather(segments), learningRate, _state.Step);
        losses.Add(loss, ++_state.Step, segments.Length);
    }

    private void Validate(IProgress<TrainingEvent>? progress, int epochs)
    {
        if (_validation is null)
        {
            KeepAsBest();
            return;
        }
        using WeightSet? own = _learner.Average is null ? null : WeightSet.CopyOf(Network);
        _learner.Average?.CopyTo(Network);
        double loss;
        KeypointMetrics metrics;
        try
        {
            loss = ValidationLoss();
            metrics = KeypointMetrics.Mean(ValidationMetrics());
        }
        finally
        {
            own?.CopyTo(Network);
        }
        Report(progress, TrainingMetrics.ValidationLoss, loss);
        Report(progress, TrainingMetrics.ValidationMouth, metrics.MouthCorrelation);
        Report(progress, TrainingMetrics.ValidationLips, metrics.LipDistance);
        if (loss < _state.BestLoss)
        {
            _state.BestLoss = loss;
            KeepAsBest();
        }
        else if (_recipe.Training.Patience > 0 && _state.Epoch - _state.BestEpoch >= _recipe.Training.Patience && _state.Epoch < epochs)
        {
            _state.StoppedEarly = true;
        }
    }

    private double ValidationLoss()
    {
        Network.eval();
        using IDisposable noGradient = no_grad();
        double sum = 0;
        using StepLosses losses = StepLosses.On(_device, loss => sum += loss.Loss * loss.Weight);
        Segment[] segments = [.. _validation!.Segments];
        for (int first = 0; first < segments.Length; first += _recipe.Training.BatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            Span<Segment> piece = segments.AsSpan(first, Math.Min(_recipe.Training.BatchSize, segments.Length - first));
            SequenceBatch batch = _validation.Gather(piece);
            losses.Add(_loss.Of(Network.call(batch.Windows), batch), _state.Step, piece.Length);
        }
        losses.Read();
        return sum / segments.Length;
    }

    private IEnumerable<KeypointMetrics> ValidationMetrics()
    {
        for (int clip = 0; clip < _validationClips.Count; clip++)
        {
            (FeatureFile features, LandmarkTrack track) = _validationClips[clip];
            float[] faces = KeypointPredictor.PredictAt(Network, _recipe, _normalisation, _frameRate, _device, features, track.Timestamps, _clips.Validation[clip].Name);
            float[] posed = KeypointPredictor.Pose(_recipe, _meanFace, faces, track);
            yield return KeypointMetrics.Compare(track.Points, posed, track.Valid);
        }
    }

    private void KeepAsBest()
    {
        _best?.Dispose();
        _best = _learner.Average?.Copy() ?? WeightSet.CopyOf(Network);
        _state.BestEpoch = _state.Epoch;
    }

    private void Report(IProgress<TrainingEvent>? progress, string key, double value) =>
        progress?.Report(new TrainingEvent(_state.Step, _state.Epoch, _recipe.Training.Epochs, key, value));

    private void SaveCheckpoint(string path)
    {
        using MemoryStream optimizer = new();
        using (BinaryWriter writer = new(optimizer, Encoding.UTF8, leaveOpen: true))
        {
            _learner.Optimizer.save_state_dict(writer);
        }
        using WeightSet weights = WeightSet.CopyOf(Network);
        List<SafetensorsTensor> tensors = [SafetensorsTensor.FromBytes("optimizer", [optimizer.Length], optimizer.ToArray())];
        tensors.AddRange(weights.ToSafetensors("network."));
        tensors.AddRange(_best!.ToSafetensors("best."));
        if (_learner.Average is not null)
        {
            tensors.AddRange(_learner.Average.ToSafetensors("average."));
        }
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { ["fingerprint"] = _fingerprint, ["state"] = _state.ToJson(), [TrainingState.BatchSizeKey] = $"{_recipe.Training.BatchSize}" });
    }

    private void TakeUp(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue("fingerprint", out string? fingerprint) || fingerprint != _fingerprint || !file.Metadata.TryGetValue("state", out string? state))
        {
            throw new InvalidDataException($"'{path}' is the checkpoint of another training: its recipe or its clips differ from this one's. Use another folder, or train without resuming.");
        }
        using (WeightSet weights = WeightSet.FromSafetensors(file, "network.", _device))
        {
            weights.CopyTo(Network);
        }
        _best = WeightSet.FromSafetensors(file, "best.", _device);
        if (_learner.Average is not null)
        {
            _learner.Replace(WeightSet.FromSafetensors(file, "average.", _device));
        }
        using (BinaryReader reader = new(new MemoryStream(file["optimizer"].As<byte>().ToArray())))
        {
            _learner.Optimizer.load_state_dict(reader);
        }
        _state = TrainingState.FromJson(state);
        _resumedFrom = _state.Epoch;
    }

    private ModelPackage Package() => new()
    {
        Recipe = _recipe,
        Weights = [.. _best!.ToSafetensors("")],
        Normalisation = _normalisation,
        MeanFace = _meanFace,
        FrameRate = _frameRate,
        TrainedOn = new TrainingRecord
        {
            DatasetVersion = _options.DatasetVersion,
            TrainClips = [.. _clips.Train.Select(clip => clip.Id)],
            ValidationClips = [.. _clips.Validation.Select(clip => clip.Id)],
            TestClips = [.. _clips.Test.Select(clip => clip.Id)],
            Epochs = _state.Epoch,
            BestEpoch = _state.BestEpoch,
            Steps = _state.Step,
            StoppedEarly = _state.StoppedEarly,
            Device = _device.ToString(),
            Threads = _threads,
            Libtorch = __version__,
        },
        LicenceNotes = _options.LicenceNotes ?? "",
    };

    private ClipSequence[] Sequences(IReadOnlyList<TrainingClip> clips, IReadOnlyList<(FeatureFile Features, LandmarkTrack Track)> data) =>
        [.. clips.Select((clip, index) => ClipSequence.Create(clip, data[index].Features, data[index].Track, _recipe, _frameRate, _meanFace))];

    private static (FeatureFile Features, LandmarkTrack Track)[] ReadAll(IReadOnlyList<TrainingClip> clips, Recipe recipe, CancellationToken cancellationToken) =>
        [.. clips.Select(clip =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return KeypointTrainer.Read(clip, recipe);
        })];

    private Normalisation Statistics(IReadOnlyList<ClipSequence> clips)
    {
        int coefficients = _recipe.Features.Mfcc.Coefficients;
        if (!_recipe.Keypoints.Standardise)
        {
            return Normalisation.None(coefficients);
        }
        (float[] featureMean, float[] featureDeviation) = Normalisation.Of(
            clips.SelectMany(clip => Enumerable.Range(0, clip.Features.Rows).Select(row => (ReadOnlyMemory<float>)clip.Features.Mfcc.AsMemory(row * coefficients, coefficients))), coefficients, Normalisation.LeastFeatureDeviation);
        (float[] keypointMean, float[] keypointDeviation) = Normalisation.Of(ValidFaces(clips), FacePoints.Values, Normalisation.LeastKeypointDeviation);
        return new Normalisation { FeatureMean = featureMean, FeatureDeviation = featureDeviation, KeypointMean = keypointMean, KeypointDeviation = keypointDeviation };
    }

    private static IEnumerable<ReadOnlyMemory<float>> ValidFaces(IEnumerable<ClipSequence> clips) =>
        clips.SelectMany(clip => Enumerable.Range(0, clip.Length).Where(frame => clip.Valid[frame])
            .Select(frame => (ReadOnlyMemory<float>)clip.Targets.AsMemory(frame * FacePoints.Values, FacePoints.Values)));

    private static double OpeningVariance(IEnumerable<ClipSequence> clips)
    {
        (_, float[] deviation) = Normalisation.Of(ValidFaces(clips).Select(face => (ReadOnlyMemory<float>)new[] { FacePoints.MouthOpening(face.Span) }), 1, Normalisation.LeastKeypointDeviation);
        return (double)deviation[0] * deviation[0];
    }

    private string Fingerprint()
    {
        StringBuilder text = new(_recipe.ToJson());
        foreach (TrainingClip clip in _clips.Train.Append(new TrainingClip("|", "", "", "")).Concat(_clips.Validation))
        {
            text.Append('\n').Append(clip.Id);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
