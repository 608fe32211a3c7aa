using System.Formats.Tar;
using OpenCvSharp;
using Wav2Kp.Media;

namespace Wav2Kp.Faces;

/// <summary>
/// Finds the 68 points of a clip's largest central face in every frame: detected, then followed from frame to frame, detected
/// again when lost. Frames before a face was found are looked at again from the frame in which it was, backwards. A frame without
/// a face stays invalid and keeps zeros.
/// </summary>
/// <remarks>One clip at a time: several at once need an extractor each.</remarks>
public sealed class LandmarkExtractor : IDisposable
{
    /// <summary>Changes with what the extractor finds, so that older landmarks are known as such.</summary>
    public const int Version = 1;

    // frames that wait for a face to be found, to be looked at backwards from there
    private const int MostWaiting = 64;
    private const long MostWaitingBytes = 256L << 20;

    // after this many frames without a face the detector looks at every few frames only
    private const int Patience = 50, PatientStride = 5;

    // every so many frames the detector checks that what is followed is a face, and the points are shaken to see whether they hold
    private const int CheckInterval = 50, MeasureInterval = 25;

    private const int FewestFrames = 5;

    // a detector's false alarm does not stay a face for so many frames
    private const int Confirmation = 3;

    private readonly LandmarkOptions _options;
    private readonly OnnxLandmarkNetwork _network;
    private readonly IFaceDetector _detector;

    /// <summary>Loads the networks.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public LandmarkExtractor(LandmarkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CropQuality, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.CropQuality, 100, nameof(options));
        _options = options;
        _network = new OnnxLandmarkNetwork(options.Model);
        try
        {
            _detector = options.Detector is { } detector ? new YuNetFaceDetector(detector) : new HaarFaceDetector(options.Cascade);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    /// <summary>Which network finds the points.</summary>
    public string Source => _network.Source;

    /// <summary>Finds the points of every frame of a clip.</summary>
    /// <param name="videoPath">The clip.</param>
    /// <param name="landmarksPath">Receives the points (<see cref="LandmarkTrack"/>).</param>
    /// <param name="facesTarPath">Receives the aligned crops, <c>000000.jpg</c> and on, of the frames with a face; null for none.</param>
    /// <param name="progress">The share that is done, 0 to 1, as the clip's length foretells it.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="InputRejectedException">No frame can be decoded, or too few show a face.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public async Task<LandmarkSummary> ExtractAsync(
        string videoPath, string landmarksPath, string? facesTarPath, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string? partial = facesTarPath is null ? null : $"{facesTarPath}.{Guid.NewGuid():N}.tmp";
        try
        {
            MediaInfo media = await MediaProbe.ProbeAsync(videoPath, cancellationToken).ConfigureAwait(false);
            Rational rate = media.Video?.FrameRate ?? throw new InputRejectedException(RejectionCodes.NoVideo, "The file has no picture: use a video.");
            double expected = Math.Max(1, media.Video.FrameCount ?? (media.Duration * rate).Value);
            LandmarkSummary summary;
            await using (FacesTar? crops = partial is null ? null : new FacesTar(partial, _options.CropQuality))
            {
                using FaceTracker tracker = new(_network, _detector);
                TrackBuilder track = new();
                await FollowAsync(videoPath, tracker, track, crops, frame => progress?.Report(Math.Min(1, (frame + 1) / expected)), cancellationToken).ConfigureAwait(false);
                summary = track.Summarise(tracker);
                if (summary.Valid < Math.Min(FewestFrames, summary.Frames))
                {
                    throw new InputRejectedException(RejectionCodes.NoFace, summary.Valid == 0
                        ? $"No face was found in any of the {summary.Frames} frames: use a video in which the speaker looks towards the camera."
                        : $"A face was found in only {summary.Valid} of {summary.Frames} frames: use a video in which the speaker's face stays in sight.");
                }
                track.Build(_network.Source, tracker.OtherFaces, rate).Save(landmarksPath);
            }
            if (partial is not null)
            {
                File.Move(partial, facesTarPath!, overwrite: true);
            }
            return summary;
        }
        finally
        {
            if (partial is not null)
            {
                File.Delete(partial);
            }
        }
    }

    /// <summary>The 68 points of the largest central face of a picture, 136 numbers in pixels; null when there is none.</summary>
    /// <param name="picturePath">A picture in any format that OpenCV reads; its orientation tag is honoured.</param>
    /// <exception cref="InputRejectedException">The file is no picture.</exception>
    public float[]? FindInPicture(string picturePath, out int width, out int height)
    {
        using Mat picture = Cv2.ImRead(picturePath, ImreadModes.Color);
        if (picture.Empty())
        {
            throw new InputRejectedException(RejectionCodes.Unreadable, $"{Path.GetFileName(picturePath)} is no picture that can be read: give a PNG or JPEG.");
        }
        (width, height) = (picture.Width, picture.Height);
        using FaceTracker tracker = new(_network, _detector);
        return tracker.Find(picture)?.Points;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _detector.Dispose();
    }

    private static async Task FollowAsync(
        string videoPath, FaceTracker tracker, TrackBuilder track, FacesTar? crops, Action<int> frameDone, CancellationToken cancellationToken)
    {
        Queue<WaitingFrame> waiting = [];
        TrackedFace? face = null;
        int withFace = 0, withoutFace = 0, sinceCheck = 0;
        try
        {
            await foreach (VideoFrame frame in VideoReader.ReadAsync(videoPath, cancellationToken).ConfigureAwait(false))
            {
                WaitingFrame current;
                long bytes;
                using (frame)
                {
                    current = new WaitingFrame(frame.Index, PictureOf(frame));
                    waiting.Enqueue(current);
                    track.Add(frame);
                    bytes = frame.Bgr.Length;
                }
                face = face is null ? null : tracker.Follow(current.Picture, face, measure: withFace < Confirmation || current.Index % MeasureInterval == 0);
                if (face is not null && ++sinceCheck >= CheckInterval)
                {
                    sinceCheck = 0;
                    face = tracker.IsElsewhere(current.Picture, face) ? null : face;
                }
                if (face is null)
                {
                    Forget(waiting);
                    (withFace, sinceCheck) = (0, 0);
                    if (withoutFace < Patience || withoutFace % PatientStride == 0)
                    {
                        face = tracker.Find(current.Picture);
                    }
                }
                current.Face = face;
                (withFace, withoutFace) = face is null ? (0, withoutFace + 1) : (withFace + 1, 0);
                if (withFace >= Confirmation)
                {
                    Settle(tracker, track, crops, waiting);
                }
                while (waiting.Count > MostWaiting || waiting.Count * bytes > MostWaitingBytes)
                {
                    waiting.Dequeue().Dispose();
                }
                frameDone(current.Index);
            }
            if (face is not null && waiting.Count == track.FrameCount)
            {
                // a clip too short for a confirmation is believed as it is
                Settle(tracker, track, crops, waiting);
            }
        }
        finally
        {
            while (waiting.TryDequeue(out WaitingFrame? left))
            {
                left.Dispose();
            }
        }
    }

    // a face that was lost before it was confirmed was none
    private static void Forget(Queue<WaitingFrame> waiting)
    {
        foreach (WaitingFrame frame in waiting)
        {
            frame.Face = null;
        }
    }

    // A face is confirmed: the frames before it are looked at backwards from the first that shows it, as far as it can be followed;
    // then all that wait are entered in their order.
    private static void Settle(FaceTracker tracker, TrackBuilder track, FacesTar? crops, Queue<WaitingFrame> waiting)
    {
        TrackedFace? face = null;
        foreach (WaitingFrame frame in waiting.Reverse())
        {
            face = frame.Face ??= face is null ? null : tracker.Follow(frame.Picture, face);
        }
        while (waiting.TryDequeue(out WaitingFrame? frame))
        {
            using (frame)
            {
                if (frame.Face is { } there)
                {
                    track.Set(frame.Index, there);
                    crops?.Add(frame.Index, frame.Picture, there.Points);
                }
            }
        }
    }

    private static Mat PictureOf(VideoFrame frame)
    {
        Mat picture = new(frame.Height, frame.Width, MatType.CV_8UC3);
        unsafe
        {
            frame.Bgr.Span.CopyTo(new Span<byte>((void*)picture.Data, frame.Bgr.Length));
        }
        return picture;
    }

    /// <summary>A frame whose face is not found, or not confirmed, yet.</summary>
    private sealed class WaitingFrame(int index, Mat picture) : IDisposable
    {
        public int Index { get; } = index;

        public Mat Picture { get; } = picture;

        public TrackedFace? Face { get; set; }

        public void Dispose() => Picture.Dispose();
    }

    /// <summary>The crops as a tar, written as they come.</summary>
    private sealed class FacesTar : IAsyncDisposable
    {
        private readonly FileStream _file;
        private readonly TarWriter _tar;
        private readonly ImageEncodingParam[] _encoding;
        private readonly Mat _crop = new();
        private readonly Mat _transform = new(2, 3, MatType.CV_64FC1);

        public FacesTar(string path, int quality)
        {
            _file = File.Create(path);
            _tar = new TarWriter(_file, TarEntryFormat.Ustar);
            _encoding = [new ImageEncodingParam(ImwriteFlags.JpegQuality, quality)];
        }

        public void Add(int frame, Mat picture, ReadOnlySpan<float> points)
        {
            float[] matrix = FaceCrop.Fit(points).ToMatrix();
            for (int i = 0; i < matrix.Length; i++)
            {
                _transform.Set(i / 3, i % 3, (double)matrix[i]);
            }
            Cv2.WarpAffine(picture, _crop, _transform, new Size(FaceCrop.Size, FaceCrop.Size), InterpolationFlags.Linear, BorderTypes.Replicate);
            Cv2.ImEncode(".jpg", _crop, out byte[] jpeg, _encoding);
            using MemoryStream data = new(jpeg, writable: false);
            _tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{frame:D6}.jpg") { DataStream = data, ModificationTime = DateTimeOffset.UnixEpoch });
        }

        public async ValueTask DisposeAsync()
        {
            _crop.Dispose();
            _transform.Dispose();
            await _tar.DisposeAsync().ConfigureAwait(false);
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }
}
