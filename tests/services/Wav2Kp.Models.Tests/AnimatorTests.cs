using System.Globalization;
using System.Text.Json;
using Shouldly;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Xunit;

namespace Wav2Kp.Models.Tests;

/// <summary>A toy model, trained once, that opens the mouth as the sound is loud.</summary>
public sealed class ToyModel : IDisposable
{
    public ToyModel()
    {
        Folder = Directory.CreateTempSubdirectory("wav2kp-models-").FullName;
        ClipsBySplit clips = ToyClips.Make(Folder, train: 12, validation: 2, test: 0);
        Package = KeypointTrainer.Train(ToyClips.Recipe(("training.epochs", "12")), clips, new TrainingOptions { Device = "cpu", Threads = 1 }).Package;
        Package.Save(ModelFolder);
    }

    internal ModelPackage Package { get; }

    public string Folder { get; }

    public string ModelFolder => Path.Combine(Folder, "model");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class AnimatorTests(ToyModel toy) : IClassFixture<ToyModel>, IDisposable
{
    private static readonly double[] s_beats = [3.14, 12.5, 31.76, 47.03, 58.88, 64.02];

    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-animation-").FullName;

    [Fact]
    public async Task After_a_minute_mouth_sound_and_picture_are_still_in_step()
    {
        string speech = Speech(65);
        List<double> progress = [];
        AnimationResult result = await Animator.AnimateAsync(
            new AnimationRequest { AudioPath = speech, ModelFolder = toy.ModelFolder, Device = "cpu" }, Path.Combine(_folder, "out"), new Listener(progress.Add), TestContext.Current.CancellationToken);

        (result.Frames, result.FrameRate, result.Duration).ShouldBe((1_625, new Rational(25, 1), new Rational(65, 1)));
        progress.ShouldBe(progress.Order());
        progress[^1].ShouldBe(1);
        SafetensorsFile keypoints = SafetensorsFile.Read(result.KeypointsPath);
        keypoints["points"].Shape.ShouldBe([1_625, 68, 2]);
        keypoints.Metadata["audio"].ShouldBe("speech.wav");
        double[] timestamps = keypoints["timestamps"].As<double>().ToArray();
        timestamps.Select((time, frame) => Math.Abs(time - (frame / 25.0))).Max().ShouldBeLessThan(1e-9);
        ShouldOpenOnTheBeats(keypoints, new Rational(25, 1));

        // the preview: every frame at its own time, and the sound where it was
        MediaInfo preview = await MediaProbe.ProbeAsync(result.PreviewPath!, TestContext.Current.CancellationToken);
        (preview.Video!.Width, preview.Video.Height, preview.Video.FrameRate).ShouldBe((480, 480, new Rational(25, 1)));
        int frames = 0;
        await foreach (VideoFrame frame in VideoReader.ReadAsync(result.PreviewPath!, TestContext.Current.CancellationToken))
        {
            using (frame)
            {
                frame.Timestamp.ShouldBe(new Rational(frames, 25));
                frames++;
            }
        }
        frames.ShouldBe(1_625);
        float[] heard = await AudioDecoder.DecodeAsync(result.PreviewPath!, 16_000, TestContext.Current.CancellationToken);
        foreach (double beat in s_beats)
        {
            LoudestAround(heard, beat).ShouldBe(beat, 0.03);
        }
    }

    [Fact]
    public async Task A_clip_at_29_97_frames_keeps_its_exact_rate_and_its_last_frame_beyond_its_end()
    {
        Rational rate = new(30_000, 1_001);
        string video = Path.Combine(_folder, "a clip's video.mp4"), landmarks = Path.Combine(_folder, "landmarks.safetensors");
        await VideoEncoder.EncodeAsync(video, rate, 360, 288, Frames(60, 360 * 288 * 3), null, TestContext.Current.CancellationToken);
        ToyClips.Track(60, rate, frame => (frame / rate).Value, _ => true, _ => 5, time => SimilarityTransform.From(1, 0.1, 150 + (10 * time), 140)).Save(landmarks);

        AnimationResult result = await Animator.AnimateAsync(
            new AnimationRequest { AudioPath = Speech(65), ModelFolder = toy.ModelFolder, Device = "cpu", Face = new AnimationFace.Clip(video, landmarks) },
            Path.Combine(_folder, "out"), cancellationToken: TestContext.Current.CancellationToken);

        result.FrameRate.ShouldBe(rate);
        result.Frames.ShouldBe((int)Math.Ceiling(65 * rate.Value));
        SafetensorsFile keypoints = SafetensorsFile.Read(result.KeypointsPath);
        double[] timestamps = keypoints["timestamps"].As<double>().ToArray();
        timestamps[^1].ShouldBe((result.Frames - 1) * 1_001 / 30_000.0, 1e-9);
        ShouldOpenOnTheBeats(keypoints, rate);
        // the head follows the clip and then stays where the clip ends
        float[] points = keypoints["points"].As<float>().ToArray();
        NoseX(30).ShouldBe(150 + (10 * timestamps[30]), 1);
        NoseX(1_000).ShouldBe(150 + (10 * timestamps[59]), 1);
        MediaInfo preview = await MediaProbe.ProbeAsync(result.PreviewPath!, TestContext.Current.CancellationToken);
        (preview.Video!.Width, preview.Video.Height, preview.Video.FrameRate).ShouldBe((1_200, 480, rate));

        // the mean of the nose's bridge, whose own place on the toy's face is x = 0, y = 10
        double NoseX(int frame) => Enumerable.Range(27, 4).Average(point => points[(frame * FacePoints.Values) + (2 * point)]) + (10 * Math.Sin(0.1));
    }

    [Fact]
    public async Task The_table_holds_what_the_tensors_hold()
    {
        AnimationResult result = await Animator.AnimateAsync(
            new AnimationRequest { AudioPath = Speech(4), ModelFolder = toy.ModelFolder, Device = "cpu", Preview = false }, _folder, cancellationToken: TestContext.Current.CancellationToken);

        result.PreviewPath.ShouldBeNull();
        string[] lines = await File.ReadAllLinesAsync(result.CsvPath, TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(101);
        lines[0].ShouldStartWith("frame,time,x0,y0,x1,y1,");
        float[] points = SafetensorsFile.Read(result.KeypointsPath)["points"].As<float>().ToArray();
        double[] row = [.. lines[51].Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        row[..2].ShouldBe([50, 2]);
        row[2..].Zip(points.Skip(50 * FacePoints.Values)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-3);
    }

    [Fact]
    public async Task The_json_holds_exactly_what_the_tensors_hold()
    {
        Rational rate = new(30_000, 1_001);
        string video = Path.Combine(_folder, "face.mp4"), landmarks = Path.Combine(_folder, "face.safetensors"), speech = Path.Combine(_folder, "what \"she\" said é.wav");
        await VideoEncoder.EncodeAsync(video, rate, 360, 288, Frames(30, 360 * 288 * 3), null, TestContext.Current.CancellationToken);
        ToyClips.Track(30, rate, frame => (frame / rate).Value, _ => true, _ => 5, time => SimilarityTransform.From(1, 0.1, 150 + (10 * time), 140)).Save(landmarks);
        File.Move(Speech(20), speech);
        AnimationResult result = await Animator.AnimateAsync(
            new AnimationRequest { AudioPath = speech, ModelFolder = toy.ModelFolder, Device = "cpu", Preview = false, Face = new AnimationFace.Clip(video, landmarks) },
            Path.Combine(_folder, "out"), cancellationToken: TestContext.Current.CancellationToken);

        SafetensorsFile keypoints = SafetensorsFile.Read(result.KeypointsPath);
        result.JsonPath.ShouldBe(Path.Combine(_folder, "out", "keypoints.json"));
        string text = await File.ReadAllTextAsync(result.JsonPath, TestContext.Current.CancellationToken);
        text.ShouldStartWith("{\"format\":\"wav2kp.keypoints\",\"version\":1,");
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        json.GetProperty("audio").GetString().ShouldBe(Path.GetFileName(speech));
        json.GetProperty("audioSeconds").GetDouble().ShouldBe(20);
        json.GetProperty("frameRate").GetString().ShouldBe("30000/1001");
        json.GetProperty("rate").GetDouble().ShouldBe(30_000 / 1_001.0);
        (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()).ShouldBe((360, 288));
        (json.GetProperty("face").GetString(), json.GetProperty("recipe").GetString()).ShouldBe(("clip", keypoints.Metadata["recipe"]));
        json.GetProperty("axes").EnumerateArray().Select(axis => axis.GetString()).ShouldBe(["frame", "point", "xy"]);
        (json.GetProperty("units").GetProperty("points").GetString(), json.GetProperty("units").GetProperty("timestamps").GetString()).ShouldBe(("px", "s"));
        json.GetProperty("timestamps").EnumerateArray().Select(time => time.GetDouble()).ShouldBe(keypoints["timestamps"].As<double>().ToArray());

        // more than is written at a time
        text.Length.ShouldBeGreaterThan(1 << 19);
        JsonElement points = json.GetProperty("points");
        points.GetArrayLength().ShouldBe(result.Frames);
        points.EnumerateArray().ShouldAllBe(frame => frame.GetArrayLength() == FacePoints.Count && frame.EnumerateArray().All(point => point.GetArrayLength() == 2));
        points.EnumerateArray().SelectMany(frame => frame.EnumerateArray()).SelectMany(point => point.EnumerateArray()).Select(value => value.GetSingle())
            .SequenceEqual(keypoints["points"].As<float>().ToArray()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_model_whose_faces_are_no_numbers_is_told_and_leaves_no_files()
    {
        string folder = Path.Combine(_folder, "damaged"), output = Path.Combine(_folder, "out");
        (toy.Package with { Weights = [.. toy.Package.Weights.Select(weights => weights.Name.EndsWith("linear.bias", StringComparison.Ordinal) ? NoNumbers(weights) : weights)] }).Save(folder);
        (await Should.ThrowAsync<InvalidDataException>(() => Animator.AnimateAsync(
            new AnimationRequest { AudioPath = Speech(1), ModelFolder = folder, Device = "cpu" }, output))).Message.ShouldContain("no numbers");
        Directory.GetFiles(output).ShouldBeEmpty();

        static SafetensorsTensor NoNumbers(SafetensorsTensor weights) =>
            SafetensorsTensor.FromFloats(weights.Name, weights.Shape, [.. weights.As<float>().ToArray().Select(_ => float.NaN)]);
    }

    [Fact]
    public async Task Two_animations_are_the_same()
    {
        AnimationRequest request = new() { AudioPath = Speech(5), ModelFolder = toy.ModelFolder, Device = "cpu", Preview = false };
        AnimationResult first = await Animator.AnimateAsync(request, Path.Combine(_folder, "1"), cancellationToken: TestContext.Current.CancellationToken);
        AnimationResult second = await Animator.AnimateAsync(request, Path.Combine(_folder, "2"), cancellationToken: TestContext.Current.CancellationToken);
        (await File.ReadAllBytesAsync(second.KeypointsPath, TestContext.Current.CancellationToken)).ShouldBe(await File.ReadAllBytesAsync(first.KeypointsPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Speech_that_is_no_sound_or_not_there_is_named()
    {
        string text = Path.Combine(_folder, "text.wav");
        await File.WriteAllTextAsync(text, "This is not a recording.", TestContext.Current.CancellationToken);
        await Should.ThrowAsync<InputRejectedException>(() => Animator.AnimateAsync(new AnimationRequest { AudioPath = text, ModelFolder = toy.ModelFolder }, _folder));
        (await Should.ThrowAsync<FileNotFoundException>(() => Animator.AnimateAsync(new AnimationRequest { AudioPath = text + "x", ModelFolder = toy.ModelFolder }, _folder))).Message.ShouldContain("is not there");
        (await Should.ThrowAsync<FileNotFoundException>(() => Animator.AnimateAsync(new AnimationRequest { AudioPath = text, ModelFolder = _folder }, _folder))).Message.ShouldContain("is not a model");
    }

    [Fact]
    public async Task A_clip_without_a_face_is_rejected()
    {
        string landmarks = Path.Combine(_folder, "landmarks.safetensors"), video = Speech(1);
        ToyClips.Track(10, 25, frame => frame / 25.0, _ => false, _ => 5, _ => SimilarityTransform.Identity).Save(landmarks);
        (await Should.ThrowAsync<InputRejectedException>(() => Animator.AnimateAsync(
            new AnimationRequest { AudioPath = video, ModelFolder = toy.ModelFolder, Face = new AnimationFace.Clip(video, landmarks) }, _folder))).Code.ShouldBe(RejectionCodes.NoFace);
    }

    [Fact]
    public async Task A_portrait_s_own_face_speaks_in_its_own_picture()
    {
        string portrait = await RealClips.PortraitAsync(_folder, TestContext.Current.CancellationToken);
        AnimationResult result = await Animator.AnimateAsync(
            new AnimationRequest { AudioPath = Speech(5), ModelFolder = toy.ModelFolder, Device = "cpu", Face = new AnimationFace.Portrait(portrait, RealClips.Landmarks) },
            Path.Combine(_folder, "out"), cancellationToken: TestContext.Current.CancellationToken);

        SafetensorsFile keypoints = SafetensorsFile.Read(result.KeypointsPath);
        (keypoints.Metadata["width"], keypoints.Metadata["height"], keypoints.Metadata["face"]).ShouldBe(("360", "288", "portrait"));
        using LandmarkExtractor extractor = new(RealClips.Landmarks);
        float[] found = extractor.FindInPicture(portrait, out _, out _)!;
        float[] points = keypoints["points"].As<float>().ToArray();
        // the eyes and the nose stay where the picture has them, the mouth opens with the sound at the lips' own width
        foreach (int point in FacePoints.Stable)
        {
            points[(50 * FacePoints.Values) + (2 * point)].ShouldBe(found[2 * point], 2);
            points[(50 * FacePoints.Values) + (2 * point) + 1].ShouldBe(found[(2 * point) + 1], 2);
        }
        float[] openings = [.. Enumerable.Range(0, result.Frames).Select(frame => FacePoints.MouthOpening(points.AsSpan(frame * FacePoints.Values, FacePoints.Values)))];
        Math.Abs(Array.IndexOf(openings, openings.Max()) + 0.5 - (s_beats[0] * 25)).ShouldBeLessThan(1);
        FacePoints.Distance(points, FacePoints.MouthRight, FacePoints.MouthLeft).ShouldBe(FacePoints.Distance(found, FacePoints.MouthRight, FacePoints.MouthLeft), 2);
        MediaInfo preview = await MediaProbe.ProbeAsync(result.PreviewPath!, TestContext.Current.CancellationToken);
        (preview.Video!.Width, preview.Video.Height).ShouldBe((1_200, 480));
    }

    [Fact]
    public async Task A_portrait_without_a_face_or_without_a_picture_is_named()
    {
        string grey = Path.Combine(_folder, "grey.png"), text = Path.Combine(_folder, "text.png");
        using (OpenCvSharp.Mat picture = new(200, 200, OpenCvSharp.MatType.CV_8UC3, new OpenCvSharp.Scalar(90, 90, 90)))
        {
            OpenCvSharp.Cv2.ImWrite(grey, picture);
        }
        await File.WriteAllTextAsync(text, "no picture", TestContext.Current.CancellationToken);
        string speech = Speech(1);
        (await Rejected(grey)).Code.ShouldBe(RejectionCodes.NoFace);
        (await Rejected(text)).Code.ShouldBe(RejectionCodes.Unreadable);
        await Should.ThrowAsync<FileNotFoundException>(() => Animate(grey + "x"));

        Task<InputRejectedException> Rejected(string picture) => Should.ThrowAsync<InputRejectedException>(() => Animate(picture));

        Task<AnimationResult> Animate(string picture) => Animator.AnimateAsync(
            new AnimationRequest { AudioPath = speech, ModelFolder = toy.ModelFolder, Device = "cpu", Face = new AnimationFace.Portrait(picture, RealClips.Landmarks) }, _folder);
    }

    [Fact]
    public async Task A_cancelled_animation_stops_and_leaves_no_preview()
    {
        using CancellationTokenSource stop = new();
        string output = Path.Combine(_folder, "out");
        await Should.ThrowAsync<OperationCanceledException>(() => Animator.AnimateAsync(
            new AnimationRequest { AudioPath = Speech(65), ModelFolder = toy.ModelFolder, Device = "cpu" }, output, new Listener(share =>
            {
                if (share > 0.4)
                {
                    stop.Cancel();
                }
            }), stop.Token));
        Directory.GetFiles(output).Select(Path.GetFileName).Order().ShouldBe([Animator.CsvFile, Animator.JsonFile, Animator.KeypointsFile]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Speech(double seconds)
    {
        string path = Path.Combine(_folder, "speech.wav");
        Random random = new(3);
        float[] samples = new float[(int)(seconds * 16_000)];
        for (int i = 0; i < samples.Length; i++)
        {
            double time = i / 16_000.0, loudness = 0.02 + s_beats.Sum(beat => Math.Exp(-Math.Pow((time - beat) / 0.08, 2)));
            samples[i] = (float)(((random.NextDouble() * 2) - 1) * 0.5 * loudness);
        }
        WavFile.Write(path, samples, 16_000);
        return path;
    }

    // the mouth is widest in the frame whose middle is nearest to the beat: within one frame
    private static void ShouldOpenOnTheBeats(SafetensorsFile keypoints, Rational rate)
    {
        float[] points = keypoints["points"].As<float>().ToArray();
        foreach (double beat in s_beats)
        {
            int around = (int)(beat * rate.Value), reach = (int)(0.25 * rate.Value);
            int widest = Enumerable.Range(around - reach, 2 * reach).Where(frame => (frame + 1) * FacePoints.Values <= points.Length)
                .MaxBy(frame => FacePoints.MouthOpening(points.AsSpan(frame * FacePoints.Values, FacePoints.Values)));
            double middle = (widest + 0.5) / rate.Value;
            middle.ShouldBe(beat, 1 / rate.Value, $"the mouth's widest opening around {beat} s");
        }
    }

    private static double LoudestAround(float[] samples, double time)
    {
        const int half = 800;
        int around = (int)(time * 16_000);
        return Enumerable.Range(-60, 120).Select(step => around + (step * 80)).Where(centre => centre + half <= samples.Length)
            .MaxBy(centre => samples.AsSpan(centre - half, 2 * half).ToArray().Sum(sample => sample * sample)) / 16_000.0;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(int count, int size)
    {
        byte[] frame = new byte[size];
        for (int i = 0; i < count; i++)
        {
            Array.Fill(frame, (byte)(i * 3));
            yield return frame;
            await Task.Yield();
        }
    }

    private sealed class Listener(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
