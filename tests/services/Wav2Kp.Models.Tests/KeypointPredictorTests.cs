using Shouldly;
using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class KeypointPredictorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-models-").FullName;

    [Fact]
    public void Windows_are_centred_on_the_middle_of_their_frame()
    {
        // 80 rows and 25 frames a second: frame k's middle is row 1.6 + 3.2 k
        int[] first = WindowPlan.Centred(4, 25, 80, 40);
        first.ShouldBe([-18, -15, -12, -9]);
    }

    [Fact]
    public void Windows_of_an_hour_do_not_drift()
    {
        Rational ntsc = new(30_000, 1_001);
        int frames = (int)(3_600 * ntsc.Value);
        int[] first = WindowPlan.Centred(frames, ntsc, 80, 40);
        double middle = (frames - 0.5) * 1_001 / 30_000 * 80;
        (first[^1] + 20.0 - middle).ShouldBeInRange(-0.5, 0.5);
    }

    [Fact]
    public void Pieces_cover_every_frame_and_overlap_by_half()
    {
        Segment[] pieces = [.. KeypointPredictor.OverlappingPieces(200, 75)];
        pieces.Select(piece => piece.FirstFrame).ShouldBe([0, 37, 74, 111, 125]);
        pieces.ShouldAllBe(piece => piece.Length == 75);
        KeypointPredictor.OverlappingPieces(75, 75).ShouldBe([new Segment(0, 75)]);
        KeypointPredictor.OverlappingPieces(76, 75).ShouldBe([new Segment(0, 75), new Segment(1, 75)]);
        KeypointPredictor.OverlappingPieces(500, 0).ShouldBe([new Segment(0, 500)]);
    }

    [Fact]
    public void Faces_at_another_rate_lie_between_those_of_the_model_s_rate()
    {
        (ModelPackage model, FeatureFile features) = Trained();
        using KeypointPredictor predictor = new(model, "cpu");

        float[] at25 = predictor.Predict(features, 25, 40), at50 = predictor.Predict(features, 50, 80);

        at25.Length.ShouldBe(40 * FacePoints.Values);
        for (int frame = 0; frame < 39; frame++)
        {
            for (int i = 0; i < FacePoints.Values; i++)
            {
                float here = at25[(frame * FacePoints.Values) + i], next = at25[((frame + 1) * FacePoints.Values) + i];
                at50[(2 * frame * FacePoints.Values) + i].ShouldBe(here, 1e-5f);
                at50[(((2 * frame) + 1) * FacePoints.Values) + i].ShouldBe((here + next) / 2, 1e-5f);
            }
        }
    }

    [Fact]
    public void A_posed_face_lies_on_the_frame_s_stable_points()
    {
        (ModelPackage model, _) = Trained();
        using KeypointPredictor predictor = new(model, "cpu");
        LandmarkTrack track = ToyClips.Track(3, 25, frame => frame / 25.0, frame => frame != 1, _ => 5, time => SimilarityTransform.From(1.5, 0.3 + time, 100 + (1_000 * time), 90));
        float[] faces = [.. model.MeanFace, .. model.MeanFace, .. model.MeanFace];

        float[] posed = predictor.PosedIn(faces, track);

        foreach (int point in FacePoints.Stable)
        {
            posed[2 * point].ShouldBe(track.Points[2 * point], 0.5f);
            posed[(2 * point) + 1].ShouldBe(track.Points[(2 * point) + 1], 0.5f);
        }
        // the frame without a face takes its neighbour's pose
        posed.AsSpan(FacePoints.Values, FacePoints.Values).SequenceEqual(posed.AsSpan(2 * FacePoints.Values, FacePoints.Values)).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => predictor.PosedIn(model.MeanFace, track));
    }

    [Fact]
    public void The_mean_face_is_level_and_of_unit_size()
    {
        float[] face = Trained().Model.MeanFace;
        FacePoints.InterOcularDistance(face).ShouldBe(1, 1e-5f);
        face[(2 * FacePoints.EyeOuterLeft) + 1].ShouldBe(face[(2 * FacePoints.EyeOuterRight) + 1], 1e-5f);
        face[2 * FacePoints.EyeOuterLeft].ShouldBeGreaterThan(face[2 * FacePoints.EyeOuterRight]);
        FacePoints.Stable.ToArray().Average(point => face[2 * point]).ShouldBe(0, 1e-5);
    }

    [Fact]
    public void The_seed_s_crop_is_widened_by_half_its_width_and_by_the_width_above()
    {
        float[] points = new float[FacePoints.Values];
        for (int i = 0; i < FacePoints.Count; i++)
        {
            (points[2 * i], points[(2 * i) + 1]) = (100 + (i % 2 * 40), 200 + (i / 2 % 2 * 60));
        }
        SeedCrop crop = SeedCrop.Around(points);
        crop.ShouldBe(new SeedCrop(80, 160, 80, 120));
        float[] inCrop = new float[FacePoints.Values], back = new float[FacePoints.Values];
        crop.ToCrop(points, inCrop);
        inCrop[..2].ShouldBe([0.25f, 1 / 3f]);
        crop.ToSource(inCrop, back);
        back.Zip(points, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Predictions_leave_no_tensor_behind()
    {
        (ModelPackage model, FeatureFile features) = Trained();
        using KeypointPredictor predictor = new(model, "cpu");
        predictor.Predict(features, 25, 40);
        long before = torch.Tensor.TotalCount;
        for (int i = 0; i < 20; i++)
        {
            predictor.Predict(features, 25, 40);
        }
        torch.Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    [Fact]
    public void Speech_with_other_features_is_refused()
    {
        (ModelPackage model, _) = Trained();
        using KeypointPredictor predictor = new(model, "cpu");
        FeatureFile other = FeatureFile.Compute(new float[16_000], new FeatureParameters { Mfcc = new MfccParameters { HopLength = 160 } }, TestContext.Current.CancellationToken);
        Should.Throw<InvalidDataException>(() => predictor.Predict(other, 25, 25)).Message.ShouldContain("extract them again");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (ModelPackage Model, FeatureFile Features) Trained()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        ModelPackage model = KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "2")), clips, new TrainingOptions { Device = "cpu", Threads = 1 }).Package;
        return (model, FeatureFile.Load(clips.Test[0].FeaturesPath));
    }
}
