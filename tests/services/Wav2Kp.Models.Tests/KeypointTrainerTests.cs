using System.Runtime.InteropServices;
using Shouldly;
using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class KeypointTrainerTests : IDisposable
{
    private static readonly TrainingOptions s_options = new() { Device = "cpu", Threads = 1 };

    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-models-").FullName;

    [Fact]
    public void A_model_learns_to_open_the_mouth_with_the_sound()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, train: 12, validation: 2, test: 2);
        TrainedModel model = KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "12")), clips, s_options, cancellationToken: TestContext.Current.CancellationToken);

        EvaluationResult result = Evaluator.Evaluate(model.Package, clips.Test, TestContext.Current.CancellationToken, "cpu");

        result.PerClip.Count.ShouldBe(2);
        result.Metrics.MouthCorrelation.ShouldBeGreaterThan(0.95);
        result.Metrics.MouthRange.ShouldBeInRange(0.8, 1.2);
        result.Metrics.LipDistance.ShouldBeLessThan(result.Baseline.LipDistance / 2);
        result.ToDictionary().Keys.ShouldBe(
            ["mse", "lmd_px", "nlmd", "lip_lmd", "mouth_r", "mouth_range", "velocity_error", "clips",
             "baseline_mse", "baseline_lmd_px", "baseline_nlmd", "baseline_lip_lmd", "baseline_mouth_range", "baseline_velocity_error"], ignoreOrder: true);
    }

    [Fact]
    public void Two_trainings_end_with_identical_weights()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        Recipe recipe = ToyClips.Recipe(("training.featureNoise", "0.1"), ("training.weightAverage", "0.9"));
        Bytes(KeypointTrainer.Train(recipe, clips, s_options)).ShouldBe(Bytes(KeypointTrainer.Train(recipe, clips, s_options)));
    }

    [Fact]
    public void Another_seed_ends_with_other_weights()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        Bytes(KeypointTrainer.Train(ToyClips.Recipe(), clips, s_options)).ShouldNotBe(Bytes(KeypointTrainer.Train(ToyClips.Recipe(("seed", "2")), clips, s_options)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0.01)]
    public void A_resumed_training_ends_with_the_weights_of_an_uninterrupted_one(double weightAverage, double weightDecay)
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        Recipe recipe = ToyClips.Recipe(
            ("training.epochs", "5"), ("training.featureNoise", "0.1"), ("network.layers", "2"), ("schedule.kind", "cosine"), ("loss.mouthOpening", "0.5"), ("loss.velocity", "0.5"),
            ("training.weightAverage", weightAverage.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("optimizer.weightDecay", weightDecay.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        TrainedModel uninterrupted = KeypointTrainer.Train(recipe, clips, s_options);

        TrainingOptions options = s_options with { CheckpointFolder = Path.Combine(_folder, "checkpoints") };
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => KeypointTrainer.Train(recipe, clips, options, new Listener(entry =>
        {
            // in the middle of the third epoch: what it has done since the checkpoint is lost
            if (entry is { Epoch: 3, Key: TrainingMetrics.StepLoss })
            {
                stop.Cancel();
            }
        }), stop.Token));
        TrainedModel resumed = KeypointTrainer.Train(recipe, clips, options);

        resumed.ResumedFrom.ShouldBe(2);
        (resumed.Steps, resumed.BestEpoch).ShouldBe((uninterrupted.Steps, uninterrupted.BestEpoch));
        Bytes(resumed).ShouldBe(Bytes(uninterrupted));
    }

    [Fact]
    public void A_finished_training_is_taken_from_its_checkpoint()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        TrainingOptions options = s_options with { CheckpointFolder = Path.Combine(_folder, "checkpoints") };
        TrainedModel first = KeypointTrainer.Train(ToyClips.Recipe(), clips, options);
        List<TrainingEvent> events = [];
        TrainedModel second = KeypointTrainer.Train(ToyClips.Recipe(), clips, options, new Listener(events.Add));
        second.ResumedFrom.ShouldBe(3);
        events.ShouldBeEmpty();
        Bytes(second).ShouldBe(Bytes(first));
    }

    [Fact]
    public void The_checkpoint_of_another_training_is_refused()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        TrainingOptions options = s_options with { CheckpointFolder = Path.Combine(_folder, "checkpoints") };
        KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "1")), clips, options);
        Should.Throw<InvalidDataException>(() => KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "2")), clips, options)).Message.ShouldContain("another training");
        KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "2")), clips, options with { Resume = false }).Epochs.ShouldBe(2);
    }

    [Fact]
    public void Training_stops_when_validation_gets_no_better_and_keeps_the_best_epoch()
    {
        // the validation clip's mouth does the opposite of what the training clips' mouths do
        ClipsBySplit clips = ToyClips.Make(_folder, train: 6);
        TrainingClip liar = clips.Validation[0];
        LandmarkTrack track = LandmarkTrack.Load(liar.LandmarksPath);
        float[] opposite = ToyClips.Track(track.FrameCount, track.FrameRate, frame => track.Timestamps[frame], _ => true,
            time => ToyClips.WidestOpening - FacePoints.MouthOpening(track.PointsOf((int)Math.Round(time * 25))), _ => SimilarityTransform.From(1, 0, 180, 140)).Points;
        opposite.CopyTo(track.Points.AsSpan());
        track.Save(liar.LandmarksPath);

        List<TrainingEvent> events = [];
        TrainedModel model = KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "200"), ("training.patience", "3")), clips, s_options, new Listener(events.Add));

        model.StoppedEarly.ShouldBeTrue();
        model.Epochs.ShouldBeLessThan(100);
        model.BestEpoch.ShouldBe(model.Epochs - 3);
        double[] losses = [.. events.Where(entry => entry.Key == TrainingMetrics.ValidationLoss).Select(entry => entry.Value)];
        losses.Length.ShouldBe(model.Epochs);
        Array.IndexOf(losses, losses.Min()).ShouldBe(model.BestEpoch - 1);
    }

    [Fact]
    public void Without_validation_clips_the_last_epoch_is_kept()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, validation: 0);
        TrainedModel model = KeypointTrainer.Train(ToyClips.Recipe(("training.patience", "1")), clips, s_options);
        (model.BestEpoch, model.StoppedEarly).ShouldBe((3, false));
    }

    [Fact]
    public void Frames_without_a_face_are_not_trained_on()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, validation: 0);
        TrainingClip gaps = ToyClips.Make(_folder, "gaps", 50, 1.6, valid: frame => frame is < 5 or > 20);
        byte[] expected = Bytes(KeypointTrainer.Train(ToyClips.Recipe(), clips with { Train = [.. clips.Train, gaps] }, s_options));

        // whatever stands in the invalid frames, nothing may look at it
        LandmarkTrack track = LandmarkTrack.Load(gaps.LandmarksPath);
        for (int frame = 5; frame <= 20; frame++)
        {
            track.PointsOf(frame).Fill(1e6f + frame);
        }
        track.Save(gaps.LandmarksPath);
        Bytes(KeypointTrainer.Train(ToyClips.Recipe(), clips with { Train = [.. clips.Train, gaps] }, s_options)).ShouldBe(expected);
    }

    [Fact]
    public void Clips_of_other_frame_rates_are_brought_onto_the_model_s()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, train: 12, validation: 2, test: 0);
        TrainingClip ntsc = ToyClips.Make(_folder, "ntsc", 60, 1.6, new Rational(30_000, 1_001));
        TrainingClip variable = ToyClips.Make(_folder, "variable", 61, 1.6, timestamp: frame => (frame / 25.0) + (frame % 2 == 0 ? 0 : 0.011));
        TrainedModel model = KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "12")), clips with { Train = [.. clips.Train, ntsc] }, s_options);

        model.Package.FrameRate.ShouldBe(new Rational(25, 1));
        EvaluationResult result = Evaluator.Evaluate(model.Package, [ntsc, variable], TestContext.Current.CancellationToken, "cpu");
        result.PerClip.ShouldAllBe(clip => clip.Model.MouthCorrelation > 0.95);
    }

    [Fact]
    public void Long_clips_are_trained_on_in_pieces()
    {
        SequenceStore.Cut(100, 60, 25).ShouldBe([new Segment(100, 25), new Segment(117, 25), new Segment(135, 25)]);
        SequenceStore.Cut(0, 50, 25).ShouldBe([new Segment(0, 25), new Segment(25, 25)]);
        SequenceStore.Cut(0, 25, 25).ShouldBe([new Segment(0, 25)]);
        SequenceStore.Cut(0, 10, 25).ShouldBe([new Segment(0, 10)]);
        SequenceStore.Cut(0, 1_000, 0).ShouldBe([new Segment(0, 1_000)]);
        SequenceStore.Cut(0, 0, 25).ShouldBeEmpty();
    }

    [Fact]
    public void The_seed_recipe_trains_and_predicts()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, train: 2, validation: 1, test: 1);
        Recipe seed = Recipe.BuiltIn("wav2kp-seed").With([new("network.hidden", "8"), new("training.epochs", "2"), new("features.mfcc.melBands", "8"), new("features.mfcc.coefficients", "4")]);
        TrainedModel model = KeypointTrainer.Train(seed, clips, s_options);
        EvaluationResult result = Evaluator.Evaluate(model.Package, clips.Test, TestContext.Current.CancellationToken, "cpu");
        result.Metrics.Frames.ShouldBe(40);
        double.IsFinite(result.Metrics.LandmarkDistance).ShouldBeTrue();
        model.Steps.ShouldBe(4);
    }

    [Fact]
    public void A_clip_too_short_for_the_seed_s_window_is_named()
    {
        TrainingClip tiny = ToyClips.Make(_folder, "tiny", 1, 0.3);
        InputRejectedException rejected = Should.Throw<InputRejectedException>(() =>
            KeypointTrainer.Train(Recipe.BuiltIn("wav2kp-seed").With([new("features.mfcc.melBands", "8"), new("features.mfcc.coefficients", "4")]), new ClipsBySplit([tiny], [], []), s_options));
        rejected.Code.ShouldBe("too-short");
        rejected.Message.ShouldContain("'tiny.mp4' is too short");
    }

    [Fact]
    public void Clips_without_a_face_are_rejected()
    {
        TrainingClip faceless = ToyClips.Make(_folder, "faceless", 1, 1.6, valid: _ => false);
        InputRejectedException rejected = Should.Throw<InputRejectedException>(() => KeypointTrainer.Train(ToyClips.Recipe(), new ClipsBySplit([faceless], [], []), s_options));
        rejected.Code.ShouldBe(RejectionCodes.NoFace);
        Should.Throw<InputRejectedException>(() => KeypointTrainer.Train(ToyClips.Recipe(), new ClipsBySplit([], [], []), s_options)).Message.ShouldContain("no clip to train on");
    }

    [Fact]
    public void Features_of_other_parameters_are_refused()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        InvalidDataException refused = Should.Throw<InvalidDataException>(() => KeypointTrainer.Train(ToyClips.Recipe(("features.mfcc.hopLength", "160")), clips, s_options));
        refused.Message.ShouldContain("clip0.mp4");
        refused.Message.ShouldContain("extract them again");
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_training_with_advice()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        SafetensorsFile file = SafetensorsFile.Read(clips.Train[1].FeaturesPath);
        float[] damaged = file["mfcc"].As<float>().ToArray();
        damaged[100] = float.NaN;
        SafetensorsFile.Write(clips.Train[1].FeaturesPath, [SafetensorsTensor.FromFloats("mfcc", file["mfcc"].Shape, damaged), file["mel"]], file.Metadata);

        TrainingFailedException failure = Should.Throw<TrainingFailedException>(() => KeypointTrainer.Train(ToyClips.Recipe(), clips, s_options));
        failure.Message.ShouldContain("not a number any more at step 1");
        failure.Message.ShouldContain("features or keypoints are damaged");
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_named()
    {
        if (torch.cuda.is_available())
        {
            ComputeDevice.NameOf("auto").ShouldBe("cuda");
            return;
        }
        ComputeDevice.NameOf("auto").ShouldBe("cpu");
        Should.Throw<InvalidOperationException>(() => KeypointTrainer.Train(ToyClips.Recipe(), ToyClips.Make(_folder), new TrainingOptions { Device = "cuda" })).Message.ShouldContain("no GPU");
        Should.Throw<ArgumentException>(() => ComputeDevice.NameOf("tpu")).Message.ShouldContain("auto, cpu, cuda");
    }

    [Fact]
    public void Progress_reports_every_step_and_epoch()
    {
        List<TrainingEvent> events = [];
        KeypointTrainer.Train(ToyClips.Recipe(), ToyClips.Make(_folder), s_options, new Listener(events.Add));
        events.Count(entry => entry.Key == TrainingMetrics.StepLoss).ShouldBe(3 * 4);
        foreach (string key in (string[])[TrainingMetrics.EpochLoss, TrainingMetrics.ValidationLoss, TrainingMetrics.ValidationLips, TrainingMetrics.ValidationMouth, TrainingMetrics.LearningRate, TrainingMetrics.FramesPerSecond])
        {
            events.Where(entry => entry.Key == key).Select(entry => (entry.Epoch, entry.Epochs, entry.Step)).ShouldBe([(1, 3, 4), (2, 3, 8), (3, 3, 12)], key);
        }
    }

    [Fact]
    public void Memory_stays_flat_over_1000_steps()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, train: 8, validation: 1);
        Recipe recipe = ToyClips.Recipe(("training.epochs", "63"), ("training.batchSize", "1"), ("training.weightAverage", "0.9"), ("training.featureNoise", "0.1"), ("network.layers", "2"));
        List<long> tensors = [], memory = [];
        long outside = torch.Tensor.TotalCount;
        TrainedModel model = KeypointTrainer.Train(recipe, clips, s_options, new Listener(entry =>
        {
            if (entry.Key == TrainingMetrics.LearningRate && entry.Epoch % 7 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                tensors.Add(torch.Tensor.TotalCount);
                memory.Add(Environment.WorkingSet);
            }
        }));
        model.Steps.ShouldBeGreaterThanOrEqualTo(1_000);
        tensors.Count.ShouldBe(9);
        tensors.Max().ShouldBe(tensors[1]);
        (memory[^1] - memory[1]).ShouldBeLessThan(16 << 20);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        torch.Tensor.TotalCount.ShouldBeLessThanOrEqualTo(outside);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Bytes(TrainedModel model) => [.. model.Package.Weights.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).SelectMany(tensor => MemoryMarshal.ToEnumerable(tensor.Data))];

    private sealed class Listener(Action<TrainingEvent> report) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value) => report(value);
    }
}
