using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Faces.Tests;

/// <summary>The network that comes with Wav2Kp, on pictures that it was not trained on.</summary>
public sealed class LandmarkNetworkTests : IDisposable
{
    private readonly LandmarkNetwork _network = LandmarkNetwork.Default();

    [Fact]
    public void It_finds_the_points_of_the_test_faces()
    {
        (float Error, float Confidence)[] faces = OnTestFaces(jitter: false);
        faces.Length.ShouldBe(385);
        faces.Average(face => face.Error).ShouldBeLessThanOrEqualTo(0.045f);
        (faces.Count(face => face.Error > 0.08f) / (double)faces.Length).ShouldBeLessThanOrEqualTo(0.03);
        faces.Average(face => face.Confidence).ShouldBeGreaterThan(0.9f);
    }

    [Fact]
    public void Of_faces_with_confidence_c_a_share_of_c_is_right()
    {
        // squares that are off by what a detector's boxes are, so that some faces are hard
        (float Error, float Confidence)[] faces = OnTestFaces(jitter: true);
        double calibration = 0;
        foreach (IGrouping<int, (float Error, float Confidence)> bin in faces.GroupBy(face => Math.Min((int)(face.Confidence * 5), 4)))
        {
            double said = bin.Average(face => face.Confidence), right = bin.Average(face => face.Error < 0.08f ? 1.0 : 0);
            calibration += Math.Abs(said - right) * bin.Count() / faces.Length;
        }
        calibration.ShouldBeLessThan(0.06);
    }

    [Fact]
    public void Where_there_is_no_face_the_confidence_is_near_0()
    {
        Random random = new(1);
        List<float> found = [];
        float[] points = new float[FacePoints.Values];
        for (int i = 0; i < 60; i++)
        {
            using Mat picture = new(120, 120, MatType.CV_8UC3, Scalar.All(random.Next(256)));
            if (i % 3 > 0)
            {
                byte[] noise = new byte[120 * 120 * 3];
                random.NextBytes(noise);
                System.Runtime.InteropServices.Marshal.Copy(noise, 0, picture.Data, noise.Length);
            }
            if (i % 3 == 2)
            {
                Cv2.GaussianBlur(picture, picture, new Size(0, 0), 1 + (random.NextDouble() * 12));
                Cv2.Normalize(picture, picture, 0, 255, NormTypes.MinMax);
            }
            found.Add(_network.Predict(picture, 60, 60, 100, 0, points));
        }
        // corners of the test pictures, where the face is not
        using LabelledPictures pictures = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        foreach (LabelledPicture item in pictures.Items.Take(60))
        {
            using Mat picture = pictures.Read(item);
            found.Add(_network.Predict(picture, 24, picture.Height - 24, 48, 0, points));
        }
        found.Average().ShouldBeLessThan(0.03f);
        found.Count(confidence => confidence > 0.5f).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void A_turned_square_finds_a_turned_face()
    {
        using LabelledPictures pictures = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        LabelledPicture item = pictures.Items[3];
        using Mat picture = pictures.Read(item), turned = new();
        // 90 degrees clockwise: (x, y) goes to (height - 1 - y, x)
        Cv2.Rotate(picture, turned, RotateFlags.Rotate90Clockwise);
        (float x, float y, float side) = _network.CropFor(item.Points);
        float[] upright = new float[FacePoints.Values], found = new float[FacePoints.Values];
        float confidence = _network.Predict(picture, x, y, side, 0, upright);
        float again = _network.Predict(turned, picture.Height - 1 - y, x, side, MathF.PI / 2, found);
        float[] expected = [.. Enumerable.Range(0, FacePoints.Count).SelectMany(i => new[] { picture.Height - 1 - upright[(2 * i) + 1], upright[2 * i] })];
        FacePoints.NormalisedError(found, expected).ShouldBeLessThan(0.005f);
        again.ShouldBe(confidence, 0.02f);
        LandmarkCrop.AngleOf(found).ShouldBe(LandmarkCrop.AngleOf(upright) + (MathF.PI / 2), 0.02f);
    }

    [Fact]
    public void Expected_errors_are_larger_where_the_face_is_hidden()
    {
        using LabelledPictures pictures = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        double open = 0, hidden = 0;
        float[] points = new float[FacePoints.Values], errors = new float[FacePoints.Count];
        foreach (LabelledPicture item in pictures.Items.Take(40))
        {
            using Mat picture = pictures.Read(item);
            (float x, float y, float side) = _network.CropFor(item.Points);
            _network.Predict(picture, x, y, side, 0, points, errors);
            open += errors[FacePoints.Lips].Average();
            errors.ShouldAllBe(error => error > 0 && error < side);
            // a hand over the mouth
            (float left, float top, float right, float bottom) = (item.Points[96], item.Points[2 * 33 + 1], item.Points[108], item.Points[2 * 8 + 1]);
            Cv2.Rectangle(picture, new Point(left - 8, top), new Point(right + 8, bottom), new Scalar(120, 150, 200), -1);
            _network.Predict(picture, x, y, side, 0, points, errors);
            hidden += errors[FacePoints.Lips].Average();
        }
        hidden.ShouldBeGreaterThan(1.2 * open);
    }

    [Fact]
    public void Its_crop_moves_grows_and_turns_with_the_face()
    {
        using LabelledPictures pictures = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        float[] points = pictures.Items[0].Points;
        (float x, float y, float side) = LandmarkCrop.Around(points);
        SimilarityTransform move = new(2 * Math.Cos(0.4), 2 * Math.Sin(0.4), 30, -10);
        (float movedX, float movedY, float movedSide) = LandmarkCrop.Around(move.Apply(points));
        (double expectedX, double expectedY) = move.Apply(x, y);
        movedX.ShouldBe((float)expectedX, 0.01f);
        movedY.ShouldBe((float)expectedY, 0.01f);
        movedSide.ShouldBe(2 * side, 0.01f);
        LandmarkCrop.AngleOf(move.Apply(points)).ShouldBe(LandmarkCrop.AngleOf(points) + 0.4f, 1e-4f);
    }

    [Fact]
    public void A_file_that_is_something_else_is_refused_with_what_it_lacks()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "no network");
            Should.Throw<InvalidDataException>(() => LandmarkNetwork.Load(path)).Message.ShouldContain("no landmark network");
            Media.SafetensorsFile.Write(path, [Media.SafetensorsTensor.FromFloats("w", [1], [1])]);
            Should.Throw<InvalidDataException>(() => LandmarkNetwork.Load(path)).Message.ShouldContain("inputSize");
            Dictionary<string, string> metadata = LandmarkNetwork.Describe(_network.Shape, 1, 0, 1);
            Media.SafetensorsFile.Write(path, [Media.SafetensorsTensor.FromFloats("stages.0.down.weight", [1], [1])], metadata);
            Should.Throw<InvalidDataException>(() => LandmarkNetwork.Load(path)).Message.ShouldContain("stages.0.down.weight");
            Media.SafetensorsFile.Write(path, [], LandmarkNetwork.Describe(_network.Shape with { InputSize = 90 }, 1, 0, 1));
            Should.Throw<InvalidDataException>(() => LandmarkNetwork.Load(path)).Message.ShouldContain("multiple");
            Should.Throw<FileNotFoundException>(() => LandmarkNetwork.Load(path + ".nowhere"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose() => _network.Dispose();

    private (float Error, float Confidence)[] OnTestFaces(bool jitter)
    {
        using LabelledPictures pictures = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        Random random = new(2);
        return [.. pictures.Items.Select(item =>
        {
            using Mat picture = pictures.Read(item);
            (float x, float y, float side) = _network.CropFor(item.Points);
            if (jitter)
            {
                x += (random.NextSingle() - 0.5f) * 0.25f * side;
                y += (random.NextSingle() - 0.5f) * 0.25f * side;
                side *= 0.8f + (random.NextSingle() * 0.5f);
            }
            float[] points = new float[FacePoints.Values];
            float confidence = _network.Predict(picture, x, y, side, 0, points);
            return (FacePoints.NormalisedError(points, item.Points), confidence);
        })];
    }
}
