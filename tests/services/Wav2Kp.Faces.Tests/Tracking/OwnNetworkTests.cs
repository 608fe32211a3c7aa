using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Media;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Faces.Tests.Tracking;

/// <summary>Wav2Kp's own detector and landmark network, as a user gets them: with no file to name.</summary>
public sealed class OwnNetworkTests : IDisposable
{
    private readonly TestClips _clips = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Every_frame_of_every_speaker_shows_a_face_right_from_the_first()
    {
        foreach (string path in Directory.GetFiles(SharedFolder.PathOf("data", "grid-multi"), "*.mpg").Order(StringComparer.Ordinal).Take(4))
        {
            (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(path);

            (summary.Frames, summary.Valid, summary.Restored).ShouldBe((75, 75, 0), path);
            track.Flags.Count(flags => flags != 0).ShouldBeLessThan(8, path);
            track.Blur.ShouldAllBe(blur => blur > 0 && blur < FrameQuality.MostBlur);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(-30)]
    public void Annotated_faces_are_found_upright_and_tilted(int degrees)
    {
        using LabelledPictures test = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        using LandmarkExtractor extractor = new(new LandmarkOptions());
        int found = 0, all = 0;
        List<double> errors = [];
        foreach (LabelledPicture item in test.Items.Where((_, i) => i % 6 == 0))
        {
            using Mat picture = test.Read(item);
            using Mat turned = new();
            double angle = degrees * Math.PI / 180;
            SimilarityTransform about = SimilarityTransform.From(1, 0, -95.5, -95.5).Then(SimilarityTransform.From(1, angle, 95.5, 95.5));
            Warp(picture, turned, about, 192);
            float[] truth = about.Apply(item.Points);

            all++;
            float error = extractor.FindInPicture(turned).Select(points => FacePoints.NormalisedError(points, truth)).DefaultIfEmpty(1).Min();
            if (error < 0.15)
            {
                found++;
                errors.Add(error);
            }
        }
        ((double)found / all).ShouldBeGreaterThanOrEqualTo(0.97);
        errors.Average().ShouldBeLessThan(0.06);
    }

    [Fact]
    public void Fifty_small_faces_are_found_apart()
    {
        using LabelledPictures test = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        using ConvolutionalFaceDetector detector = new();
        using Mat crowd = new(600, 1200, MatType.CV_8UC3, Scalar.All(120));
        List<FaceBox> truth = [];
        for (int i = 0; i < 50; i++)
        {
            using Mat picture = test.Read(test.Items[i * 7]);
            using Mat small = new();
            Cv2.Resize(picture, small, new Size(112, 112), 0, 0, InterpolationFlags.Area);
            (int x, int y) = (4 + (i % 10 * 119), 4 + (i / 10 * 119));
            using Mat place = crowd.SubMat(new Rect(x, y, 112, 112));
            small.CopyTo(place);
            truth.Add(FaceBox.Around(SimilarityTransform.From(112 / 192.0, 0, x, y).Apply(test.Items[i * 7].Points)));
        }

        IReadOnlyList<FaceBox> found = detector.Detect(crowd, thorough: true);

        truth.Count(face => found.Any(box => box.Overlap(face) > 0.3f)).ShouldBeGreaterThanOrEqualTo(45);
        found.Count.ShouldBeLessThan(65);
    }

    [Fact]
    public void No_face_is_found_in_textures_and_pictures_of_a_pixel()
    {
        using LandmarkExtractor extractor = new(new LandmarkOptions());
        Random random = new(2);
        int alarms = 0;
        for (int i = 0; i < 30; i++)
        {
            using Mat noise = new(6 + i, 8 + i, MatType.CV_8UC3);
            random.NextBytes(noise.AsSpan<byte>());
            using Mat picture = new();
            Cv2.Resize(noise, picture, new Size(320, 240), 0, 0, i % 2 == 0 ? InterpolationFlags.Cubic : InterpolationFlags.Nearest);
            alarms += extractor.FindInPicture(picture).Count;
        }
        alarms.ShouldBeLessThanOrEqualTo(1);
        using Mat pixel = new(1, 1, MatType.CV_8UC3, Scalar.All(200));
        extractor.FindInPicture(pixel).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_faces_of_a_size_the_one_whose_mouth_moves_with_the_voice_is_the_speaker()
    {
        // both heads move as they did; the picture of one is that of another sentence, and the sound belongs to the other
        foreach (bool left in (bool[])[true, false])
        {
            string speaker = SharedFolder.PathOf("data", "grid-multi", "lwbsza.mpg"), other = SharedFolder.PathOf("data", "grid-multi", "swiz3n.mpg");
            string clip = _clips.Run($"pair-{left}.mp4", "-i", left ? speaker : other, "-i", left ? other : speaker, "-filter_complex",
                left ? "[1:v]trim=0:0.2,loop=loop=-1:size=5,setpts=N/25/TB,trim=0:3[b];[0:v][b]hstack[v]" : "[0:v]trim=0:0.2,loop=loop=-1:size=5,setpts=N/25/TB,trim=0:3[b];[b][1:v]hstack[v]",
                "-map", "[v]", "-map", left ? "0:a" : "1:a", "-frames:v", "75");

            (LandmarkSummary summary, LandmarkTrack track) = await ExtractAsync(clip);

            (summary.Faces, summary.OtherFaces).ShouldBe((2, 1));
            track.ChosenBy.ShouldBe("voice");
            (track.Box[4 * 40] < 360).ShouldBe(left);
            track.OtherValid.Count(valid => valid != 0).ShouldBeGreaterThan(60);
        }
    }

    [Fact]
    public async Task A_contact_sheet_shows_worst_and_median_frames()
    {
        string sheet = _clips.PathOf("sheet.jpg");
        using LandmarkExtractor extractor = new(new LandmarkOptions());
        await extractor.ExtractAsync(TestClips.Real, _clips.PathOf("landmarks.safetensors"), null, sheet, null, Stop);

        using Mat picture = Cv2.ImRead(sheet);
        picture.Width.ShouldBe(6 * 220);
        picture.Height.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void A_head_that_turns_is_told_how_far()
    {
        // an average head of the morphable model, turned and seen from far away
        SafetensorsFile model = SafetensorsFile.Read(SharedFolder.PathOf("data", "ict-facekit", "ict_facekit.safetensors"));
        float[] mesh = model.Tensors.Values.First(tensor => tensor.Name.Contains("neutral", StringComparison.Ordinal)).As<float>().ToArray();
        SafetensorsTensor landmarks = model.Tensors.Values.First(tensor => tensor.Count == FacePoints.Count);
        int[] vertices = landmarks.DType == SafetensorsDType.I64 ? [.. landmarks.As<long>().ToArray().Select(v => (int)v)] : landmarks.As<int>().ToArray();
        FacePose front = Pose(0, 0);
        foreach (int degrees in (int[])[-35, -20, 20, 35])
        {
            (Pose(degrees, 0).Yaw - front.Yaw).ShouldBe(degrees, 7);
            (Pose(0, degrees * 0.6).Pitch - front.Pitch).ShouldBe((float)(degrees * 0.6), 7);
        }
        Math.Abs(front.Yaw).ShouldBeLessThan(3);
        Math.Abs(front.Pitch).ShouldBeLessThan(12);

        FacePose Pose(double yaw, double pitch)
        {
            (double cy, double sy, double cp, double sp) = (Math.Cos(yaw * Math.PI / 180), Math.Sin(yaw * Math.PI / 180), Math.Cos(pitch * Math.PI / 180), Math.Sin(pitch * Math.PI / 180));
            float[] points = new float[FacePoints.Values];
            for (int i = 0; i < FacePoints.Count; i++)
            {
                // y upwards, z towards the camera
                (double x, double y, double z) = (mesh[3 * vertices[i]], -mesh[(3 * vertices[i]) + 1], mesh[(3 * vertices[i]) + 2]);
                (x, z) = ((x * cy) + (z * sy), (z * cy) - (x * sy));
                (y, z) = ((y * cp) + (z * sp), (z * cp) - (y * sp));
                (points[2 * i], points[(2 * i) + 1]) = ((float)(200 + (10 * x)), (float)(200 + (10 * y)));
            }
            return FacePose.Of(points);
        }
    }

    private static void Warp(Mat picture, Mat turned, SimilarityTransform transform, int side)
    {
        using Mat matrix = new(2, 3, MatType.CV_64FC1);
        float[] values = transform.ToMatrix();
        for (int i = 0; i < values.Length; i++)
        {
            matrix.Set(i / 3, i % 3, (double)values[i]);
        }
        Cv2.WarpAffine(picture, turned, matrix, new Size(side, side), InterpolationFlags.Linear, BorderTypes.Replicate);
    }

    private async Task<(LandmarkSummary Summary, LandmarkTrack Track)> ExtractAsync(string clip)
    {
        string landmarks = _clips.PathOf("landmarks.safetensors");
        using LandmarkExtractor extractor = new(new LandmarkOptions());
        LandmarkSummary summary = await extractor.ExtractAsync(clip, landmarks, null, null, Stop);
        return (summary, LandmarkTrack.Load(landmarks));
    }
}
