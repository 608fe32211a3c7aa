using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Media;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Detection;

/// <summary>Trains the face detector on scenes that are composed as it goes.</summary>
public sealed class FaceDetectorTrainer : IDisposable
{
    private const string CheckpointName = "detector-checkpoint.safetensors";
    private const int EventInterval = 50;

    // of the loss: how much places count beside the heat map
    private const double OffsetShare = 0.5, SizeShare = 1, AngleShare = 0.7;

    private readonly DetectorRecipe _recipe;
    private readonly string _folder;
    private readonly (LabelledPictures Set, LabelledPicture Picture)[] _training, _validation;
    private readonly FaceDetectorModule _network;
    private readonly AdamW _optimizer;
    private readonly SortedDictionary<string, Tensor> _average = new(StringComparer.Ordinal);
    private readonly string _fingerprint;
    private readonly Device _device;
    private int _step;

    private FaceDetectorTrainer(DetectorRecipe recipe, IReadOnlyList<LabelledPictures> data, string folder, int threads, string device)
    {
        _recipe = recipe;
        _folder = folder;
        set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        _device = ComputeDevice.ForTraining(device);
        (LabelledPictures Set, LabelledPicture Picture)[] all = [.. data.SelectMany(set => set.Items.Select(picture => (set, picture)))];
        _training = [.. all.Where(item => !IsValidation(item.Picture))];
        _validation = [.. all.Where(item => IsValidation(item.Picture))];
        if (_training.Length == 0)
        {
            throw new InvalidDataException("All persons of the data fall into the validation: give more pictures, or a smaller 'validationShare'.");
        }
        manual_seed(recipe.Seed);
        _network = new FaceDetectorModule();
        _network.to(_device);
        _optimizer = optim.AdamW(_network.parameters(), recipe.LearningRate, weight_decay: recipe.WeightDecay);
        using (IDisposable noGradient = no_grad())
        {
            foreach ((string name, Tensor tensor) in State())
            {
                _average[name] = tensor.detach().clone().DetachFromDisposeScope();
            }
        }
        _fingerprint = Fingerprint(all);
    }

    /// <summary>Trains, and writes <c>face-detector.safetensors</c>, its normalisation folded in, half precision.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="data">Faces with their points.</param>
    /// <param name="folder">Receives the weights and the checkpoint.</param>
    /// <param name="resume">Goes on from the folder's checkpoint, if it has one.</param>
    /// <param name="threads">libtorch's threads; 0 for one per processor. Another number gives other rounding.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="progress">What happens.</param>
    /// <param name="cancellationToken">Stops after a step.</param>
    /// <returns>The figures in the validation scenes; null if the recipe wants none.</returns>
    /// <exception cref="InvalidDataException">The checkpoint is another training's, or there is nothing to learn from.</exception>
    /// <exception cref="TrainingFailedException">The loss is not a number any more.</exception>
    public static DetectorEvaluation? Train(
        DetectorRecipe recipe,
        IReadOnlyList<LabelledPictures> data,
        string folder,
        bool resume = false,
        int threads = 0,
        string device = "auto",
        IProgress<DetectorTrainingEvent>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        using FaceDetectorTrainer trainer = new(recipe, data, folder, threads, device);
        if (resume && File.Exists(trainer.CheckpointPath))
        {
            trainer.TakeUp();
        }
        trainer.Run(progress, cancellationToken);
        DetectorEvaluation? evaluation = trainer.Validate();
        trainer.Export(Path.Combine(folder, "face-detector.safetensors"), evaluation);
        return evaluation;
    }

    private string CheckpointPath => Path.Combine(_folder, CheckpointName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        foreach (Tensor tensor in _average.Values)
        {
            tensor.Dispose();
        }
    }

    private void Run(IProgress<DetectorTrainingEvent>? progress, CancellationToken cancellationToken)
    {
        using SceneComposer composer = new(_training, _recipe.SceneSize);
        // the next step's scenes are composed while the network learns from this one's
        Task<SceneBatch> next = ComposeAsync(composer, _step);
        try
        {
            double sum = 0;
            int since = 0;
            using StepLosses losses = StepLosses.On(_device, Take);
            _network.train();
            while (_step < _recipe.Steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SceneBatch batch = next.GetAwaiter().GetResult();
                next = _step + 1 < _recipe.Steps ? ComposeAsync(composer, _step + 1) : Task.FromResult(batch);
                Step(batch, losses);
                since++;
                bool check = _step % _recipe.CheckpointInterval == 0 || _step == _recipe.Steps;
                if (check || _step % EventInterval == 0)
                {
                    losses.Read();
                    DetectorEvaluation? validation = check ? Validate() : null;
                    if (check)
                    {
                        SaveCheckpoint();
                    }
                    progress?.Report(new DetectorTrainingEvent(_step, _recipe.Steps, sum / since, validation));
                    (sum, since) = (0, 0);
                }
            }

            void Take(StepLoss loss)
            {
                if (!double.IsFinite(loss.Loss))
                {
                    throw new TrainingFailedException($"The loss is not a number any more at step {loss.Step}: lower 'learningRate' or 'gradientClip'.");
                }
                sum += loss.Loss;
            }
        }
        finally
        {
            next.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        }
    }

    private Task<SceneBatch> ComposeAsync(SceneComposer composer, int step) => Task.Run(() =>
    {
        SceneBatch batch = new(_recipe.BatchSize, _recipe.SceneSize);
        for (int i = 0; i < _recipe.BatchSize; i++)
        {
            using Scene scene = composer.Compose(_recipe.Seed, 1, step, i);
            batch.Set(i, scene);
        }
        return batch;
    });

    private void Step(SceneBatch batch, StepLosses losses)
    {
        using DisposeScope scope = NewDisposeScope();
        double progress = (double)_step / _recipe.Steps;
        double rate = _recipe.LearningRate * (_step < _recipe.WarmUp ? (_step + 1.0) / _recipe.WarmUp : 0.5 * (1 + Math.Cos(Math.PI * progress)));
        foreach (optim.ILearningRateController group in _optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
        _optimizer.zero_grad();
        Tensor loss = Loss(_network.call(Of(batch.Pictures, 3, _recipe.SceneSize)), batch);
        loss.backward();
        GradientNorm.Clip(_network.parameters(), _recipe.GradientClip);
        _optimizer.step();
        using (IDisposable noGradient = no_grad())
        {
            double decay = Math.Min(_recipe.WeightAverage, (1.0 + _step) / (10 + _step));
            foreach ((string name, Tensor tensor) in State())
            {
                _average[name].mul_(decay).add_(tensor.detach(), 1 - decay);
            }
        }
        losses.Add(loss, ++_step, 1);
    }

    // the focal loss of centres with fewer penalties near them, and absolute errors of the places, weighted by warmth
    private Tensor Loss(Tensor answer, SceneBatch batch)
    {
        Tensor heat = Of(batch.Heat, 1, batch.Cells), counted = Of(batch.Counted, 1, batch.Cells), weight = Of(batch.PlaceWeight, 1, batch.Cells);
        Tensor places = Of(batch.Places, FaceDetectorModule.Outputs - 1, batch.Cells);
        Tensor logit = answer.narrow(1, 0, 1);
        Tensor p = logit.sigmoid().clamp(1e-5, 1 - 1e-5);
        Tensor centre = heat.eq(1).to(ScalarType.Float32);
        Tensor near = (1 - heat).pow(4);
        Tensor positive = centre * (1 - p).pow(2) * p.log();
        Tensor negative = (1 - centre) * near * p.pow(2) * (1 - p).log();
        Tensor faces = centre.sum().clamp(min: 1);
        Tensor focal = -((positive + negative) * counted).sum() / faces;
        Tensor error = (answer.narrow(1, 1, FaceDetectorModule.Outputs - 1) - places).abs() * weight;
        Tensor norm = weight.sum().clamp(min: 1);
        Tensor offset = error.narrow(1, 0, 2).sum() / norm, size = error.narrow(1, 2, 1).sum() / norm, angle = error.narrow(1, 3, 2).sum() / norm;
        return focal + (offset * OffsetShare) + (size * SizeShare) + (angle * AngleShare);
    }

    private Tensor Of(float[] values, int channels, int side) => tensor(values, [values.Length / (channels * side * side), channels, side, side]).Send(_device);

    private DetectorEvaluation? Validate()
    {
        if (_recipe.ValidationScenes == 0 || _validation.Length == 0)
        {
            return null;
        }
        Dictionary<string, Tensor> own = [];
        using IDisposable noGradient = no_grad();
        using DisposeScope outer = NewDisposeScope();
        foreach ((string name, Tensor tensor) in State())
        {
            own[name] = tensor.detach().clone();
            tensor.detach().copy_(_average[name]);
        }
        _network.eval();
        try
        {
            using SceneComposer composer = new(_validation, _recipe.SceneSize);
            int faces = 0, found = 0, alarms = 0;
            double sizeError = 0, angleError = 0, placeError = 0;
            for (int first = 0; first < _recipe.ValidationScenes; first += _recipe.BatchSize)
            {
                using DisposeScope scope = NewDisposeScope();
                int count = Math.Min(_recipe.BatchSize, _recipe.ValidationScenes - first);
                SceneBatch batch = new(count, _recipe.SceneSize);
                Scene[] scenes = new Scene[count];
                for (int i = 0; i < count; i++)
                {
                    scenes[i] = composer.Compose(_recipe.Seed, 2, first + i);
                    batch.Set(i, scenes[i]);
                }
                float[] answers = _network.call(Of(batch.Pictures, 3, _recipe.SceneSize)).cpu().contiguous().data<float>().ToArray();
                int map = batch.Cells * batch.Cells * FaceDetectorModule.Outputs;
                for (int i = 0; i < count; i++)
                {
                    using Scene scene = scenes[i];
                    List<FaceBox> boxes = FaceDetectorOutput.Decode(answers.AsSpan(i * map, map), batch.Cells, batch.Cells, FaceDetectorOutput.UsualScore);
                    faces += scene.Faces.Count;
                    HashSet<int> used = [];
                    foreach (FacePlace face in scene.Faces)
                    {
                        FaceBox truth = new(face.X - (face.Size / 2), face.Y - (face.Size / 2), face.Size, face.Size);
                        int best = -1;
                        for (int k = 0; k < boxes.Count; k++)
                        {
                            if (!used.Contains(k) && boxes[k].Overlap(truth) >= 0.4f && (best < 0 || boxes[k].Overlap(truth) > boxes[best].Overlap(truth)))
                            {
                                best = k;
                            }
                        }
                        if (best >= 0)
                        {
                            used.Add(best);
                            found++;
                            sizeError += Math.Abs(Math.Log(boxes[best].Width / face.Size));
                            angleError += Math.Abs(Math.IEEERemainder(boxes[best].Angle - face.Angle, 2 * Math.PI)) * 180 / Math.PI;
                            placeError += Math.Sqrt(Math.Pow(boxes[best].CentreX - face.X, 2) + Math.Pow(boxes[best].CentreY - face.Y, 2)) / face.Size;
                        }
                    }
                    alarms += boxes.Where((box, k) => !used.Contains(k) && !scene.Doubtful.Any(d => Math.Abs(d.X - box.CentreX) < d.Size && Math.Abs(d.Y - box.CentreY) < d.Size)).Count();
                }
            }
            return new DetectorEvaluation(
                (double)found / Math.Max(1, faces), (double)alarms / _recipe.ValidationScenes, sizeError / Math.Max(1, found), angleError / Math.Max(1, found), placeError / Math.Max(1, found));
        }
        finally
        {
            foreach ((string name, Tensor tensor) in State())
            {
                tensor.detach().copy_(own[name]);
            }
            _network.train();
        }
    }

    // weights and statistics alike: what a network is
    private IEnumerable<(string Name, Tensor Tensor)> State() =>
        _network.state_dict().Where(item => item.Value.dtype == ScalarType.Float32).Select(item => (item.Key, item.Value));

    private void SaveCheckpoint()
    {
        using MemoryStream optimizer = new();
        using (BinaryWriter writer = new(optimizer, Encoding.UTF8, leaveOpen: true))
        {
            _optimizer.save_state_dict(writer);
        }
        List<SafetensorsTensor> tensors = [SafetensorsTensor.FromBytes("optimizer", [optimizer.Length], optimizer.ToArray())];
        foreach ((string name, Tensor tensor) in State())
        {
            tensors.Add(Stored("network." + name, tensor));
            tensors.Add(Stored("average." + name, _average[name]));
        }
        SafetensorsFile.Write(CheckpointPath, tensors, new Dictionary<string, string> { ["fingerprint"] = _fingerprint, ["step"] = _step.ToString(CultureInfo.InvariantCulture) });
    }

    private void TakeUp()
    {
        SafetensorsFile file = SafetensorsFile.Read(CheckpointPath);
        if (!file.Metadata.TryGetValue("fingerprint", out string? fingerprint) || fingerprint != _fingerprint)
        {
            throw new InvalidDataException($"'{CheckpointPath}' is the checkpoint of another training: its recipe or its data differ from this one's. Use another folder, or train without resuming.");
        }
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor target) in State())
        {
            target.detach().copy_(tensor(file["network." + name].As<float>().ToArray(), target.shape, device: _device));
            _average[name].copy_(tensor(file["average." + name].As<float>().ToArray(), target.shape, device: _device));
        }
        using BinaryReader reader = new(new MemoryStream(file["optimizer"].As<byte>().ToArray()));
        _optimizer.load_state_dict(reader);
        _step = int.Parse(file.Metadata["step"], CultureInfo.InvariantCulture);
    }

    // each block's normalisation becomes a factor and an offset of its convolution
    private void Export(string path, DetectorEvaluation? evaluation)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        List<SafetensorsTensor> tensors = [];
        foreach ((string name, Conv2d convolution, BatchNorm2d normalisation) in _network.Blocks())
        {
            Tensor Average(string part) => _average[$"{name}.{part}"];
            Tensor factor = Average("normalisation.weight") / (Average("normalisation.running_var") + normalisation.eps).sqrt();
            Tensor weight = Average("convolution.weight") * factor.view(-1, 1, 1, 1);
            Tensor bias = Average("normalisation.bias") - (Average("normalisation.running_mean") * factor);
            tensors.Add(Half($"{name}.weight", weight));
            tensors.Add(Half($"{name}.bias", bias));
        }
        tensors.Add(Half("head.weight", _average["head.weight"]));
        tensors.Add(Half("head.bias", _average["head.bias"]));
        Dictionary<string, string> metadata = new()
        {
            ["format"] = "wav2kp.face-detector",
            ["recipe"] = _recipe.ToJson(),
            ["steps"] = _step.ToString(CultureInfo.InvariantCulture),
            ["training_pictures"] = _training.Length.ToString(CultureInfo.InvariantCulture),
            ["validation_pictures"] = _validation.Length.ToString(CultureInfo.InvariantCulture),
        };
        if (evaluation is not null)
        {
            metadata["validation"] = JsonSerializer.Serialize(evaluation);
        }
        SafetensorsFile.Write(path, tensors, metadata);
    }

    private static SafetensorsTensor Half(string name, Tensor tensor)
    {
        float[] values = tensor.cpu().contiguous().data<float>().ToArray();
        byte[] half = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
        {
            BitConverter.TryWriteBytes(half.AsSpan(2 * i), (Half)values[i]);
        }
        return new SafetensorsTensor(name, SafetensorsDType.F16, tensor.shape, half);
    }

    private static SafetensorsTensor Stored(string name, Tensor tensor)
    {
        using Tensor copy = tensor.detach().cpu().contiguous();
        return SafetensorsTensor.FromFloats(name, copy.shape, copy.data<float>().ToArray());
    }

    // by person, so that nobody is learnt from and validated on
    private bool IsValidation(LabelledPicture picture)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(picture.Person));
        return BitConverter.ToUInt32(hash) / (double)uint.MaxValue < _recipe.ValidationShare;
    }

    private string Fingerprint(IEnumerable<(LabelledPictures Set, LabelledPicture Picture)> data)
    {
        StringBuilder text = new(_recipe.ToJson());
        foreach ((_, LabelledPicture picture) in data)
        {
            text.Append('\n').Append(picture.Image);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
