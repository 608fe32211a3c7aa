using System.Diagnostics;
using Wav2Kp.Speech;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>MFCCs of sound in memory.</summary>
internal sealed class MfccStage : IStage
{
    public string Name => "mfcc";

    public string Title => "MFCC of decoded sound";

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        float[][] audio = await context.AudioAsync(cancellationToken);
        MfccParameters parameters = new();
        Compute(audio[0]);
        Stopwatch watch = Stopwatch.StartNew();
        foreach (float[] samples in audio)
        {
            Compute(samples);
        }
        double seconds = watch.Elapsed.TotalSeconds, heard = audio.Sum(samples => (double)samples.Length) / parameters.SampleRate;
        return new StageFigure(Name, "seconds of sound per second", heard / seconds, new Dictionary<string, double> { ["msPerClip"] = 1000 * seconds / audio.Length });

        void Compute(float[] samples)
        {
            _ = new MfccTransform(parameters).Compute(samples);
        }
    }

    public double? SpeedOf(PeerFigures peer, BenchClips clips) => peer["mfcc", "audio_seconds_per_second"];
}
