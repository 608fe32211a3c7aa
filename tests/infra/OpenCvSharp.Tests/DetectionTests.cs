
using OpenCvSharp.Dnn;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace OpenCvSharp.Tests;

public sealed class DetectionTests
{
    private static readonly string s_cascade = SharedFolder.PathOf("models", "haarcascade_frontalface_default.xml");
    private static readonly string s_landmarks = SharedFolder.PathOf("models", "slim_160_latest.onnx");
    private static readonly string s_yunet = SharedFolder.PathOf("models", "yunet_n_320_320.onnx");

    [Fact]
    public void The_cascade_finds_the_speaker_and_weighs_the_find()
    {
        using Mat frame = Clips.Frames("bbaf2n.mpg", 1)[0];
        using var gray = new Mat();
        Cv2.CvtColor(frame, gray, ColorConversionCodes.BGR2GRAY);
        using var cascade = new CascadeClassifier(s_cascade);

        Rect[] faces = cascade.DetectMultiScale(gray, 1.1, 5, 0, new Size(60, 60));
        Rect[] weighed = cascade.DetectMultiScale(gray, out int[] levels, out double[] weights, 1.1, 5, 0, new Size(60, 60), outputRejectLevels: true);

        Rect face = faces.ShouldHaveSingleItem();
        face.Width.ShouldBeInRange(80, 200);
        new Rect(0, 0, Clips.Width, Clips.Height).Contains(face).ShouldBeTrue();
        weighed.ShouldNotBeEmpty();
        (levels.Length, weights.Length).ShouldBe((weighed.Length, weighed.Length));
        weights.Max().ShouldBeGreaterThan(0);
        cascade.GetOriginalWindowSize().ShouldBe(new Size(24, 24));
    }

    [Fact]
    public void A_cascade_that_cannot_be_used_says_why()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["text.xml"], "not xml");
        File.WriteAllText(folder["other.xml"], "<?xml version=\"1.0\"?><opencv_storage><a>1</a></opencv_storage>");

        Should.Throw<FileNotFoundException>(() => new CascadeClassifier(folder["gone.xml"])).Message.ShouldContain("gone.xml");
        Should.Throw<OpenCvSharpException>(() => new CascadeClassifier(folder["text.xml"])).Message.ShouldContain("text.xml");
        Should.Throw<OpenCvSharpException>(() => new CascadeClassifier(folder["other.xml"])).Message.ShouldContain("other.xml");
        using var empty = new CascadeClassifier();
        empty.Empty().ShouldBeTrue();
        using Mat gray = Mat.Zeros(100, 100, MatType.CV_8UC1);
        Should.Throw<OpenCVException>(() => empty.DetectMultiScale(gray));
        using var cascade = new CascadeClassifier(s_cascade);
        Should.Throw<OpenCVException>(() => cascade.DetectMultiScale(gray, scaleFactor: 1));
        using Mat floats = Mat.Zeros(100, 100, MatType.CV_32FC1);
        Should.Throw<OpenCVException>(() => cascade.DetectMultiScale(floats));
        using var none = new Mat();
        Should.Throw<OpenCVException>(() => cascade.DetectMultiScale(none));
        cascade.DetectMultiScale(gray).ShouldBeEmpty();
        cascade.Dispose();
        Should.Throw<ObjectDisposedException>(() => cascade.DetectMultiScale(gray));
    }

    [Fact]
    public void A_cascade_may_be_asked_from_several_threads()
    {
        using Mat frame = Clips.Frames("bbaf2n.mpg", 1)[0];
        using var cascade = new CascadeClassifier(s_cascade);
        var found = new Rect[4][];

        Parallel.For(0, 4, i => found[i] = cascade.DetectMultiScale(frame, 1.2, 5, 0, new Size(60, 60)));

        found.ShouldAllBe(faces => faces.SequenceEqual(found[0]));
    }

    [Fact]
    public void A_blob_holds_the_pixels_by_channel_less_the_mean_times_the_scale()
    {
        using var image = new Mat(2, 2, MatType.CV_8UC3, new Scalar(127, 137, 147));

        using Mat blob = CvDnn.BlobFromImage(image, 0.5, new Size(2, 2), Scalar.All(127), swapRB: true, crop: false);

        (blob.Dims, blob.Size(0), blob.Size(1), blob.Size(2), blob.Size(3)).ShouldBe((4, 1, 3, 2, 2));
        blob.AsSpan<float>().ToArray().ShouldBe([10, 10, 10, 10, 5, 5, 5, 5, 0, 0, 0, 0]);
        using Mat two = CvDnn.BlobFromImages([image, image], 1, new Size(4, 4));
        two.Size(0).ShouldBe(2);
        using var empty = new Mat();
        Should.Throw<OpenCVException>(() => CvDnn.BlobFromImage(empty));
    }

    [Fact]
    public void The_landmark_network_puts_the_points_onto_the_face()
    {
        using Mat frame = Clips.Frames("bbaf2n.mpg", 1)[0];
        using var cascade = new CascadeClassifier(s_cascade);
        Rect face = cascade.DetectMultiScale(frame, 1.1, 5, 0, new Size(60, 60)).ShouldHaveSingleItem();
        int side = (int)(face.Width * 1.4);
        var square = new Rect(face.X + (face.Width / 2) - (side / 2), face.Y + (face.Height / 2) - (side / 2), side, side);
        using Mat crop = frame[square & new Rect(0, 0, Clips.Width, Clips.Height)];
        using Net net = CvDnn.ReadNetFromOnnx(s_landmarks).ShouldNotBeNull();
        using Mat blob = CvDnn.BlobFromImage(crop, 1 / 127.0, new Size(160, 160), Scalar.All(127), swapRB: false, crop: false);

        net.SetInput(blob);
        using Mat output = net.Forward();
        using Net same = CvDnn.ReadNetFromOnnx(File.ReadAllBytes(s_landmarks)).ShouldNotBeNull();
        same.SetPreferableBackend(Backend.OPENCV);
        same.SetPreferableTarget(Target.CPU);
        same.SetInput(blob);
        using Mat again = same.Forward();

        float[] values = output.AsSpan<float>().ToArray();
        values.Length.ShouldBeGreaterThanOrEqualTo(136);
        Point2f Mean(int first, int last) => new(
            Enumerable.Range(first, last - first + 1).Average(i => values[2 * i]), Enumerable.Range(first, last - first + 1).Average(i => values[(2 * i) + 1]));
        Point2f leftEye = Mean(36, 41), rightEye = Mean(42, 47), mouth = Mean(48, 67), chin = Mean(8, 8);
        leftEye.X.ShouldBeLessThan(rightEye.X);
        Math.Abs(leftEye.Y - rightEye.Y).ShouldBeLessThan(0.1f);
        mouth.Y.ShouldBeInRange(leftEye.Y + 0.1f, chin.Y);
        mouth.X.ShouldBeInRange(leftEye.X, rightEye.X);
        Cv2.Norm(output, again, NormTypes.INF).ShouldBe(0, 1e-6);
    }

    [Fact]
    public void A_network_that_cannot_be_used_throws_and_never_crashes()
    {
        byte[] model = File.ReadAllBytes(s_landmarks);

        Should.Throw<OpenCVException>(() => CvDnn.ReadNetFromOnnx("/no/such/file.onnx")).Message.ShouldContain("/no/such/file.onnx");
        Should.Throw<OpenCVException>(() => CvDnn.ReadNetFromOnnx(new byte[] { 1, 2, 3 }));
        Should.Throw<OpenCVException>(() => CvDnn.ReadNetFromOnnx(ReadOnlySpan<byte>.Empty));
        Should.Throw<OpenCVException>(() => CvDnn.ReadNetFromOnnx(model[..(model.Length / 2)]));
        using var empty = new Net();
        empty.Empty().ShouldBeTrue();
        Should.Throw<OpenCVException>(() => empty.Forward());
        using Mat blob = Mat.Zeros(MatType.CV_32FC1, 1, 3, 160, 160);
        Should.Throw<OpenCVException>(() => empty.SetInput(blob));
        using Net net = CvDnn.ReadNetFromOnnx(model).ShouldNotBeNull();
        Should.Throw<OpenCVException>(() => net.Forward());
        net.SetInput(blob);
        Should.Throw<OpenCVException>(() => net.Forward("no such layer"));
        net.GetLayerId("no such layer").ShouldBe(-1);
        using Mat result = net.Forward(net.GetUnconnectedOutLayersNames()[0]);
        result.Empty().ShouldBeFalse();
        net.Dispose();
        Should.Throw<ObjectDisposedException>(() => net.Forward());
    }

    [Fact]
    public void YuNet_finds_the_same_face_as_the_cascade_with_its_points_inside()
    {
        using Mat frame = Clips.Frames("bbaf2n.mpg", 1)[0];
        using var cascade = new CascadeClassifier(s_cascade);
        Rect expected = cascade.DetectMultiScale(frame, 1.1, 5, 0, new Size(60, 60)).ShouldHaveSingleItem();
        using FaceDetectorYN detector = FaceDetectorYN.Create(s_yunet, string.Empty, frame.Size(), 0.7f);
        using var faces = new Mat();

        detector.Detect(frame, faces).ShouldBe(1);

        (faces.Rows, faces.Cols, faces.Type()).ShouldBe((1, 15, MatType.CV_32FC1));
        float[] f = faces.AsSpan<float>().ToArray();
        var box = new Rect((int)f[0], (int)f[1], (int)f[2], (int)f[3]);
        Rect both = box & expected;
        ((double)both.Width * both.Height / (((double)box.Width * box.Height) + ((double)expected.Width * expected.Height) - ((double)both.Width * both.Height))).ShouldBeGreaterThan(0.4);
        for (int i = 0; i < 5; i++)
        {
            box.Contains((int)f[4 + (2 * i)], (int)f[5 + (2 * i)]).ShouldBeTrue();
        }
        // eyes above the nose, the nose above the corners of the mouth
        f[5].ShouldBeLessThan(f[9]);
        f[9].ShouldBeLessThan(f[11]);
        f[14].ShouldBeInRange(0.7f, 1f);
    }

    [Fact]
    public void YuNet_tells_what_does_not_fit()
    {
        Should.Throw<OpenCVException>(() => FaceDetectorYN.Create(s_landmarks, string.Empty, new Size(320, 320))).Message.ShouldContain("no YuNet");
        Should.Throw<OpenCVException>(() => FaceDetectorYN.Create("/no/such/file.onnx", string.Empty, new Size(320, 320)));
        using FaceDetectorYN detector = FaceDetectorYN.Create(s_yunet, string.Empty, new Size(320, 320));
        using Mat other = Mat.Zeros(100, 100, MatType.CV_8UC3);
        using var faces = new Mat();
        Should.Throw<OpenCVException>(() => detector.Detect(other, faces)).Message.ShouldContain("input size");
        using Mat black = Mat.Zeros(320, 320, MatType.CV_8UC3);
        detector.Detect(black, faces);
        faces.Empty().ShouldBeTrue();
    }

    [Fact]
    public void Of_boxes_that_overlap_the_best_is_kept()
    {
        Rect[] boxes = [new(0, 0, 10, 10), new(1, 1, 10, 10), new(50, 50, 10, 10), new(80, 80, 5, 5)];

        CvDnn.NMSBoxes(boxes, [0.8f, 0.9f, 0.7f, 0.1f], 0.5f, 0.4f, out int[] kept);

        kept.ShouldBe([1, 2]);
    }
}
