namespace Wav2Kp.Benchmarks.Stages;

/// <summary>
/// Clips through the services: uploaded to a platform of their own, taken in, features and points extracted, until all are ready. The
/// services have had one other clip before; the platform's start and the services' memory at rest are told apart.
/// </summary>
internal sealed class PipelineStage : IStage
{
    // until services at rest have given back what starting took
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(15);

    public string Name => "pipeline";

    public string Title => "clips through the services: upload, sound, MFCC, points";

    public bool Alone => true;

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        await using BenchPlatform platform = await BenchPlatform.StartAsync(context, "platform", cancellationToken);
        await Task.Delay(s_rest, cancellationToken);
        Dictionary<string, double> details = new() { ["secondsToHealthy"] = platform.SecondsToHealthy };
        foreach ((string service, double resident, double own) in platform.Memory())
        {
            details[$"{service}ResidentMB"] = resident;
            details[$"{service}OwnMB"] = own;
        }
        await platform.TakeInAsync([await BenchPlatform.RemuxAsync(context.Clips[0], context.WorkFolder, cancellationToken)], cancellationToken);
        double seconds = await platform.TakeInAsync(context.Clips, cancellationToken);
        details["msPerClip"] = 1000 * seconds / context.Clips.Count;
        return new StageFigure(Name, "clips per minute", 60 * context.Clips.Count / seconds, details);
    }

    // one Python process that decodes the sound, computes MFCCs, decodes the frames and finds the points of each, without any bookkeeping
    public double? SpeedOf(PeerFigures peer, BenchClips clips) =>
        peer["audio_decode", "audio_seconds_per_second"] is double sound && peer["mfcc", "audio_seconds_per_second"] is double mfcc
        && new LandmarkStage().SpeedOf(peer, clips) is double frames
            ? 60 * clips.Paths.Count / ((clips.Seconds / sound) + (clips.Seconds / mfcc) + (clips.Frames / frames))
            : null;
}
