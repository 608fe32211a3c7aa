using System.Formats.Tar;
using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Synthetic;
using Wav2Kp.Media;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class LandmarkExtractorTests : IDisposable
{
    private readonly TestClips _clips = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Landmarks => _clips.PathOf("landmarks.safetensors");

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Every_frame_of_a_real_clip_gets_points_that_hold_still_while_the_mouth_moves()
    {
        (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(TestClips.Real);

        (summary.Frames, summary.Valid, summary.OtherFaces).ShouldBe((75, 75, 0));
        // the detector begins and glances at every tenth frame, the rest is tracked
        summary.Detections.ShouldBeLessThanOrEqualTo(9);
        summary.MeanConfidence.ShouldBeGreaterThan(0.8);
        (track.Width, track.Height, track.FrameRate).ShouldBe((360, 288, new Rational(25, 1)));
        track.Source.ShouldStartWith("network:");
        track.Source.Length.ShouldBe("network:".Length + 12);

        // this speaker keeps his head still: from frame to frame the eyes' corners and the nose move less than a pixel on average
        double jitter = 0;
        for (int frame = 1; frame < 75; frame++)
        {
            foreach (int point in FacePoints.Stable)
            {
                jitter += Math.Sqrt(
                    Math.Pow(track.PointsOf(frame)[2 * point] - track.PointsOf(frame - 1)[2 * point], 2)
                    + Math.Pow(track.PointsOf(frame)[(2 * point) + 1] - track.PointsOf(frame - 1)[(2 * point) + 1], 2));
            }
        }
        (jitter / 74 / FacePoints.Stable.Length).ShouldBeLessThan(1.0);
        double[] opening = [.. Enumerable.Range(0, 75).Select(frame => (double)FacePoints.MouthOpening(track.PointsOf(frame)) / FacePoints.InterOcularDistance(track.PointsOf(frame)))];
        (opening.Max() - opening.Min()).ShouldBeGreaterThan(0.06);

        // "bin blue at f two now": the mouth is more open where there is a voice than in the silence before and after
        float[] sound = await AudioDecoder.DecodeAsync(TestClips.Real, 16000, Stop);
        double[] loudness = [.. Enumerable.Range(0, 75).Select(frame => Math.Sqrt(sound.Skip(frame * 640).Take(640).Select(s => (double)s * s).DefaultIfEmpty().Average()))];
        double threshold = loudness.Order().ElementAt(45);
        opening.Where((_, frame) => loudness[frame] > threshold).Average().ShouldBeGreaterThan(opening.Where((_, frame) => loudness[frame] <= threshold).Average() + 0.005);
    }

    [Fact]
    public async Task The_crops_are_aligned_JPEG_pictures_and_their_transform_is_recorded()
    {
        string tar = _clips.PathOf("faces.tar");
        using LandmarkExtractor extractor = new(new LandmarkOptions { Model = TestClips.Network });
        await extractor.ExtractAsync(TestClips.Real, Landmarks, tar, null, Stop);
        LandmarkTrack track = LandmarkTrack.Load(Landmarks);

        int entries = 0;
        await using FileStream file = File.OpenRead(tar);
        await using TarReader reader = new(file);
        while (await reader.GetNextEntryAsync(copyData: true, Stop) is { } entry)
        {
            entry.Name.ShouldBe($"{entries:D6}.jpg");
            using MemoryStream data = new();
            await entry.DataStream!.CopyToAsync(data, Stop);
            using Mat crop = Mat.FromImageData(data.ToArray());
            (crop.Width, crop.Height).ShouldBe((FaceCrop.Size, FaceCrop.Size));
            SimilarityTransform toCrop = SimilarityTransform.FromMatrix(track.Crop.AsSpan(6 * entries, 6));
            float[] aligned = toCrop.Apply(track.PointsOf(entries));
            // upright, and the eyes at about the same height and distance in every crop
            float tilt = aligned[(2 * FacePoints.EyeOuterLeft) + 1] - aligned[(2 * FacePoints.EyeOuterRight) + 1];
            tilt.ShouldBe(0, 6);
            FacePoints.InterOcularDistance(aligned).ShouldBe(88, 9);
            aligned.ShouldAllBe(value => value > 0 && value < FaceCrop.Size);
            entries++;
        }
        entries.ShouldBe(75);
    }

    [Theory]
    [InlineData("brwg8p")]
    [InlineData("lgbf8n")]
    [InlineData("bbizzn")]
    [InlineData("prii9a")]
    public async Task First_frames_whose_picture_the_video_lacks_are_restored_from_their_differences_and_flagged(string clip)
    {
        // these recordings were cut from their key frame: their first 12 frames hold nothing but what changed from frame to frame
        (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(SharedFolder.PathOf("data", "grid-s1", $"{clip}.mpg"));

        (summary.Frames, summary.Valid, summary.Restored).ShouldBe((75, 75, 12));
        for (int frame = 0; frame < 75; frame++)
        {
            track.FlagsOf(frame).HasFlag(FrameFlags.Restored).ShouldBe(frame < 12);
        }
        track.Confidence.Take(12).Max().ShouldBeLessThanOrEqualTo(0.5f);
        // the head is where it is in the first whole picture, within what heads move in half a second
        for (int frame = 0; frame < 12; frame++)
        {
            FacePoints.NormalisedError(track.PointsOf(frame), track.PointsOf(12)).ShouldBeLessThan(0.12f);
        }
        // and training leaves these frames out
        track.MaskFlagged();
        track.Valid.Take(12).ShouldAllBe(valid => valid == 0);
    }

    [Fact]
    public async Task Frames_that_show_no_face_are_invalid_and_hold_no_made_up_points()
    {
        string clip = _clips.Make(TestClips.Real, "late.mp4", "-an", "-vf", "drawbox=t=fill:color=gray:enable='lt(n,12)'");

        (_, LandmarkTrack track) = await ExtractAsync(clip);

        Enumerable.Range(0, 75).Where(frame => track.Valid[frame] == 0).ShouldBe(Enumerable.Range(0, 12));
        track.Points.Take(12 * FacePoints.Values).ShouldAllBe(value => value == 0);
        track.Box.Take(12 * 4).Concat(track.Crop.Take(12 * 6)).Concat(track.Confidence.Take(12)).ShouldAllBe(value => value == 0);
        track.PointsOf(12).ToArray().ShouldAllBe(value => value > 0);
    }

    [Fact]
    public async Task First_frames_in_which_the_detector_sees_nothing_are_recovered_backwards()
    {
        // the head comes up from a slant that the cascade does not know
        const double Slant = 0.95;
        string clip = _clips.Make(TestClips.Real, "slant.mp4", "-an", "-vf", $"rotate='if(lt(n,25),{Slant}*(1-n/25),0)':c=gray");
        using (HaarFaceDetector detector = new())
        {
            await foreach (VideoFrame frame in VideoReader.ReadAsync(clip, Stop))
            {
                using (frame)
                using (Mat picture = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, frame.Bgr.ToArray()))
                {
                    detector.Detect(picture).ShouldBeEmpty();
                }
                break;
            }
        }

        (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(clip);

        summary.Valid.ShouldBe(75);
        // it took the detector some frames, so that those before were found backwards
        summary.Detections.ShouldBeGreaterThan(6);
        Tilt(track, 74).ShouldBe(0, 0.1);
        // the points really lie on the slanted face
        Tilt(track, 0).ShouldBe(Slant, 0.12);
        Tilt(track, 12).ShouldBe(Slant * 13 / 25, 0.12);

        static double Tilt(LandmarkTrack track, int frame) => SimilarityTransform.Fit(FaceCrop.Canonical, track.PointsOf(frame)).Rotation;
    }

    [Fact]
    public async Task A_face_that_goes_away_and_comes_back_is_found_again()
    {
        string clip = _clips.Make(TestClips.Real, "gap.mp4", "-an", "-vf", "drawbox=t=fill:color=black:enable='between(n,30,45)'");

        (_, LandmarkTrack track) = await ExtractAsync(clip);

        Enumerable.Range(0, 75).Where(frame => track.Valid[frame] == 0).ShouldBe(Enumerable.Range(30, 16));
    }

    [Theory]
    [InlineData("testsrc2=s=360x288:r=25:d=1.2")]
    [InlineData("mandelbrot=s=360x288:r=25")]
    [InlineData("life=s=360x288:mold=10:r=25:seed=3")]
    public async Task A_clip_without_a_face_is_rejected(string picture)
    {
        string clip = _clips.Run("noface.mp4", "-f", "lavfi", "-i", picture, "-t", "1.2", "-pix_fmt", "yuv420p");
        await RejectedAsync(clip);
    }

    [Fact]
    public async Task A_face_upside_down_is_not_given_points_of_an_upright_one()
    {
        await RejectedAsync(_clips.Make(TestClips.Real, "upside.mp4", "-an", "-vf", "vflip"), ownNetwork: true);
    }

    [Fact]
    public async Task Of_two_faces_one_is_followed_and_the_other_counted()
    {
        string clip = _clips.Run("two.mp4", "-i", TestClips.Real, "-i", TestClips.Other, "-filter_complex", "[0:v]scale=540:432,crop=432:432[a];[1:v]pad=360:432[b];[a][b]hstack", "-an");

        (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(clip);

        summary.OtherFaces.ShouldBe(1);
        track.OtherFaces.ShouldBe(1);
        summary.Valid.ShouldBe(75);
        // the larger one, on the left, in every frame
        Enumerable.Range(0, 75).ShouldAllBe(frame => track.Box[4 * frame] + track.Box[(4 * frame) + 2] < 440);
    }

    [Fact]
    public async Task Points_found_on_drawn_faces_lie_near_the_known_ones()
    {
        IReadOnlyList<SyntheticClip> drawn = await TalkingFaceGenerator.GenerateAsync(_clips.Folder, 3, 21, cancellationToken: Stop);
        foreach (SyntheticClip clip in drawn)
        {
            LandmarkTrack known = LandmarkTrack.Load(clip.LandmarksPath);
            (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(clip.VideoPath);

            summary.Valid.ShouldBe(known.FrameCount);
            track.ErrorAgainst(known).ShouldNotBeNull().ShouldBeLessThan(0.07);
            track.Timestamps.ShouldBe(known.Timestamps, 1e-6);
        }
    }

    [Fact]
    public async Task YuNet_finds_the_face_that_the_cascade_finds()
    {
        (_, LandmarkTrack haar) = await ExtractAsync(TestClips.Real);
        (LandmarkSummary summary, LandmarkTrack yunet) = await ExtractAsync(TestClips.Real, TestClips.YuNet);

        summary.Valid.ShouldBe(75);
        yunet.ErrorAgainst(haar).ShouldNotBeNull().ShouldBeLessThan(0.02);
    }

    [Fact]
    public async Task A_clip_at_30000_1001_frames_keeps_its_exact_rate_and_two_frames_are_enough()
    {
        string clip = _clips.Make(TestClips.Real, "short clip, 29.97 'é'.mp4", "-an", "-r", "30000/1001", "-frames:v", "2");

        (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(clip);

        (summary.Frames, summary.Valid).ShouldBe((2, 2));
        track.FrameRate.ShouldBe(new Rational(30000, 1001));
        track.Timestamps[1].ShouldBe(1001 / 30000.0, 1e-4);
    }

    [Fact]
    public async Task A_rejected_clip_leaves_no_file_behind()
    {
        string clip = _clips.Run("noface.mp4", "-f", "lavfi", "-i", "testsrc2=s=360x288:r=25:d=1", "-pix_fmt", "yuv420p");
        using LandmarkExtractor extractor = new(new LandmarkOptions { Model = TestClips.Network });

        await Should.ThrowAsync<InputRejectedException>(() => extractor.ExtractAsync(clip, Landmarks, _clips.PathOf("faces.tar"), null, Stop));

        Directory.GetFiles(_clips.Folder).ShouldBe([clip]);
    }

    [Fact]
    public async Task A_file_that_has_vanished_is_rejected_with_what_to_do()
    {
        using LandmarkExtractor extractor = new(new LandmarkOptions { Model = TestClips.Network });

        InputRejectedException error = await Should.ThrowAsync<InputRejectedException>(() => extractor.ExtractAsync(_clips.PathOf("gone.mp4"), Landmarks, null, null, Stop));

        error.Code.ShouldBe(RejectionCodes.Vanished);
        File.Exists(Landmarks).ShouldBeFalse();
    }

    [Fact]
    public async Task Extraction_stops_when_asked_and_leaves_nothing()
    {
        using CancellationTokenSource stop = new();
        using LandmarkExtractor extractor = new(new LandmarkOptions { Model = TestClips.Network });
        Reporter progress = new(_ => stop.Cancel());

        await Should.ThrowAsync<OperationCanceledException>(() => extractor.ExtractAsync(TestClips.Real, Landmarks, _clips.PathOf("faces.tar"), progress, stop.Token));

        Directory.GetFiles(_clips.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_landmark_file_is_told_what_was_expected()
    {
        string text = _clips.PathOf("network.onnx");
        File.WriteAllText(text, "this is not a network");
        string[] messages =
        [
            Should.Throw<InvalidDataException>(() => new OnnxLandmarkNetwork(text)).Message,
            Should.Throw<InvalidDataException>(() => new OnnxLandmarkNetwork(TestClips.YuNet)).Message,
        ];

        foreach (string message in messages)
        {
            message.ShouldContain("160");
            message.ShouldContain("68 points");
        }
        messages[0].ShouldContain(text);
        Should.Throw<FileNotFoundException>(() => new OnnxLandmarkNetwork(_clips.PathOf("none.onnx"))).Message.ShouldContain("none.onnx");
        Should.Throw<InvalidDataException>(() => new HaarFaceDetector(text)).Message.ShouldContain("cascade");
        Should.Throw<InvalidDataException>(() => new YuNetFaceDetector(text)).Message.ShouldContain("YuNet");
    }

    [Fact]
    public void The_network_is_as_good_on_annotated_faces_as_its_reference()
    {
        // every eighth of the annotated test faces, boxes from the true points: the reference figure is 0.066
        using OnnxLandmarkNetwork network = new(TestClips.Network);
        float[][] truth = [.. System.Text.Json.JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("data", "landmarks68", "test.json"))).RootElement
            .EnumerateArray().Select(face => face.GetProperty("points").EnumerateArray().SelectMany(point => point.EnumerateArray().Select(v => v.GetSingle())).ToArray())];
        string[] names = [.. System.Text.Json.JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("data", "landmarks68", "test.json"))).RootElement
            .EnumerateArray().Select(face => Path.GetFileName(face.GetProperty("image").GetString()!))];
        List<double> errors = [];
        using TarReader reader = new(File.OpenRead(SharedFolder.PathOf("data", "landmarks68", "test.tar")));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            int index = Array.IndexOf(names, Path.GetFileName(entry.Name));
            if (index < 0 || index % 8 != 0)
            {
                continue;
            }
            using MemoryStream data = new();
            entry.DataStream!.CopyTo(data);
            using Mat picture = Mat.FromImageData(data.ToArray());
            FaceBox box = FaceBox.Around(truth[index]);
            float[] points = new float[FacePoints.Values];
            network.Predict(picture, box.CentreX, box.CentreY, 1.2f * Math.Max(box.Width, box.Height), points);
            errors.Add(FacePoints.NormalisedError(points, truth[index]));
        }

        errors.Count.ShouldBeGreaterThan(40);
        errors.Average().ShouldBeLessThan(0.08);
    }

    private async Task<(LandmarkSummary Summary, LandmarkTrack Track)> ExtractAsync(string clip, string? detector = null, bool ownNetwork = false)
    {
        using LandmarkExtractor extractor = new(new LandmarkOptions { Model = ownNetwork ? null : TestClips.Network, Detector = detector });
        LandmarkSummary summary = await extractor.ExtractAsync(clip, Landmarks, null, null, Stop);
        LandmarkTrack track = LandmarkTrack.Load(Landmarks);
        (track.FrameCount, track.ValidCount).ShouldBe((summary.Frames, summary.Valid));
        return (summary, track);
    }

    private async Task RejectedAsync(string clip, bool ownNetwork = false)
    {
        InputRejectedException error = await Should.ThrowAsync<InputRejectedException>(() => ExtractAsync(clip, ownNetwork: ownNetwork));

        error.Code.ShouldBe(RejectionCodes.NoFace);
        error.Message.ShouldContain("face");
        File.Exists(Landmarks).ShouldBeFalse();
    }

    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
