using System.Formats.Tar;
using System.Globalization;
using OpenCvSharp;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Media;

namespace Wav2Kp.Faces;

/// <summary>
/// Finds the 68 points of a clip's speaker in every frame. All faces are found, followed apart from each other and found again when lost
/// (<see cref="ClipTracker"/>); of several the clip's is the one that is much more prominent or, where size does not decide, whose
/// mouth moves with the sound. Its points are filtered in time without delay (<see cref="TemporalFilter"/>), and each frame's quality is
/// told (<see cref="FrameQuality"/>). A frame without the face stays invalid and keeps zeros.
/// </summary>
/// <remarks>One clip at a time: several at once need an extractor each.</remarks>
public sealed class LandmarkExtractor : IDisposable
{
    /// <summary>Changes with what the extractor finds, so that older landmarks are known as such.</summary>
    public const int Version = 2;

    private const int FewestFrames = 5;
    private const int SoundRate = 16000;

    // an other face counts if it has at least this share of the chosen one's area
    private const double OtherFaceArea = 0.3;

    private readonly LandmarkOptions _options;
    private readonly ILandmarkNetwork _network;
    private readonly FaceFinder _finder;

    /// <summary>Loads the networks.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public LandmarkExtractor(LandmarkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CropQuality, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.CropQuality, 100, nameof(options));
        _options = options;
        _network = options.Model is { } model ? new OnnxLandmarkNetwork(model) : LandmarkNetwork.Default();
        try
        {
            _finder = new FaceFinder(options);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    /// <summary>Which network finds the points.</summary>
    public string Source => _network.Source;

    /// <inheritdoc cref="ExtractAsync(string, string, string?, string?, IProgress{double}?, CancellationToken)"/>
    public Task<LandmarkSummary> ExtractAsync(
        string videoPath, string landmarksPath, string? facesTarPath, IProgress<double>? progress, CancellationToken cancellationToken) =>
        ExtractAsync(videoPath, landmarksPath, facesTarPath, null, progress, cancellationToken);

    /// <summary>Finds the points of every frame of a clip.</summary>
    /// <param name="videoPath">The clip.</param>
    /// <param name="landmarksPath">Receives the points (<see cref="LandmarkTrack"/>).</param>
    /// <param name="facesTarPath">Receives the aligned crops, <c>000000.jpg</c> and on, of the frames with a face; null for none.</param>
    /// <param name="contactSheetPath">Receives a JPEG of the worst and of usual frames with their points and figures; null for none.</param>
    /// <param name="progress">The share that is done, 0 to 1, as the clip's length foretells it.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="InputRejectedException">No frame can be decoded, or too few show a face.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public async Task<LandmarkSummary> ExtractAsync(
        string videoPath, string landmarksPath, string? facesTarPath, string? contactSheetPath, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string suffix = $".{Guid.NewGuid():N}.tmp";
        try
        {
            // what is drawn and cut out of the pictures is so of the face that leads; where another turns out to be the speaker, they are read again
            using FaceOutputs outputs = new(facesTarPath is null ? null : facesTarPath + suffix, _options.CropQuality, contactSheetPath is not null);
            using FaceTracker tracker = new(_network, _finder);
            using ClipTracker clip = new(tracker, outputs.Take);
            List<Rational> times = [];
            (int width, int height) = (0, 0);
            VideoReading video = VideoReader.Open(videoPath);
            await foreach (VideoFrame frame in video.FramesAsync(cancellationToken).ConfigureAwait(false))
            {
                using (frame)
                {
                    (width, height) = (frame.Width, frame.Height);
                    times.Add(frame.Timestamp);
                    clip.Next(PictureOf(frame));
                }
                progress?.Report(video.ExpectedFrames is double expected ? Math.Min(1, times.Count / Math.Max(1, expected)) : 0);
            }
            clip.Complete();

            IReadOnlyList<FaceTrace> traces = clip.Traces;
            (FaceTrace? speaker, SpeakerChosenBy by) = traces.Count == 0
                ? (null, SpeakerChosenBy.Alone)
                : await SpeakerChoice.ChooseAsync(traces, times.Count, () => EnergyAsync(videoPath, times, cancellationToken)).ConfigureAwait(false);
            int valid = speaker?.Frames.Count ?? 0;
            if (speaker is null || valid < Math.Min(FewestFrames, times.Count))
            {
                throw new InputRejectedException(RejectionCodes.NoFace, valid == 0
                    ? $"No face was found in any of the {times.Count} frames: use a video in which the speaker looks towards the camera."
                    : $"A face was found in only {valid} of {times.Count} frames: use a video in which the speaker's face stays in sight.");
            }
            if (outputs.Trace != speaker)
            {
                outputs.StartAgain(speaker);
                await foreach (VideoFrame frame in VideoReader.ReadAsync(videoPath, cancellationToken).ConfigureAwait(false))
                {
                    using (frame)
                    using (Mat picture = PictureOf(frame))
                    {
                        if (speaker.Frames.TryGetValue(frame.Index, out FaceFrame? face))
                        {
                            outputs.Add(frame.Index, picture, face);
                        }
                    }
                }
            }
            LandmarkTrack track = Build(speaker, [.. traces.Where(trace => trace != speaker)], times, width, height, video.FrameRate, by);
            FaceFrame[] frames = [.. speaker.Frames.Values];
            LandmarkSummary summary = new(times.Count, valid, track.OtherFaces, frames.Average(face => (double)face.Confidence), tracker.Detections)
            {
                Faces = traces.Count,
                ChosenBy = track.ChosenBy!,
                Flagged = frames.Count(face => face.Flags != FrameFlags.None),
                Restored = frames.Count(face => face.Restored),
                MeanBlur = frames.Average(face => (double)face.Blur),
                MeanOcclusion = frames.Average(face => (double)face.Occlusion),
                MostYaw = frames.Max(face => Math.Abs((double)face.Pose.Yaw)),
            };
            outputs.Close();
            if (contactSheetPath is not null)
            {
                outputs.Sheet!.Write(contactSheetPath + suffix, string.Create(
                    CultureInfo.InvariantCulture, $"{valid} of {times.Count} frames with a face, {summary.Flagged} flagged; mean confidence {summary.MeanConfidence:0.00}"));
            }
            track.Save(landmarksPath);
            if (facesTarPath is not null)
            {
                File.Move(facesTarPath + suffix, facesTarPath, overwrite: true);
            }
            if (contactSheetPath is not null)
            {
                File.Move(contactSheetPath + suffix, contactSheetPath, overwrite: true);
            }
            return summary;
        }
        finally
        {
            foreach (string path in new[] { facesTarPath, contactSheetPath }.OfType<string>())
            {
                File.Delete(path + suffix);
            }
        }
    }

    /// <summary>The 68 points of the largest central face of a picture, 136 numbers in pixels; null when there is none.</summary>
    /// <param name="picturePath">A picture in any format that OpenCV reads; its orientation tag is honoured.</param>
    /// <exception cref="InputRejectedException">The file is no picture.</exception>
    public float[]? FindInPicture(string picturePath, out int width, out int height)
    {
        try
        {
            using Mat picture = PictureFile.Load(picturePath);
            (width, height) = (picture.Width, picture.Height);
            return FindInPicture(picture).FirstOrDefault();
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
        {
            throw new InputRejectedException(RejectionCodes.Unreadable, $"{Path.GetFileName(picturePath)} is no picture that can be read: give a PNG or JPEG.", exception);
        }
    }

    /// <summary>The 68 points of each face of a picture, 136 numbers in pixels, the most prominent face first.</summary>
    /// <param name="bgr">The picture, 8-bit blue, green, red.</param>
    public IReadOnlyList<float[]> FindInPicture(Mat bgr)
    {
        using FaceTracker tracker = new(_network, _finder);
        return [.. tracker.Find(bgr, [], DetectionEffort.Fallback, out _).Select(face => face.Points)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _finder.Dispose();
    }

    private LandmarkTrack Build(FaceTrace speaker, IReadOnlyList<FaceTrace> others, List<Rational> times, int width, int height, Rational rate, SpeakerChosenBy by)
    {
        int frames = times.Count;
        int mostOthers = 0;
        LandmarkTrack track = new()
        {
            Points = new float[frames * FacePoints.Values],
            Confidence = new float[frames],
            Valid = new byte[frames],
            Box = new float[frames * 4],
            Crop = new float[frames * 6],
            Blur = new float[frames],
            Occlusion = new float[frames],
            Pose = new float[frames * 3],
            Flags = new byte[frames],
            OtherPoints = new float[others.Count * frames * FacePoints.Values],
            OtherValid = new byte[others.Count * frames],
            Timestamps = [.. times.Select(t => t.Value)],
            Width = width,
            Height = height,
            FrameRate = rate,
            Source = _network.Source,
            ChosenBy = by.ToString().ToLowerInvariant(),
            OtherFaces = MostOthers(),
        };
        foreach ((int frame, FaceFrame face) in speaker.Frames)
        {
            track.Set(frame, face.Points, face.Confidence);
            (track.Blur[frame], track.Occlusion[frame], track.Flags[frame]) = (face.Blur, face.Occlusion, (byte)face.Flags);
            (track.Pose[3 * frame], track.Pose[(3 * frame) + 1], track.Pose[(3 * frame) + 2]) = (face.Pose.Yaw, face.Pose.Pitch, face.Pose.Roll);
        }
        for (int other = 0; other < others.Count; other++)
        {
            foreach ((int frame, FaceFrame face) in others[other].Frames)
            {
                face.Points.CopyTo(track.OtherPoints, ((other * frames) + frame) * FacePoints.Values);
                track.OtherValid[(other * frames) + frame] = 1;
            }
        }
        return track;

        int MostOthers()
        {
            foreach ((int frame, FaceFrame face) in speaker.Frames)
            {
                float area = FaceBox.Around(face.Points).Area;
                mostOthers = Math.Max(mostOthers, others.Count(other => other.Frames.TryGetValue(frame, out FaceFrame? there) && FaceBox.Around(there.Points).Area >= OtherFaceArea * area));
            }
            return mostOthers;
        }
    }

    private static async Task<double[]?> EnergyAsync(string videoPath, List<Rational> times, CancellationToken cancellationToken)
    {
        float[] sound;
        try
        {
            sound = await AudioDecoder.DecodeAsync(videoPath, SoundRate, cancellationToken).ConfigureAwait(false);
        }
        catch (InputRejectedException exception) when (exception.Code == RejectionCodes.NoAudio)
        {
            return null;
        }
        return SpeakerChoice.Energy(sound, SoundRate, [.. times.Select(time => time.Value)]);
    }

    /// <summary>The frame as a picture; the caller disposes of both.</summary>
    internal static Mat PictureOf(VideoFrame frame)
    {
        Mat picture = new(frame.Height, frame.Width, MatType.CV_8UC3);
        unsafe
        {
            frame.Bgr.Span.CopyTo(new Span<byte>((void*)picture.Data, frame.Bgr.Length));
        }
        return picture;
    }

    /// <summary>What is made of the pictures of one face: aligned crops and the contact sheet.</summary>
    private sealed class FaceOutputs : IDisposable
    {
        private readonly string? _tarPath;
        private readonly int _quality;
        private readonly bool _withSheet;
        private FacesTar? _tar;

        public FaceOutputs(string? tarPath, int quality, bool withSheet) => (_tarPath, _quality, _withSheet) = (tarPath, quality, withSheet);

        /// <summary>Whose they are.</summary>
        public FaceTrace? Trace { get; private set; }

        public ContactSheet? Sheet { get; private set; }

        /// <summary>A frame with all its faces: the most prominent of the first one leads.</summary>
        public void Take(int frame, Mat picture, IReadOnlyList<(FaceTrace Trace, FaceFrame Face)> faces)
        {
            if (faces.Count == 0)
            {
                return;
            }
            if (Trace is null)
            {
                StartAgain(faces.MaxBy(face => FaceTracker.Prominence(FaceBox.Around(face.Face.Points), picture)).Trace);
            }
            foreach ((FaceTrace trace, FaceFrame face) in faces)
            {
                if (trace == Trace)
                {
                    Add(frame, picture, face);
                }
            }
        }

        public void StartAgain(FaceTrace trace)
        {
            Dispose();
            Trace = trace;
            _tar = _tarPath is null ? null : new FacesTar(_tarPath, _quality);
            Sheet = _withSheet ? new ContactSheet() : null;
        }

        public void Add(int frame, Mat picture, FaceFrame face)
        {
            _tar?.Add(frame, picture, face.Points);
            Sheet?.Offer(frame, picture, face);
        }

        public void Close()
        {
            _tar?.Dispose();
            _tar = null;
        }

        public void Dispose()
        {
            Close();
            Sheet?.Dispose();
            Sheet = null;
        }
    }

    /// <summary>The crops as a tar, written as they come.</summary>
    private sealed class FacesTar : IDisposable
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

        public void Dispose()
        {
            _crop.Dispose();
            _transform.Dispose();
            _tar.Dispose();
            _file.Dispose();
        }
    }
}
