using Shouldly;
using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Models.Live;
using Wav2Kp.Speech;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class KeypointStreamTests : IDisposable
{
    private static readonly string[] s_liveRecipes = ["wav2kp-live-0", "wav2kp-live-100", "wav2kp-live-200"];
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-live-").FullName;

    [Fact]
    public async Task Live_recipes_learn_from_real_clips_and_streamed_faces_are_those_of_the_whole_recording()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        TrainingClip[] clips = await RealClips.ExtractAsync(_folder, 6, cancel);
        float[] speech = await AudioDecoder.DecodeAsync(Path.Combine(SharedFolder.PathOf("data", "grid-s1"), $"{clips[5].Name}.mpg"), cancellationToken: cancel);
        foreach (string name in s_liveRecipes)
        {
            Recipe recipe = Recipe.BuiltIn(name).With([new("network.hidden", "64"), new("training.epochs", "8"), new("training.batchSize", "1")]);
            List<double> losses = [];
            ModelPackage model = KeypointTrainer.Train(
                recipe, new ClipsBySplit(clips[..5], [], clips[5..]), new TrainingOptions { Device = "cpu", Threads = 2 }, new Losses(losses), cancel).Package;
            losses[^1].ShouldBeLessThan(0.8 * losses[0], name);

            float[] offline = Offline(model, speech);
            foreach (int piece in (int[])[320, 1, 777, speech.Length])
            {
                IReadOnlyList<LiveFrame> frames = Stream(model, speech, [piece]);
                ShouldBeTheSame(frames, offline, 1e-4f);
            }
            ShouldBeTheSame(Stream(model, speech, [3, 320, 1_999, 40, 641]), offline, 1e-4f);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    public void A_frame_is_given_as_soon_as_its_look_ahead_has_been_heard(int lookAhead)
    {
        ModelPackage model = Trained(("window.lookAhead", $"{lookAhead}"));
        KeypointStream stream = new(model);
        stream.LookAhead.TotalMilliseconds.ShouldBe(lookAhead);
        float[] speech = Speech(3);
        int heard = 0;
        Dictionary<int, int> heardAt = [];
        for (; heard + 40 <= speech.Length; heard += 40)
        {
            foreach (LiveFrame frame in stream.Push(speech.AsSpan(heard, 40)))
            {
                heardAt.Add(frame.Index, heard + 40);
                frame.Time.ShouldBe(new Rational(frame.Index, 25));
            }
        }
        foreach ((int frame, int samples) in heardAt)
        {
            // never before the last row's samples are there, and within the end of the frame's time and the look-ahead
            int limit = (640 * (frame + 1)) + (16 * lookAhead);
            samples.ShouldBeGreaterThan(limit - 200 - 40);
            samples.ShouldBeLessThanOrEqualTo(limit);
        }
        heardAt.Count.ShouldBe((speech.Length - (16 * lookAhead)) / 640);
        heardAt.Count.ShouldBe(heardAt.Keys.Max() + 1);
    }

    [Fact]
    public void What_is_said_later_changes_no_frame_that_was_given()
    {
        ModelPackage model = Trained();
        float[] speech = Speech(2), other = [.. speech[..20_000], .. Speech(2).Select(sample => -3 * sample).Take(12_000)];
        IReadOnlyList<LiveFrame> frames = Stream(model, speech, [320]), others = Stream(model, other, [320]);
        for (int frame = 0; frame < 20_000 / 640; frame++)
        {
            frames[frame].Face.ShouldBe(others[frame].Face);
        }
        frames[40].Face.ShouldNotBe(others[40].Face);
    }

    [Fact]
    public void Minutes_of_speech_stay_in_step_and_in_memory()
    {
        ModelPackage model = Trained();
        float[] speech = Speech(90);
        float[] offline = Offline(model, speech);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        KeypointStream stream = new(model);
        int next = 0;
        for (int from = 0; from < speech.Length; from += 320)
        {
            foreach (LiveFrame frame in stream.Push(speech.AsSpan(from, Math.Min(320, speech.Length - from))))
            {
                frame.Index.ShouldBe(next);
                Largest(frame.Face, offline.AsSpan(next * FacePoints.Values, FacePoints.Values)).ShouldBeLessThan(1e-4f);
                next++;
            }
        }
        next += stream.Complete().Count;
        next.ShouldBe(90 * 25);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(4_000_000);
        GC.KeepAlive(stream);
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(8_000)]
    public void Sound_of_another_rate_is_resampled_as_a_whole_recording_is(int rate)
    {
        ModelPackage model = Trained();
        Random random = new(8);
        float[] speech = [.. Enumerable.Range(0, rate * 2).Select(i => (float)(0.4 * Math.Sin(i * 2 * Math.PI * 180 / rate) * Math.Sin(i * 9.0 / rate)) + (0.02f * random.NextSingle()))];
        float[] resampled;
        using (torch.NewDisposeScope())
        {
            resampled = SpeechFeatures.Resample(torch.tensor(speech), rate, 16_000).data<float>().ToArray();
        }
        float[] offline = Offline(model, resampled);
        foreach (int piece in (int[])[rate / 50, 100, 12_345])
        {
            ShouldBeTheSame(Stream(model, speech, [piece], rate), offline, 1e-4f);
        }
    }

    [Fact]
    public void Speech_too_short_for_a_row_has_no_frame()
    {
        KeypointStream stream = new(Trained());
        stream.Push(new float[200]).ShouldBeEmpty();
        stream.Complete().ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => stream.Push(new float[10])).Message.ShouldContain("another stream");
        Should.Throw<InvalidOperationException>(() => stream.Complete());
    }

    [Fact]
    public void Models_that_need_the_whole_recording_are_refused()
    {
        ModelPackage model = KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "1")), ToyClips.Make(_folder), new TrainingOptions { Device = "cpu", Threads = 1 }).Package;
        Should.Throw<ArgumentException>(() => new KeypointStream(model)).Message.ShouldContain("wav2kp-live-100");
    }

    [Theory]
    [InlineData("network.bidirectional", "true", "whole recording")]
    [InlineData("window.floor", "-60", "window.floor")]
    [InlineData("features.mfcc.topDb", "20", "window.floor")]
    [InlineData("features.mfcc.coefficients", "13", "window.floor")]
    [InlineData("features.mfcc.fftLength", "398", "fftLength")]
    [InlineData("window.placement", "centred", "window.lookAhead")]
    [InlineData("window.lookAhead", "-1", "window.lookAhead")]
    public void Recipes_that_would_hear_the_future_are_refused(string field, string value, string said) =>
        Should.Throw<RecipeException>(() => Recipe.BuiltIn("wav2kp-live-100").With([new(field, value)])).Message.ShouldContain(said);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 2)]
    public void The_kernel_gives_the_network_s_faces(bool bidirectional, int layers)
    {
        Recipe recipe = ToyClips.Recipe(
            ("network.bidirectional", bidirectional ? "true" : "false"), ("network.layers", $"{layers}"), ("network.hidden", "21"), ("training.epochs", "1"), ("training.sequenceFrames", "25"));
        ModelPackage model = KeypointTrainer.Train(recipe, ToyClips.Make(_folder), new TrainingOptions { Device = "cpu", Threads = 1 }).Package;
        FeatureFile features = FeatureFile.Compute(Speech(4), recipe.Features);
        double[] times = [.. Enumerable.Range(0, 100).Select(frame => frame / 25.0)];
        using KeypointNetwork network = new(recipe.Window.Rows * recipe.Features.Mfcc.Coefficients, recipe.Network);
        using (WeightSet weights = WeightSet.FromSafetensors(model.Weights, "", torch.CPU))
        {
            weights.CopyTo(network);
        }
        float[] expected = KeypointPredictor.PredictAt(network, recipe, model.Normalisation, model.FrameRate, torch.CPU, features, times, "speech");

        using KeypointPredictor predictor = new(model, "cpu");
        Largest(predictor.PredictAt(features, times), expected).ShouldBeLessThan(1e-5f);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ModelPackage Trained(params (string Field, string Value)[] overrides)
    {
        Recipe recipe = ToyClips.Recipe([("network.bidirectional", "false"), ("window.placement", "trailing"), ("window.floor", "-30"), ("features.mfcc.coefficients", "8"), ("training.epochs", "1"), .. overrides]);
        string folder = Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName;
        ClipsBySplit toys = ToyClips.Make(folder);
        // the toys' features with all coefficients
        foreach (TrainingClip clip in toys.Train.Concat(toys.Validation).Concat(toys.Test))
        {
            FeatureFile.Compute(Speech(1.6), recipe.Features with { MelSpectrogramBands = 8 }).Save(clip.FeaturesPath);
        }
        return KeypointTrainer.Train(recipe, toys, new TrainingOptions { Device = "cpu", Threads = 1 }).Package;
    }

    private static float[] Offline(ModelPackage model, float[] speech)
    {
        using KeypointPredictor predictor = new(model, "cpu");
        int frames = (int)Math.Ceiling(speech.Length / 16_000.0 * model.FrameRate.Value);
        return predictor.Predict(FeatureFile.Compute(speech, model.Recipe.Features), model.FrameRate, frames);
    }

    private static List<LiveFrame> Stream(ModelPackage model, float[] speech, int[] pieces, int rate = 16_000)
    {
        KeypointStream stream = new(model, rate);
        List<LiveFrame> frames = [];
        for (int from = 0, i = 0; from < speech.Length; from += pieces[i++ % pieces.Length])
        {
            frames.AddRange(stream.Push(speech.AsSpan(from, Math.Min(pieces[i % pieces.Length], speech.Length - from))));
        }
        frames.AddRange(stream.Complete());
        return frames;
    }

    private static void ShouldBeTheSame(IReadOnlyList<LiveFrame> frames, float[] offline, float tolerance)
    {
        frames.Count.ShouldBe(offline.Length / FacePoints.Values);
        for (int frame = 0; frame < frames.Count; frame++)
        {
            frames[frame].Index.ShouldBe(frame);
            Largest(frames[frame].Face, offline.AsSpan(frame * FacePoints.Values, FacePoints.Values)).ShouldBeLessThan(tolerance, $"frame {frame}");
        }
    }

    private static float Largest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float largest = 0;
        a.Length.ShouldBe(b.Length);
        for (int i = 0; i < a.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        }
        return largest;
    }

    private static float[] Speech(double seconds)
    {
        Random random = new(4);
        return [.. Enumerable.Range(0, (int)(16_000 * seconds)).Select(i => (float)(0.5 * Math.Sin(i * 0.07) * Math.Sin(i * 0.0011) * Math.Sin(i * 0.00007)) + (0.01f * random.NextSingle()))];
    }

    private sealed class Losses(List<double> losses) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            if (value.Key == TrainingMetrics.EpochLoss)
            {
                losses.Add(value.Value);
            }
        }
    }
}
