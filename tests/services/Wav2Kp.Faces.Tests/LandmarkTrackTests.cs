using Shouldly;
using Wav2Kp.Media;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class LandmarkTrackTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wav2kp-faces-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_track_is_read_as_it_was_written()
    {
        LandmarkTrack track = Sample(7);
        string path = Path.Combine(_folder.FullName, "landmarks.safetensors");

        track.Save(path);
        LandmarkTrack again = LandmarkTrack.Load(path);

        again.Points.ShouldBe(track.Points);
        again.Confidence.ShouldBe(track.Confidence);
        again.Valid.ShouldBe(track.Valid);
        again.Box.ShouldBe(track.Box);
        again.Crop.ShouldBe(track.Crop);
        again.Timestamps.ShouldBe(track.Timestamps);
        (again.Width, again.Height, again.FrameRate, again.Source, again.OtherFaces).ShouldBe((360, 288, new Rational(30000, 1001), "known", 2));
        again.FrameCount.ShouldBe(7);
        again.ValidCount.ShouldBe(6);
    }

    [Fact]
    public void The_file_holds_the_documented_tensors()
    {
        string path = Path.Combine(_folder.FullName, "landmarks.safetensors");
        Sample(3).Save(path);

        SafetensorsFile file = SafetensorsFile.Read(path);

        file["points"].Shape.ShouldBe([3, 68, 2]);
        file["confidence"].Shape.ShouldBe([3]);
        file["valid"].DType.ShouldBe(SafetensorsDType.U8);
        file["box"].Shape.ShouldBe([3, 4]);
        file["crop"].Shape.ShouldBe([3, 2, 3]);
        file["timestamps"].DType.ShouldBe(SafetensorsDType.F64);
        file.Metadata["frame_rate"].ShouldBe("30000/1001");
        file.Metadata["width"].ShouldBe("360");
    }

    [Fact]
    public void A_track_whose_arrays_do_not_fit_each_other_is_not_written()
    {
        LandmarkTrack good = Sample(3);
        LandmarkTrack bad = new()
        {
            Points = good.Points,
            Confidence = [1],
            Valid = good.Valid,
            Box = good.Box,
            Crop = good.Crop,
            Timestamps = good.Timestamps,
            Width = 360,
            Height = 288,
            FrameRate = 25,
            Source = "known",
        };
        string path = Path.Combine(_folder.FullName, "bad.safetensors");

        Should.Throw<InvalidOperationException>(() => bad.Save(path)).Message.ShouldContain("confidence");
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public void Another_safetensors_file_is_refused_with_what_it_lacks()
    {
        string path = Path.Combine(_folder.FullName, "weights.safetensors");
        SafetensorsFile.Write(path, [SafetensorsTensor.FromFloats("points", [2, 5, 2], new float[20])], null);

        string message = Should.Throw<InvalidDataException>(() => LandmarkTrack.Load(path)).Message;

        message.ShouldContain("weights.safetensors");
        message.ShouldContain("[2, 5, 2]");
        message.ShouldContain("[F, 68, 2]");
    }

    [Fact]
    public void Points_that_are_not_finite_are_refused()
    {
        LandmarkTrack track = Sample(3);
        track.Points[200] = float.NaN;

        Should.Throw<InvalidOperationException>(() => track.Save(Path.Combine(_folder.FullName, "nan.safetensors"))).Message.ShouldContain("frame 1");
    }

    private static LandmarkTrack Sample(int frames)
    {
        LandmarkTrack track = new()
        {
            Points = [.. Enumerable.Range(0, frames * FacePoints.Values).Select(i => i * 0.37f)],
            Confidence = [.. Enumerable.Range(0, frames).Select(i => 0.5f + (0.01f * i))],
            Valid = [.. Enumerable.Range(0, frames).Select(i => (byte)(i == 1 ? 0 : 1))],
            Box = [.. Enumerable.Range(0, frames * 4).Select(i => (float)i)],
            Crop = [.. Enumerable.Range(0, frames * 6).Select(i => -(float)i)],
            Timestamps = [.. Enumerable.Range(0, frames).Select(i => i * 1001 / 30000.0)],
            Width = 360,
            Height = 288,
            FrameRate = new Rational(30000, 1001),
            Source = LandmarkTrack.KnownSource,
            OtherFaces = 2,
        };
        return track;
    }
}
