using System.Diagnostics;
using OpenCvSharp;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Media;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>Measures how networks' points are followed through clips of talking people, as the platform follows them.</summary>
public static class ClipEvaluator
{
    // people begin to speak later than this
    private const int StillFrames = 5;

    // speed is measured on so many clips for each processor, as far as their decoded frames fit
    private const int TimedClips = 4, TimedRounds = 3;
    private const long MostTimedBytes = 1L << 30;

    /// <summary>Measures a network on clips.</summary>
    /// <param name="videos">The clips' files, at least one.</param>
    /// <param name="open">Opens the network; each thread opens its own.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="InputRejectedException">A clip cannot be decoded.</exception>
    public static async Task<ClipFigures> MeasureAsync(
        IReadOnlyList<string> videos, Func<ILandmarkNetwork> open, string name, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(videos);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentOutOfRangeException.ThrowIfZero(videos.Count);
        Followed[] clips = new Followed[videos.Count];
        int next = -1, done = 0;
        Task[] workers = [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, videos.Count)).Select(_ => Task.Run(
            async () =>
            {
                using Follower follower = new(open());
                for (int index; (index = Interlocked.Increment(ref next)) < clips.Length;)
                {
                    clips[index] = await follower.FollowAsync(videos[index], cancellationToken).ConfigureAwait(false);
                    progress?.Report(0.8 * Interlocked.Increment(ref done) / clips.Length);
                }
            },
            cancellationToken))];
        await Task.WhenAll(workers).ConfigureAwait(false);
        double speed = await SpeedAsync(videos, open, cancellationToken).ConfigureAwait(false);
        progress?.Report(1);
        return new ClipFigures
        {
            Network = name,
            Clips = clips.Length,
            Frames = clips.Sum(clip => clip.Frames),
            FoundRate = (double)clips.Sum(clip => clip.Found) / clips.Sum(clip => clip.Frames),
            FirstFrameRate = (double)clips.Count(clip => clip.FromTheFirst) / clips.Length,
            Restored = clips.Sum(clip => clip.Restored),
            LipJitter = Mean(clips.SelectMany(clip => clip.Steps)),
            LipJitterUnfiltered = Mean(clips.SelectMany(clip => clip.UnfilteredSteps)),
            FpsTracked = speed,
        };
    }

    // one thread for each processor; the decoded frames lie ready, so that ffmpeg's work is not counted
    private static async Task<double> SpeedAsync(IReadOnlyList<string> videos, Func<ILandmarkNetwork> open, CancellationToken cancellationToken)
    {
        int threads = Environment.ProcessorCount;
        List<Mat[]> clips = [];
        Follower[] followers = [];
        try
        {
            long bytes = 0;
            while (clips.Count < threads * TimedClips && (clips.Count < threads || bytes < MostTimedBytes))
            {
                List<Mat> frames = [];
                await foreach (VideoFrame frame in VideoReader.ReadAsync(videos[clips.Count % videos.Count], cancellationToken).ConfigureAwait(false))
                {
                    using (frame)
                    {
                        frames.Add(LandmarkExtractor.PictureOf(frame));
                        bytes += frame.Bgr.Length;
                    }
                }
                clips.Add([.. frames]);
            }
            followers = [.. Enumerable.Range(0, threads).Select(_ => new Follower(open()))];
            double best = 0;
            // the first round is to warm up, of the others the fastest counts: another program's work is not the network's
            for (int round = 0; round < TimedRounds; round++)
            {
                int next = -1;
                // a tracker disposes of its frames
                List<Mat[]> copies = [.. clips.Select(clip => Array.ConvertAll(clip, frame => frame.Clone()))];
                long start = Stopwatch.GetTimestamp();
                await Task.WhenAll(followers.Select(follower => Task.Run(
                    () =>
                    {
                        for (int index; (index = Interlocked.Increment(ref next)) < copies.Count;)
                        {
                            follower.Follow(copies[index], cancellationToken);
                        }
                    },
                    cancellationToken))).ConfigureAwait(false);
                double fps = clips.Sum(clip => clip.Length) / Stopwatch.GetElapsedTime(start).TotalSeconds;
                best = round == 0 ? 0 : Math.Max(best, fps);
            }
            return best;
        }
        finally
        {
            Array.ForEach(followers, follower => follower.Dispose());
            clips.ForEach(clip => Array.ForEach(clip, frame => frame.Dispose()));
        }
    }

    private static double Mean(IEnumerable<double> steps) => steps.DefaultIfEmpty(double.NaN).Average();

    /// <summary>What was seen of a clip's most prominent face.</summary>
    private sealed record Followed(int Frames, int Found, bool FromTheFirst, int Restored, IReadOnlyList<double> Steps, IReadOnlyList<double> UnfilteredSteps);

    /// <summary>Follows the faces of one clip at a time.</summary>
    private sealed class Follower(ILandmarkNetwork network) : IDisposable
    {
        private readonly FaceFinder _finder = new(new LandmarkOptions());

        public async Task<Followed> FollowAsync(string video, CancellationToken cancellationToken)
        {
            Dictionary<FaceTrace, (float[] Filtered, float[] Raw)?[]> starts = [];
            using FaceTracker tracker = new(network, _finder);
            using ClipTracker clip = new(tracker, (index, _, faces) =>
            {
                foreach ((FaceTrace trace, FaceFrame face) in faces)
                {
                    if (index < StillFrames && trace.RawAt(index) is { } raw)
                    {
                        (starts.TryGetValue(trace, out (float[], float[])?[]? of) ? of : starts[trace] = new (float[], float[])?[StillFrames])[index] = (face.Points, raw.Points);
                    }
                }
            });
            int frames = 0;
            await foreach (VideoFrame frame in VideoReader.ReadAsync(video, cancellationToken).ConfigureAwait(false))
            {
                using (frame)
                {
                    clip.Next(LandmarkExtractor.PictureOf(frame));
                    frames++;
                }
            }
            clip.Complete();
            if (clip.Traces.MaxBy(trace => trace.Prominence) is not { } speaker)
            {
                return new Followed(frames, 0, false, 0, [], []);
            }
            (float[] Filtered, float[] Raw)?[] start = starts.GetValueOrDefault(speaker) ?? [];
            // a restored picture trembles by itself
            bool still = !speaker.Frames.Take(StillFrames).Any(frame => frame.Value.Restored);
            return new Followed(
                frames, speaker.Frames.Count, speaker.Frames.ContainsKey(0), speaker.Frames.Values.Count(face => face.Restored),
                still ? Steps([.. start.Select(frame => frame?.Filtered)]) : [], still ? Steps([.. start.Select(frame => frame?.Raw)]) : []);
        }

        /// <summary>Follows the faces of decoded frames, and disposes of these.</summary>
        public void Follow(Mat[] frames, CancellationToken cancellationToken)
        {
            using FaceTracker tracker = new(network, _finder);
            using ClipTracker clip = new(tracker, (_, _, _) => { });
            foreach (Mat frame in frames)
            {
                cancellationToken.ThrowIfCancellationRequested();
                clip.Next(frame);
            }
            clip.Complete();
        }

        public void Dispose()
        {
            _finder.Dispose();
            network.Dispose();
        }

        // from each frame with points to the next
        private static List<double> Steps(float[]?[] frames)
        {
            List<double> steps = [];
            (int first, int count) = FacePoints.Lips.GetOffsetAndLength(FacePoints.Count);
            for (int frame = 1; frame < frames.Length; frame++)
            {
                if (frames[frame - 1] is { } before && frames[frame] is { } now)
                {
                    steps.Add(Enumerable.Range(first, count).Average(i => (double)float.Hypot(now[2 * i] - before[2 * i], now[(2 * i) + 1] - before[(2 * i) + 1])));
                }
            }
            return steps;
        }
    }
}
