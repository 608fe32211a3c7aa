using Shouldly;
using Wav2Kp.Faces.Synthetic;
using Wav2Kp.Media;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class TalkingFaceGeneratorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wav2kp-drawn-");

    private static readonly SyntheticOptions s_small = new() { Width = 180, Height = 144, Speakers = 2 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_same_seed_makes_the_same_clips_and_another_makes_others()
    {
        IReadOnlyList<SyntheticClip> first = await MakeAsync("a", 2, 7);
        IReadOnlyList<SyntheticClip> again = await MakeAsync("b", 2, 7);
        IReadOnlyList<SyntheticClip> other = await MakeAsync("c", 1, 8);

        for (int i = 0; i < 2; i++)
        {
            again[i].Text.ShouldBe(first[i].Text);
            File.ReadAllBytes(again[i].LandmarksPath).ShouldBe(File.ReadAllBytes(first[i].LandmarksPath));
            File.ReadAllBytes(again[i].VideoPath).ShouldBe(File.ReadAllBytes(first[i].VideoPath));
        }
        first[1].Text.ShouldNotBe(first[0].Text);
        LandmarkTrack.Load(other[0].LandmarksPath).Points.ShouldNotBe(LandmarkTrack.Load(first[0].LandmarksPath).Points);
    }

    [Fact]
    public async Task A_drawn_clip_is_a_video_with_sound_and_one_known_face_in_every_frame()
    {
        SyntheticClip clip = (await MakeAsync("clip with spaces", 1, 3)).Single();

        MediaInfo info = await TalkingClip.ValidateAsync(clip.VideoPath, Stop);
        LandmarkTrack track = LandmarkTrack.Load(clip.LandmarksPath);

        (info.Video!.Width, info.Video.Height, info.Video.FrameRate).ShouldBe((180, 144, new Rational(25, 1)));
        info.Audio.ShouldNotBeNull();
        track.Source.ShouldBe(LandmarkTrack.KnownSource);
        track.ValidCount.ShouldBe(track.FrameCount);
        track.FrameCount.ShouldBeInRange(50, 130);
        int decoded = 0;
        await foreach (VideoFrame frame in VideoReader.ReadAsync(clip.VideoPath, Stop))
        {
            using (frame)
            {
                frame.Timestamp.Value.ShouldBe(track.Timestamps[decoded++], 1e-6);
            }
        }
        decoded.ShouldBe(track.FrameCount);
        for (int frame = 0; frame < track.FrameCount; frame++)
        {
            FaceBox box = FaceBox.Around(track.PointsOf(frame));
            box.X.ShouldBeGreaterThan(0);
            box.Y.ShouldBeGreaterThan(0);
            (box.X + box.Width).ShouldBeLessThan(180);
            (box.Y + box.Height).ShouldBeLessThan(144);
        }
    }

    [Fact]
    public async Task The_mouth_moves_with_the_voice()
    {
        SyntheticClip clip = (await MakeAsync("voice", 1, 5)).Single();
        LandmarkTrack track = LandmarkTrack.Load(clip.LandmarksPath);
        float[] sound = await AudioDecoder.DecodeAsync(clip.VideoPath, 16000, Stop);

        double[] opening = new double[track.FrameCount], loudness = new double[track.FrameCount];
        for (int frame = 0; frame < track.FrameCount; frame++)
        {
            opening[frame] = FacePoints.MouthOpening(track.PointsOf(frame)) / FacePoints.InterOcularDistance(track.PointsOf(frame));
            int start = frame * 640;
            loudness[frame] = Math.Sqrt(sound.Skip(start).Take(640).Select(sample => (double)sample * sample).DefaultIfEmpty().Average());
        }

        opening.Max().ShouldBeGreaterThan(0.12);
        opening.Min().ShouldBeLessThan(0.01);
        // closed before the sentence begins and after it has ended
        opening.Take(4).Max().ShouldBeLessThan(0.02);
        opening.TakeLast(3).Max().ShouldBeLessThan(0.02);
        Correlation(opening, loudness).ShouldBeGreaterThan(0.4);
    }

    [Fact]
    public void Known_points_lie_where_the_picture_shows_them()
    {
        foreach (int index in new[] { 0, 1, 2, 3 })
        {
            FaceIdentity person = new(11, index);
            FacePainter painter = new(person, 720, 576);
            FaceState state = new(
                new Articulation(0.22f, 0.9f), 0, 0, 0, 0, Yaw: 0.06f, Pitch: -0.04f,
                SimilarityTransform.From(1, 0.05, 0.05, 0.03).Then(FacePainter.Home(person, 720, 576)));
            byte[] picture = new byte[720 * 576 * 3];
            painter.Paint(state, picture, 0);
            float[] points = painter.Geometry.Points(state);

            // the sharpest change along y near the inner lips' middle is where their points are
            Edge(FacePoints.InnerLipTop).ShouldBe(0, 1.6f, $"upper lip of person {index}");
            Edge(FacePoints.InnerLipBottom).ShouldBe(0, 1.6f, $"lower lip of person {index}");

            // the lids: the lashes are dark just above 37's and 44's edge, the eye below is not skin
            foreach (int lid in new[] { 37, 44 })
            {
                float lash = Enumerable.Range(-3, 7).Min(dy => Green(points[2 * lid], points[(2 * lid) + 1] + dy));
                lash.ShouldBeLessThan(0.55f * Green(points[2 * 29], points[(2 * 29) + 1]));
            }

            float Edge(int point) => Enumerable.Range(-16, 33).Select(step => step / 4f)
                .MaxBy(dy => Math.Abs(Redness(points[2 * point], points[(2 * point) + 1] + dy + 0.75f) - Redness(points[2 * point], points[(2 * point) + 1] + dy - 0.75f)));

            // red of lips tells them from teeth and from the dark between
            float Redness(float x, float y) => Sample(x, y, 2) - Sample(x, y, 1);

            float Green(float x, float y) => Sample(x, y, 1);

            float Sample(float x, float y, int channel)
            {
                int column = (int)x, row = (int)y;
                float tx = x - column, ty = y - row;
                float At(int c, int r) => picture[(3 * ((r * 720) + c)) + channel];
                return float.Lerp(float.Lerp(At(column, row), At(column + 1, row), tx), float.Lerp(At(column, row + 1), At(column + 1, row + 1), tx), ty);
            }
        }
    }

    [Fact]
    public void Every_phoneme_that_the_voices_use_has_a_viseme()
    {
        foreach (string voice in new[] { "en-us+m3", "en-gb-x-rp+f4" })
        {
            SpokenSentence sentence = EspeakSynthesizer.Speak("Why would the judge throw both boys' shoes, cheap gum and a huge oyster off the measured path?", voice, 150, 50);

            sentence.Phonemes[0].Start.ShouldBe(0);
            sentence.Phonemes[^1].End.ShouldBe(sentence.Samples.Length);
            sentence.Phonemes.Zip(sentence.Phonemes.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start);
            IReadOnlyList<Viseme> pause = Viseme.Of("");
            foreach (SpokenPhoneme phoneme in sentence.Phonemes.Where(phoneme => phoneme.Ipa.Length > 0))
            {
                Viseme.Of(phoneme.Ipa).ShouldNotContain(pause[0], $"'{phoneme.Ipa}'");
            }
        }
    }

    [Fact]
    public void The_lips_close_for_a_bilabial_between_open_vowels()
    {
        SpokenPhoneme[] phonemes = [new("ɑː", 0, 3200), new("b", 3200, 4320), new("ɑː", 4320, 8000)];
        Coarticulation speech = new(phonemes, 16000, 0.1, 0.7);

        speech.At(0.1 + (1600 / 16000.0)).Aperture.ShouldBeGreaterThan(0.2f);
        speech.At(0.1 + (3760 / 16000.0)).Aperture.ShouldBeLessThanOrEqualTo(0.015f);
        speech.At(0).Aperture.ShouldBeLessThan(0.03f);
        // anticipation: the mouth begins to close before the consonant begins
        speech.At(0.1 + (3100 / 16000.0)).Aperture.ShouldBeLessThan(speech.At(0.1 + (1600 / 16000.0)).Aperture - 0.02f);
    }

    [Fact]
    public void A_voice_that_is_not_there_is_named()
    {
        Should.Throw<InvalidOperationException>(() => EspeakSynthesizer.Speak("Hello.", "xx-nowhere", 150, 50)).Message.ShouldContain("xx-nowhere");
    }

    [Fact]
    public async Task Making_clips_stops_when_asked()
    {
        using CancellationTokenSource stop = new();
        Progress progress = new(_ => stop.Cancel());

        await Should.ThrowAsync<OperationCanceledException>(() =>
            TalkingFaceGenerator.GenerateAsync(Path.Combine(_folder.FullName, "stop"), 50, 1, s_small with { Parallelism = 1 }, progress, stop.Token));

        Directory.GetFiles(Path.Combine(_folder.FullName, "stop"), "*.wav").ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(_folder.FullName, "stop"), "*.mp4").Length.ShouldBeInRange(1, 3);
    }

    private Task<IReadOnlyList<SyntheticClip>> MakeAsync(string name, int clips, int seed) =>
        TalkingFaceGenerator.GenerateAsync(Path.Combine(_folder.FullName, name), clips, seed, s_small, cancellationToken: Stop);

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum() / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }

    private sealed class Progress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
