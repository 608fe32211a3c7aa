using System.Diagnostics;
using System.Threading.Channels;
using OpenCvSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>From a clip's file to its points on disk, as many clips side by side as there are threads.</summary>
internal sealed class LandmarkStage : IStage
{
    public string Name => "landmarks";

    public string Title => "clip to 68 points per frame, from file to file";

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        // as the service does: one thread a clip, several clips at a time
        FfmpegStart.Hasten();
        Cv2.SetNumThreads(1);
        int workers = Math.Min(context.Threads, context.Clips.Count);
        Channel<LandmarkExtractor> extractors = Channel.CreateUnbounded<LandmarkExtractor>();
        try
        {
            for (int i = 0; i < workers; i++)
            {
                LandmarkExtractor extractor = new(new LandmarkOptions { Model = context.LandmarkModel });
                extractors.Writer.TryWrite(extractor);
            }
            await ExtractAsync([.. context.Clips.Take(workers)]);
            Stopwatch watch = Stopwatch.StartNew();
            LandmarkSummary[] summaries = await ExtractAsync(context.Clips);
            double seconds = watch.Elapsed.TotalSeconds;
            long frames = summaries.Sum(summary => (long)summary.Frames);
            return new StageFigure(Name, "frames per second", frames / seconds, new Dictionary<string, double>
            {
                ["msPerClip"] = 1000 * seconds / context.Clips.Count,
                ["framesWithFace"] = (double)summaries.Sum(summary => (long)summary.Valid) / frames,
                ["detectionsPerFrame"] = (double)summaries.Sum(summary => (long)summary.Detections) / frames,
            });
        }
        finally
        {
            extractors.Writer.Complete();
            await foreach (LandmarkExtractor extractor in extractors.Reader.ReadAllAsync(CancellationToken.None))
            {
                extractor.Dispose();
            }
        }

        async Task<LandmarkSummary[]> ExtractAsync(IReadOnlyList<string> clips)
        {
            LandmarkSummary[] summaries = new LandmarkSummary[clips.Count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, clips.Count),
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
                async (i, token) =>
                {
                    LandmarkExtractor extractor = await extractors.Reader.ReadAsync(token);
                    try
                    {
                        summaries[i] = await extractor.ExtractAsync(clips[i], Path.Combine(context.WorkFolder, $"{i:0000}.landmarks.safetensors"), null, null, token);
                    }
                    finally
                    {
                        extractors.Writer.TryWrite(extractor);
                    }
                });
            return summaries;
        }
    }

    // a peer may time decoding, detection and points each by itself, one after the other: a frame takes the sum
    public double? SpeedOf(PeerFigures peer, BenchClips clips) =>
        peer["video_decode", "frames_per_second"] is double decode && peer["face_detection_haar", "frames_per_second"] is double detect
        && peer["landmarks_slim160", "frames_per_second"] is double points
            ? 1 / ((1 / decode) + (1 / detect) + (1 / points))
            : peer["landmarks", "frames_per_second"];
}
