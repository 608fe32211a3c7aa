using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class LabelledPicturesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_annotated_test_faces_are_read_whole()
    {
        using LabelledPictures faces = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        faces.Items.Count.ShouldBe(385);
        faces.Items.Select(item => item.Person).Distinct().Count().ShouldBeLessThan(385);
        LabelledPicture first = faces.Items[0];
        using Mat picture = faces.Read(first);
        picture.Size().ShouldBe(new Size(192, 192));
        picture.Type().ShouldBe(MatType.CV_8UC3);
        first.Points.Length.ShouldBe(136);
        first.Visible.ShouldBeNull();
    }

    [Fact]
    public void Pictures_are_read_from_several_threads()
    {
        using LabelledPictures faces = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        byte[][] alone = [.. faces.Items.Take(64).Select(faces.ReadBytes)];
        Parallel.For(0, 256, i => faces.ReadBytes(faces.Items[i % 64]).ShouldBe(alone[i % 64]));
    }

    [Theory]
    [InlineData("Luis_Fonsi_21.jpg", "Luis_Fonsi")]
    [InlineData("folder/Anna_3.png", "Anna")]
    [InlineData("Anna.jpg", "Anna")]
    [InlineData("_3.jpg", "_3")]
    [InlineData("Anna_x1.jpg", "Anna_x1")]
    [InlineData("Anna_.jpg", "Anna_")]
    public void The_person_is_the_name_without_its_number(string image, string person) =>
        new LabelledPicture { Image = image, Points = [] }.Person.ShouldBe(person);

    [Fact]
    public void What_is_written_is_read_again()
    {
        string path = Path.Combine(_folder, "set.json");
        float[] points = SomePoints();
        byte[] visible = [.. Enumerable.Range(0, FacePoints.Count).Select(i => (byte)(i % 2))];
        using (Mat picture = new(80, 60, MatType.CV_8UC3, new Scalar(10, 120, 200)))
        using (LabelledPictureWriter writer = new(path))
        {
            writer.Add(new LabelledPicture { Image = "a_1.jpg", Points = points, Visible = visible, Source = "ict" }, picture);
            writer.Add(new LabelledPicture { Image = "b_1.png", Points = points }, picture.ToBytes(".png"));
            File.Exists(path).ShouldBeFalse("nothing appears before it is complete");
            writer.Complete();
        }
        using LabelledPictures set = LabelledPictures.Load(path);
        set.Items.Select(item => (item.Image, item.Source)).ShouldBe([("a_1.jpg", "ict"), ("b_1.png", null)]);
        set.Items[0].Visible.ShouldBe(visible);
        set.Items[1].Visible.ShouldBeNull();
        set.Items[0].Points.Zip(points).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 0.006f);
        using Mat read = set.Read(set.Items[1]);
        read.Get<Vec3b>(40, 30).ShouldBe(new Vec3b(10, 120, 200));
        Directory.GetFiles(_folder).Length.ShouldBe(2);
    }

    [Fact]
    public void A_writer_that_is_not_completed_leaves_nothing()
    {
        using (Mat picture = new(8, 8, MatType.CV_8UC3, Scalar.All(0)))
        using (LabelledPictureWriter writer = new(Path.Combine(_folder, "set.json")))
        {
            writer.Add(new LabelledPicture { Image = "a.jpg", Points = SomePoints() }, picture);
            Should.Throw<ArgumentException>(() => writer.Add(new LabelledPicture { Image = "a.jpg", Points = SomePoints() }, picture)).Message.ShouldContain("already");
            Should.Throw<ArgumentException>(() => writer.Add(new LabelledPicture { Image = "b.jpg", Points = [1, 2] }, picture)).Message.ShouldContain("68");
        }
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", "no list")]
    [InlineData("[]", "no picture")]
    [InlineData("[{\"points\": []}]", "no 'image'")]
    [InlineData("[{\"image\": \"a.jpg\"}]", "68 'points'")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": [[1, 2]]}]", "68 'points'")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": POINTS, \"visible\": [1]}]", "'visible' of entry 0 ('a.jpg')")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": POINTS, \"visible\": TWOS}]", "2 instead of 0 or 1")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": POINTS, \"source\": 3}]", "no text")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": TEXTS}]", "no pair of finite numbers")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": TRIPLES}]", "no pair of numbers")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": SAME}]", "coincide")]
    [InlineData("[{\"image\": \"a.jpg\", \"points\": POINTS}, {\"image\": \"./a.jpg\", \"points\": POINTS}]", "twice")]
    [InlineData("[{\"image\": \"b.jpg\", \"points\": POINTS}]", "lacks the picture 'b.jpg'")]
    [InlineData("[{\"image\"", "no list of labelled pictures")]
    public void Labels_that_are_not_sound_are_refused_with_the_place(string json, string message)
    {
        string path = Set(json
            .Replace("POINTS", List(i => $"[{i}, {i % 7}]")).Replace("TEXTS", List(_ => "[\"1\", 2]")).Replace("TRIPLES", List(_ => "[1, 2, 3]"))
            .Replace("SAME", List(_ => "[1, 2]")).Replace("TWOS", List(_ => "2")));
        Should.Throw<InvalidDataException>(() => LabelledPictures.Load(path)).Message.ShouldContain(message);
    }

    [Fact]
    public void A_missing_file_or_archive_is_named()
    {
        string path = Set("[]");
        Should.Throw<FileNotFoundException>(() => LabelledPictures.Load(Path.Combine(_folder, "other.json"))).Message.ShouldContain("other.json");
        File.Delete(Path.ChangeExtension(path, ".tar"));
        Should.Throw<FileNotFoundException>(() => LabelledPictures.Load(path)).Message.ShouldContain("set.tar");
    }

    [Fact]
    public void An_archive_that_is_cut_or_no_archive_is_refused()
    {
        string path = Set($"[{{\"image\": \"a.jpg\", \"points\": {List(i => $"[{i}, {i % 7}]")}}}]"), archive = Path.ChangeExtension(path, ".tar");
        byte[] whole = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, whole[..700]);
        Should.Throw<InvalidDataException>(() => LabelledPictures.Load(path)).Message.ShouldContain("set.tar");
        File.WriteAllBytes(archive, [.. Enumerable.Repeat((byte)'x', 2048)]);
        Should.Throw<InvalidDataException>(() => LabelledPictures.Load(path)).Message.ShouldContain("set.tar");
    }

    [Fact]
    public void A_picture_that_does_not_decode_is_named()
    {
        string path = Path.Combine(_folder, "set.json");
        using (LabelledPictureWriter writer = new(path))
        {
            writer.Add(new LabelledPicture { Image = "a.jpg", Points = SomePoints() }, [1, 2, 3]);
            writer.Complete();
        }
        using LabelledPictures set = LabelledPictures.Load(path);
        Should.Throw<InvalidDataException>(() => set.Read(set.Items[0])).Message.ShouldContain("'a.jpg'");
    }

    private static float[] SomePoints() => [.. Enumerable.Range(0, FacePoints.Values).Select(i => i * 0.37f)];

    private static string List(Func<int, string> each) => $"[{string.Join(", ", Enumerable.Range(0, FacePoints.Count).Select(each))}]";

    // an archive of one picture a.jpg with these labels
    private string Set(string json)
    {
        string path = Path.Combine(_folder, "set.json");
        using (Mat picture = new(8, 8, MatType.CV_8UC3, Scalar.All(0)))
        using (LabelledPictureWriter writer = new(path))
        {
            writer.Add(new LabelledPicture { Image = "a.jpg", Points = SomePoints() }, picture);
            writer.Complete();
        }
        File.WriteAllText(path, json);
        return path;
    }
}
