using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Faces.Synthetic;
using Wav2Kp.Faces.Synthetic.Model3D;
using Wav2Kp.Media;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class RenderedFacesTests(RenderedFacesTests.Model model) : IClassFixture<RenderedFacesTests.Model>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-rendered-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The 3D model, read once.</summary>
    public sealed class Model
    {
        public static string Path => SharedFolder.PathOf("data", "ict-facekit", "ict_facekit.safetensors");

        internal FaceMesh Mesh { get; } = FaceMesh.Load(Path);
    }

    [Fact]
    public void The_same_seed_renders_the_same_pictures_and_another_one_others()
    {
        FaceRenderer renderer = new(model.Mesh);
        LabelledPicture first = renderer.Render(3, 5, 128, out byte[] jpeg);
        LabelledPicture again = renderer.Render(3, 5, 128, out byte[] same);
        same.ShouldBe(jpeg);
        again.Points.ShouldBe(first.Points);
        renderer.Render(4, 5, 128, out byte[] other);
        other.ShouldNotBe(jpeg);
    }

    [Fact]
    public void The_points_fill_the_same_share_of_every_picture()
    {
        FaceRenderer renderer = new(model.Mesh);
        for (int i = 0; i < 24; i++)
        {
            LabelledPicture picture = renderer.Render(1, i, 160, out _);
            FaceBox box = FaceBox.Around(picture.Points);
            (Math.Max(box.Width, box.Height) / 160).ShouldBeInRange(1 / 1.93f, 1 / 1.72f);
            picture.Visible!.Count(flag => flag != 0).ShouldBeGreaterThan(20);
            picture.Source.ShouldBe("ict");
        }
    }

    [Fact]
    public void An_independent_network_finds_the_points_where_they_are_said_to_be()
    {
        using OnnxLandmarkNetwork network = new(TestClips.Network);
        FaceRenderer renderer = new(model.Mesh);
        List<float> errors = [];
        float[] points = new float[FacePoints.Values];
        for (int i = 0; i < 40; i++)
        {
            LabelledPicture truth = renderer.Render(2, i, 192, out byte[] jpeg);
            using Mat picture = PictureFile.Decode(jpeg);
            (float x, float y, float side) = network.CropFor(truth.Points);
            network.Predict(picture, x, y, side, points);
            errors.Add(FacePoints.NormalisedError(points, truth.Points));
        }
        errors.Sort();
        errors[errors.Count / 2].ShouldBeLessThan(0.10f);
    }

    [Fact]
    public void The_jaws_far_side_is_the_visible_outline_of_a_turned_head()
    {
        Jaw(0.6f, out float[] turned, out float[] fixedPoints);
        // the nose goes to the picture's right, so the far cheek is on the right: points 9 to 16
        for (int i = 11; i <= 16; i++)
        {
            turned[2 * i].ShouldBeGreaterThanOrEqualTo(fixedPoints[2 * i] - 1e-3f);
        }
        (turned[2 * 14] - fixedPoints[2 * 14]).ShouldBeGreaterThan(0.2f, "centimetres of the cheek that stand out over the jaw line's own vertices");
    }

    [Fact]
    public void Closed_eyes_and_an_open_jaw_show_in_the_points()
    {
        System.Numerics.Vector3[] rest = model.Mesh.Shape([], new Dictionary<string, float>());
        System.Numerics.Vector3[] talk = model.Mesh.Shape([], new Dictionary<string, float> { ["jawOpen"] = 0.6f, ["eyeBlink_L"] = 1, ["eyeBlink_R"] = 1 });
        float Gap(System.Numerics.Vector3[] shape, int above, int below) => shape[model.Mesh.Landmarks[above]].Y - shape[model.Mesh.Landmarks[below]].Y;
        Gap(rest, 62, 66).ShouldBeLessThan(0.2f);
        Gap(talk, 62, 66).ShouldBeGreaterThan(1.5f);
        Gap(talk, 37, 41).ShouldBeLessThan(0.3f * Gap(rest, 37, 41));
    }

    [Fact]
    public void A_file_that_is_no_face_model_is_refused_with_the_reason()
    {
        Should.Throw<FileNotFoundException>(() => FaceMesh.Load(Path.Combine(_folder, "none.safetensors"))).Message.ShouldContain("none.safetensors");
        string path = Path.Combine(_folder, "other.safetensors");
        SafetensorsFile.Write(path, [SafetensorsTensor.FromFloats("neutral", [2, 3], new float[6])]);
        Should.Throw<InvalidDataException>(() => FaceMesh.Load(path)).Message.ShouldContain("[2, 3]");
        SafetensorsFile.Write(path, [SafetensorsTensor.FromFloats("weights", [2, 3], new float[6])]);
        Should.Throw<InvalidDataException>(() => FaceMesh.Load(path)).Message.ShouldContain("'neutral'");
    }

    [Fact]
    public void A_set_of_rendered_faces_is_written_and_a_cancelled_one_leaves_nothing()
    {
        string path = Path.Combine(_folder, "ict.json");
        RenderedFaces.Write(Model.Path, path, 3, 1, 96, cancellationToken: TestContext.Current.CancellationToken);
        using (LabelledPictures set = LabelledPictures.Load(path))
        {
            set.Items.Count.ShouldBe(3);
            set.Items.Select(item => item.Person).Distinct().Count().ShouldBe(3);
            using Mat picture = set.Read(set.Items[2]);
            picture.Size().ShouldBe(new Size(96, 96));
        }
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => DrawnFaces.Write(Path.Combine(_folder, "cancelled.json"), 3, 1, cancellationToken: stop.Token));
        Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ShouldBe(["ict.json", "ict.tar"]);
    }

    [Fact]
    public void Drawn_faces_come_with_several_pictures_of_a_person_and_their_exact_points()
    {
        string path = Path.Combine(_folder, "drawn.json");
        DrawnFaces.Write(path, 8, 1, 160, cancellationToken: TestContext.Current.CancellationToken);
        using LabelledPictures set = LabelledPictures.Load(path);
        set.Items.Select(item => item.Person).Distinct().Count().ShouldBe(2);
        using OnnxLandmarkNetwork network = new(TestClips.Network);
        float[] points = new float[FacePoints.Values];
        foreach (LabelledPicture item in set.Items)
        {
            using Mat picture = set.Read(item);
            (float x, float y, float side) = network.CropFor(item.Points);
            network.Predict(picture, x, y, side, points);
            FacePoints.NormalisedError(points, item.Points).ShouldBeLessThan(0.2f);
        }
    }

    // the projected jaw of the neutral head: its outline, and its own vertices
    private void Jaw(float yaw, out float[] outline, out float[] own)
    {
        HeadPose pose = new(yaw, 0, 0, 120);
        System.Numerics.Vector3[] posed = pose.Apply(model.Mesh.Neutral);
        outline = [.. new FaceRenderer(model.Mesh).Points(posed, pose).SelectMany(p => (float[])[p.X, p.Y])];
        own = [.. model.Mesh.Landmarks.Select(v => pose.Project(posed[v])).SelectMany(p => (float[])[p.X, p.Y])];
    }
}
