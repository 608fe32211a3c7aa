using System.Diagnostics;
using Wav2Kp.Models;
using Wav2Kp.Speech;
using static TorchSharp.torch;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>Sound in memory to keypoints with the published network, one clip at a time: MFCC, 224 windows, LSTM, 136 coordinates.</summary>
internal sealed class InferStage : IStage
{
    public string Name => "infer_keypoints";

    public string Title => "sound to keypoints, one clip at a time";

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        float[][] audio = await context.AudioAsync(cancellationToken);
        TrainingClip[] clips = await SpokenClips.MakeAsync(context, 1, cancellationToken);
        // any weights take the same time
        Recipe recipe = Recipe.BuiltIn("wav2kp-seed").With([new("training.epochs", "1")]);
        ModelPackage model = await Task.Run(
            () => KeypointTrainer.Train(recipe, new ClipsBySplit(clips, [], []), new TrainingOptions { Device = "cpu", Threads = context.Threads }, null, cancellationToken).Package, cancellationToken);
        set_num_threads(context.Threads);
        using KeypointPredictor predictor = new(model, "cpu");
        Predict(audio[0]);
        Stopwatch watch = Stopwatch.StartNew();
        foreach (float[] samples in audio)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Predict(samples);
        }
        double seconds = watch.Elapsed.TotalSeconds, heard = audio.Sum(samples => (double)samples.Length) / recipe.Features.Mfcc.SampleRate;
        return new StageFigure(Name, "seconds of sound per second", heard / seconds, new Dictionary<string, double> { ["msPerClip"] = 1000 * seconds / audio.Length });

        void Predict(float[] samples)
        {
            FeatureFile features = FeatureFile.Compute(samples, recipe.Features, cancellationToken, mfccAlone: true);
            predictor.Predict(features, 25, SpokenClips.Frames);
        }
    }

    public double? SpeedOf(PeerFigures peer, BenchClips clips) => peer["infer_keypoints", "audio_seconds_per_second"];
}
