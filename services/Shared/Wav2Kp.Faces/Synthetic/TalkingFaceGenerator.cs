using System.Globalization;
using System.Runtime.CompilerServices;
using Wav2Kp.Media;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// Makes clips of drawn persons who speak, so that everything can be tried without a recording: eSpeak NG speaks a sentence,
/// its phonemes move a drawn face, and the face's 68 points are known exactly. The same seed makes the same clips.
/// </summary>
public static class TalkingFaceGenerator
{
    // silence before and after the sentence, in seconds
    private const double Lead = 0.24, Trail = 0.30;

    // a room is never as silent as no signal at all
    private const float RoomNoise = 0.0006f;

    /// <summary>Makes clips <c>clip-0001.mp4</c>, … with their <c>clip-0001.landmarks.safetensors</c>, … in a folder.</summary>
    /// <param name="folder">Where they go; made if it is not there.</param>
    /// <param name="clips">How many.</param>
    /// <param name="seed">Chooses persons, sentences and motion.</param>
    /// <param name="options">Size, rate and number of persons.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it; clips that are complete stay.</param>
    /// <exception cref="InvalidOperationException">eSpeak NG is not installed.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static async Task<IReadOnlyList<SyntheticClip>> GenerateAsync(
        string folder,
        int clips,
        int seed,
        SyntheticOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clips);
        options ??= new SyntheticOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 96, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, 96, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Speakers, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.FrameRate.Numerator, nameof(options));
        Directory.CreateDirectory(folder);

        FaceIdentity[] people = [.. Enumerable.Range(0, options.Speakers).Select(index => new FaceIdentity(seed, index))];
        Lazy<FacePainter>[] painters = [.. people.Select(person => new Lazy<FacePainter>(() => new FacePainter(person, options.Width, options.Height)))];
        SyntheticClip[] made = new SyntheticClip[clips];
        int done = 0;
        ParallelOptions parallel = new()
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = options.Parallelism > 0 ? options.Parallelism : Environment.ProcessorCount,
        };
        await Parallel.ForAsync(0, clips, parallel, async (index, token) =>
        {
            int speaker = index % people.Length;
            made[index] = await MakeAsync(folder, index, seed, speaker, people[speaker], painters[speaker].Value, options, token).ConfigureAwait(false);
            progress?.Report((double)Interlocked.Increment(ref done) / clips);
        }).ConfigureAwait(false);
        return made;
    }

    private static async Task<SyntheticClip> MakeAsync(
        string folder, int index, int seed, int speaker, FaceIdentity person, FacePainter painter, SyntheticOptions options, CancellationToken cancellationToken)
    {
        RandomSequence random = new(seed, index, 0xC11B);
        string text = SentenceWriter.Write(random);
        SpokenSentence sentence = EspeakSynthesizer.Speak(text, person.Voice, person.WordsPerMinute, person.Pitch);
        double rate = options.FrameRate.Value;
        int frames = (int)Math.Ceiling((Lead + ((double)sentence.Samples.Length / sentence.SampleRate) + Trail) * rate);
        Performance performance = new(person, painter, sentence, frames, options, random);

        string name = string.Create(CultureInfo.InvariantCulture, $"clip-{index + 1:0000}");
        string videoPath = Path.Combine(folder, $"{name}.mp4"), landmarksPath = Path.Combine(folder, $"{name}.landmarks.safetensors");
        string soundPath = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.wav");
        try
        {
            WavFile.Write(soundPath, Sound(sentence, (int)Math.Round(frames / rate * sentence.SampleRate), random), sentence.SampleRate);
            await VideoEncoder.EncodeAsync(
                videoPath, options.FrameRate, options.Width, options.Height, performance.FramesAsync(cancellationToken), soundPath, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(soundPath);
        }
        performance.Track().Save(landmarksPath);
        return new SyntheticClip(videoPath, landmarksPath, text, speaker);
    }

    private static float[] Sound(SpokenSentence sentence, int length, RandomSequence random)
    {
        float[] sound = new float[length];
        int start = (int)(Lead * sentence.SampleRate);
        for (int i = 0; i < length; i++)
        {
            int sample = i - start;
            float voice = sample >= 0 && sample < sentence.Samples.Length ? sentence.Samples[sample] / 32768f : 0;
            sound[i] = Math.Clamp(voice + (RoomNoise * (random.Next() + random.Next() - 1)), -1, 1);
        }
        return sound;
    }

    /// <summary>One clip's course: the state of each frame, its picture and its points.</summary>
    private sealed class Performance
    {
        private readonly FacePainter _painter;
        private readonly SyntheticOptions _options;
        private readonly FaceState[] _states;

        public Performance(FaceIdentity person, FacePainter painter, SpokenSentence sentence, int frames, SyntheticOptions options, RandomSequence random)
        {
            (_painter, _options) = (painter, options);
            double rate = options.FrameRate.Value;
            Coarticulation speech = new(sentence.Phonemes, sentence.SampleRate, Lead, frames / rate);
            HeadMotion motion = new(random, frames / rate, options.Motion);
            SimilarityTransform home = FacePainter.Home(person, options.Width, options.Height);
            _states = new FaceState[frames];
            for (int frame = 0; frame < frames; frame++)
            {
                double time = frame / rate;
                (float gazeX, float gazeY) = motion.Gaze(time);
                _states[frame] = new FaceState(
                    speech.At(time), motion.Blink(time), gazeX, gazeY, motion.BrowRaise(time), motion.Yaw(time), motion.Pitch(time), motion.Pose(home, time));
            }
        }

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> FramesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            byte[] picture = new byte[_options.Width * _options.Height * 3];
            for (int frame = 0; frame < _states.Length; frame++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _painter.Paint(_states[frame], picture, frame);
                yield return picture;
            }
            await Task.CompletedTask.ConfigureAwait(false);
        }

        public LandmarkTrack Track()
        {
            int frames = _states.Length;
            LandmarkTrack track = new()
            {
                Points = new float[frames * FacePoints.Values],
                Confidence = new float[frames],
                Valid = new byte[frames],
                Box = new float[frames * 4],
                Crop = new float[frames * 6],
                Timestamps = [.. Enumerable.Range(0, frames).Select(frame => (frame / _options.FrameRate).Value)],
                Width = _options.Width,
                Height = _options.Height,
                FrameRate = _options.FrameRate,
                Source = LandmarkTrack.KnownSource,
            };
            for (int frame = 0; frame < frames; frame++)
            {
                track.Set(frame, _painter.Geometry.Points(_states[frame]), 1);
            }
            return track;
        }
    }
}
