using FFMpegCore.Exceptions;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace FFMpegCore.Tests;

public sealed class ProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_clip_is_described_as_ffprobe_reports_it()
    {
        IMediaAnalysis analysis = await FFProbe.AnalyseAsync(SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"), cancellationToken: TestContext.Current.CancellationToken);

        analysis.Format.FormatName.ShouldBe("mpeg");
        analysis.Format.StreamCount.ShouldBe(2);
        analysis.Duration.ShouldBe(TimeSpan.FromSeconds(3));
        VideoStream video = analysis.PrimaryVideoStream.ShouldNotBeNull();
        (video.Width, video.Height, video.CodecName, video.PixelFormat).ShouldBe((360, 288, "mpeg1video", "yuv420p"));
        (video.FrameRate, video.AvgFrameRate, video.Rotation).ShouldBe((25.0, 25.0, 0));
        video.DisplayAspectRatio.ShouldBe((5, 4));
        AudioStream audio = analysis.PrimaryAudioStream.ShouldNotBeNull();
        (audio.Channels, audio.ChannelLayout, audio.SampleRateHz, audio.CodecName).ShouldBe((2, "stereo", 44100, "mp2"));
        audio.Duration.ShouldBe(TimeSpan.FromTicks(29518330));
        audio.BitRate.ShouldBe(224000);
        analysis.PrimarySubtitleStream.ShouldBeNull();
    }

    [Fact]
    public void The_ntsc_rate_and_a_rotation_are_read()
    {
        string upright = _folder.MakeVideo("upright.mp4", rate: "30000/1001");
        string turned = _folder["turned.mp4"];
        FFMpegArguments.FromFileInput(upright).OutputToFile(turned, true, options => options.WithCopyCodec().WithCustomArgument("-metadata:s:v rotate=90")).ProcessSynchronously();

        VideoStream video = FFProbe.Analyse(turned).PrimaryVideoStream.ShouldNotBeNull();

        video.FrameRate.ShouldBe(30000.0 / 1001, 1e-12);
        Math.Abs(video.Rotation).ShouldBe(90);
    }

    [Fact]
    public void Tags_are_found_whatever_their_case()
    {
        string path = _folder.MakeVideo("tags.mkv", more: "-metadata title=\"A \\\"b\\\" c\"");

        Dictionary<string, string> tags = FFProbe.Analyse(path).Format.Tags.ShouldNotBeNull();

        tags["title"].ShouldBe("A \"b\" c");
        tags["TITLE"].ShouldBe("A \"b\" c");
        // Matroska keeps a stream's duration in a tag
        FFProbe.Analyse(path).PrimaryVideoStream!.Duration.TotalSeconds.ShouldBe(1, 0.05);
    }

    [Theory]
    [InlineData("0:00:03.040000", 3.04)]
    [InlineData("-0:00:00.023220", -0.02322)]
    [InlineData("100:00:01.5", 360001.5)]
    [InlineData("00:00:02.880000000", 2.88)]
    [InlineData("N/A", 0)]
    [InlineData(null, 0)]
    public void Times_are_read_in_every_form_that_ffprobe_prints(string? text, double seconds) =>
        MediaAnalysis.ParseTime(text).TotalSeconds.ShouldBe(seconds, 1e-7);

    [Fact]
    public async Task A_stream_is_analysed_like_the_file_it_holds()
    {
        await using FileStream stream = File.OpenRead(SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"));

        IMediaAnalysis analysis = await FFProbe.AnalyseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);

        analysis.PrimaryVideoStream!.Width.ShouldBe(360);
        analysis.PrimaryAudioStream!.SampleRateHz.ShouldBe(44100);
    }

    [Fact]
    public void Frames_and_packets_are_listed()
    {
        string path = SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg");

        FFProbeFrames frames = FFProbe.GetFrames(path, customArguments: "-select_streams v");
        FFProbePackets packets = FFProbe.GetPackets(path, customArguments: "-select_streams v");

        frames.Frames.Count.ShouldBe(75);
        frames.Frames[1].BestEffortTimestamp.ShouldBe(3600);
        frames.Frames[0].PictureType.ShouldBe("I");
        packets.Packets.Count.ShouldBe(75);
        packets.Packets.Sum(packet => (long)packet.Size).ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = _folder["no such.mp4"];

        var e = Should.Throw<FFMpegException>(() => FFProbe.Analyse(path));

        e.Type.ShouldBe(FFMpegExceptionType.File);
        e.Message.ShouldContain(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just text, whatever its name says")]
    public void What_is_no_media_throws_with_the_words_of_ffprobe(string content)
    {
        string path = _folder["text.mp4"];
        File.WriteAllText(path, content);

        var e = Should.Throw<FFProbeProcessException>(() => FFProbe.Analyse(path));

        e.ProcessErrors.ShouldNotBeEmpty();
        e.Message.ShouldContain("Invalid data");
    }

    [Fact]
    public void A_missing_program_is_explained_by_the_package_to_install()
    {
        var options = new FFOptions { BinaryFolder = _folder["nowhere"] };

        Should.Throw<FFProbeException>(() => FFProbe.Analyse(SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"), options))
            .Message.ShouldContain("Debian package ffmpeg");
        Should.Throw<FFMpegException>(() => FFMpegArguments.FromFileInput("x", false).OutputToFile("y").ProcessSynchronously(ffMpegOptions: options))
            .Message.ShouldContain("Debian package ffmpeg");
    }

    [Fact]
    public async Task A_cancelled_analysis_ends_at_once()
    {
        using var source = new CancellationTokenSource(200);
        // ffprobe gives up on bytes that it does not know: it must be left waiting for more
        await using var endless = new EndlessStream { StallAfter = 1000 };

        await Should.ThrowAsync<OperationCanceledException>(() => FFProbe.AnalyseAsync(endless, cancellationToken: source.Token));
    }

    [Fact]
    public async Task What_the_stream_throws_comes_out()
    {
        await using var broken = new EndlessStream { FailAfter = 100_000 };

        (await Should.ThrowAsync<IOException>(() => FFProbe.AnalyseAsync(broken, cancellationToken: TestContext.Current.CancellationToken)))
            .Message.ShouldBe("The disk was taken away.");
    }
}
