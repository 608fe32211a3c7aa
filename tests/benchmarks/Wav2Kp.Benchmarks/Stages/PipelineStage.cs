using System.Diagnostics;
using Wav2Kp.Cli;
using Wav2Kp.Cli.Demo;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>
/// Clips through the services: uploaded to a platform of their own, taken in, features and points extracted, until all are ready. The
/// time that the platform takes to start is told apart.
/// </summary>
internal sealed class PipelineStage : IStage
{
    public string Name => "pipeline";

    public string Title => "clips through the services: upload, sound, MFCC, points";

    public bool Alone => true;

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        string data = Path.Combine(context.WorkFolder, "platform");
        Directory.CreateDirectory(data);
        Silent silent = new();
        Stopwatch start = Stopwatch.StartNew();
        await using AppHostProcess platform = await AppHostProcess.StartAsync(data, context.LandmarkModel, silent, cancellationToken);
        double healthy = start.Elapsed.TotalSeconds;
        await using RemoteWorkspace workspace = new(new StudioClient(platform.Studio));
        Stopwatch watch = Stopwatch.StartNew();
        IReadOnlyList<ClipOutcome> outcomes = await workspace.ExtractAsync([.. context.Clips.Select(clip => new ClipSource(clip))], silent, cancellationToken);
        double seconds = watch.Elapsed.TotalSeconds;
        if (outcomes.FirstOrDefault(outcome => outcome.State != ClipOutcome.Ready) is { } bad)
        {
            throw new CliException($"The pipeline did not take in {bad.Name}: {bad.Reason ?? bad.State}. Take it out of the clips' folder.");
        }
        return new StageFigure(Name, "clips per minute", 60 * outcomes.Count / seconds, new Dictionary<string, double>
        {
            ["msPerClip"] = 1000 * seconds / outcomes.Count,
            ["secondsToHealthy"] = healthy,
        });
    }

    // one Python process that decodes the sound, computes MFCCs, decodes the frames and finds the points of each, without any bookkeeping
    public double? SpeedOf(PeerFigures peer, BenchClips clips) =>
        peer["audio_decode", "audio_seconds_per_second"] is double sound && peer["mfcc", "audio_seconds_per_second"] is double mfcc
        && new LandmarkStage().SpeedOf(peer, clips) is double frames
            ? 60 * clips.Paths.Count / ((clips.Seconds / sound) + (clips.Seconds / mfcc) + (clips.Frames / frames))
            : null;

    private sealed class Silent : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
