using System.Collections.Concurrent;
using System.Globalization;
using OpenCvSharp;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Media;

namespace Wav2Kp.Faces.Labelling;

/// <summary>
/// Makes labelled pictures of talking clips that nobody has annotated: a few frames of each, spread over how far the mouth is
/// open, are labelled where landmark networks agree with each other and each with itself; the label is their mean.
/// </summary>
public static class ClipLabeller
{
    // frames this near to each other show nearly the same
    private const int LeastDistance = 3;

    private static readonly string[] s_extensions = [".mpg", ".mp4", ".mov", ".mkv", ".avi", ".webm", ".m4v"];

    /// <summary>The videos of a folder and the folders in it, in the order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> VideosOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];

    /// <summary>Labels clips.</summary>
    /// <param name="videos">The clips; their names without extension must differ.</param>
    /// <param name="jsonPath">The path of <c>NAME.json</c>; the pictures go to <c>NAME.tar</c> beside it.</param>
    /// <param name="options">The networks and what they must agree in.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it; nothing is left then.</param>
    /// <returns>What became of each clip; one that cannot be read or shows no face does not stop the others.</returns>
    /// <exception cref="InvalidDataException">A network is not sound, or no frame of any clip could be labelled.</exception>
    public static async Task<IReadOnlyList<LabelledClip>> LabelAsync(
        IReadOnlyList<string> videos, string jsonPath, LabellingOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(videos);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(options.Models.Count, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.FramesPerClip, nameof(options));
        if (videos.GroupBy(path => Path.GetFileNameWithoutExtension(path)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two clips are named '{twice.Key}': {string.Join(" and ", twice)}. Pictures are named after their clips.", nameof(videos));
        }
        using LabelledPictureWriter writer = new(jsonPath);
        LabelledClip[] results = new LabelledClip[videos.Count];
        List<(LabelledPicture Picture, byte[] Jpeg)>[] pictures = new List<(LabelledPicture, byte[])>[videos.Count];
        using BlockingCollection<Worker> workers = [];
        int count = Math.Min(Environment.ProcessorCount, Math.Max(1, videos.Count)), done = 0;
        try
        {
            for (int i = 0; i < count; i++)
            {
                workers.Add(new Worker(options), cancellationToken);
            }
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = count, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, videos.Count, parallel, async (index, token) =>
            {
                Worker worker = workers.Take(token);
                try
                {
                    (results[index], pictures[index]) = await worker.LabelAsync(videos[index], token).ConfigureAwait(false);
                }
                finally
                {
                    workers.Add(worker, CancellationToken.None);
                }
                progress?.Report((double)Interlocked.Increment(ref done) / videos.Count);
            }).ConfigureAwait(false);
        }
        finally
        {
            while (workers.TryTake(out Worker? worker))
            {
                worker.Dispose();
            }
        }
        foreach ((LabelledPicture picture, byte[] jpeg) in pictures.SelectMany(of => of))
        {
            writer.Add(picture, jpeg);
        }
        if (writer.Count == 0)
        {
            throw new InvalidDataException(
                $"No frame of {videos.Count} clips could be labelled: {results.FirstOrDefault(r => r.Fault is not null)?.Fault ?? "the networks agree in none; allow more disagreement or give other networks."}");
        }
        writer.Complete();
        return results;
    }

    /// <summary>Frames whose mouths are open by different amounts: the least, the most, and evenly between.</summary>
    /// <param name="openings">The opening in each frame; NaN where there is no face.</param>
    /// <param name="count">How many frames at most.</param>
    internal static IReadOnlyList<int> Spread(ReadOnlySpan<float> openings, int count)
    {
        List<(float Opening, int Frame)> sorted = [];
        for (int frame = 0; frame < openings.Length; frame++)
        {
            if (!float.IsNaN(openings[frame]))
            {
                sorted.Add((openings[frame], frame));
            }
        }
        sorted.Sort();
        List<int> chosen = [];
        for (int k = 0; k < count && sorted.Count > 0; k++)
        {
            // by the opening itself, not by rank: a mouth is shut most of the time
            float wanted = count == 1 ? sorted[sorted.Count / 2].Opening : float.Lerp(sorted[0].Opening, sorted[^1].Opening, (float)k / (count - 1));
            (float Opening, int Frame)[] free = [.. sorted.Where(s => chosen.TrueForAll(c => Math.Abs(c - s.Frame) >= LeastDistance))];
            if (free.Length == 0)
            {
                break;
            }
            chosen.Add(free.MinBy(s => Math.Abs(s.Opening - wanted)).Frame);
        }
        chosen.Sort();
        return chosen;
    }

    // one thread's networks
    private sealed class Worker : IDisposable
    {
        private readonly LabellingOptions _options;
        private readonly LandmarkExtractor _extractor;
        private readonly List<ILandmarkNetwork> _networks = [];

        public Worker(LabellingOptions options)
        {
            _options = options;
            try
            {
                foreach (string model in options.Models)
                {
                    _networks.Add(LandmarkNetworks.Open(model));
                }
                // only ONNX files can follow a clip by themselves; of the first is only asked where the face is
                _extractor = new LandmarkExtractor(new LandmarkOptions { Model = options.Models.First(model => !model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) });
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public async Task<(LabelledClip, List<(LabelledPicture, byte[])>)> LabelAsync(string video, CancellationToken cancellationToken)
        {
            string name = Path.GetFileNameWithoutExtension(video), temporary = Path.Combine(Path.GetTempPath(), $"wav2kp-label-{Guid.NewGuid():N}.safetensors");
            List<(LabelledPicture, byte[])> pictures = [];
            LandmarkTrack track;
            try
            {
                await _extractor.ExtractAsync(video, temporary, null, null, cancellationToken).ConfigureAwait(false);
                track = LandmarkTrack.Load(temporary);
            }
            catch (InputRejectedException exception)
            {
                return (new LabelledClip(Path.GetFileName(video), 0, 0, double.NaN, exception.Message), pictures);
            }
            finally
            {
                File.Delete(temporary);
            }
            float[] openings = [.. Enumerable.Range(0, track.FrameCount).Select(frame =>
                track.Valid[frame] == 0 ? float.NaN : FacePoints.MouthOpening(track.PointsOf(frame)) / FacePoints.InterOcularDistance(track.PointsOf(frame)))];
            HashSet<int> chosen = [.. Spread(openings, _options.FramesPerClip)];
            int rejected = 0;
            List<double> differences = [];
            await foreach (VideoFrame frame in VideoReader.ReadAsync(video, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                using (frame)
                {
                    if (frame.Index >= track.FrameCount || !chosen.Contains(frame.Index))
                    {
                        continue;
                    }
                    (float difference, float[] points) = Agree(frame, track.PointsOf(frame.Index), out byte[] jpeg);
                    differences.Add(difference);
                    if (difference > _options.Agreement)
                    {
                        rejected++;
                        continue;
                    }
                    pictures.Add((new LabelledPicture
                    {
                        Image = string.Create(CultureInfo.InvariantCulture, $"{name}_{frame.Index:000}.jpg"),
                        Points = points,
                        Source = "clip",
                    }, jpeg));
                }
            }
            return (new LabelledClip(Path.GetFileName(video), pictures.Count, rejected, differences.Count > 0 ? differences.Average() : double.NaN, null), pictures);
        }

        public void Dispose()
        {
            _extractor?.Dispose();
            foreach (ILandmarkNetwork network in _networks)
            {
                network.Dispose();
            }
        }

        private unsafe (float Difference, float[] Points) Agree(VideoFrame frame, ReadOnlySpan<float> near, out byte[] jpeg)
        {
            fixed (byte* pixels = frame.Bgr.Span)
            {
                using Mat picture = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, (nint)pixels);
                using Mat mirrored = new();
                Cv2.Flip(picture, mirrored, FlipMode.Y);
                List<NetworkOpinion> opinions = [];
                foreach (ILandmarkNetwork network in _networks)
                {
                    opinions.Add(NetworkOpinion.Of(network, picture, mirrored, near));
                }
                float difference = opinions.Max(opinion => opinion.Spread);
                for (int i = 0; i < opinions.Count; i++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        difference = Math.Max(difference, FacePoints.NormalisedError(opinions[i].Points, opinions[j].Points));
                    }
                }
                float[] points = NetworkOpinion.Mean([.. opinions.Select(opinion => opinion.Points)]);
                using Mat cut = FacePictureCrop.Cut(picture, points, _options.Size);
                Cv2.ImEncode(".jpg", cut, out jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 95));
                return (difference, points);
            }
        }
    }
}
