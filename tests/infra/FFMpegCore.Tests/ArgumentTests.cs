using FFMpegCore.Arguments;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;
using FFMpegCore.Helpers;
using Shouldly;
using Xunit;

namespace FFMpegCore.Tests;

public sealed class ArgumentTests
{
    [Fact]
    public void Options_become_the_flags_of_ffmpeg_in_their_order()
    {
        string text = FFMpegArguments
            .FromFileInput("in.mp4", verifyExists: false, options => options.Seek(TimeSpan.FromMilliseconds(1500)).WithDuration(TimeSpan.FromHours(30)))
            .WithGlobalOptions(options => options.WithVerbosityLevel(VerbosityLevel.Error))
            .OutputToFile("out.mp4", true, options => options
                .WithVideoCodec("libx264").WithConstantRateFactor(18).WithSpeedPreset(Speed.VeryFast).WithFramerate(30000.0 / 1001)
                .WithAudioCodec("aac").WithAudioBitrate(96).WithAudioSamplingRate(16000).ForcePixelFormat("yuv420p").WithFastStart()
                .SelectStream(0, 0, Channel.Video).DeselectStream(1).DisableChannel(Channel.Subtitle).UsingShortest().Resize(320, 240))
            .Arguments;

        text.ShouldBe(
            "-hide_banner -loglevel error -ss 00:00:01.500000 -t 30:00:00.000000 -i \"in.mp4\" -c:v libx264 -crf 18 -preset veryfast "
            + "-r 29.97002997002997 -c:a aac -b:a 96k -ar 16000 -pix_fmt yuv420p -movflags faststart -map 0:v:0 -map -0:1 -sn -shortest -s 320x240 \"out.mp4\" -y");
    }

    [Fact]
    public void Filters_become_one_chain() =>
        FFMpegArguments.FromFileInput("a", false)
            .OutputToFile("b", true, options => options
                .WithVideoFilters(filters => filters.Scale(10, -1).Mirror(Mirroring.Horizontal).Transpose(Transposition.Clockwise90))
                .WithAudioFilters(filters => filters.Pan(1, "c0=0.5*c0+0.5*c1").SilenceDetect()))
            .Arguments.ShouldBe("-i \"a\" -vf \"scale=10:-1,hflip,transpose=1\" -af \"pan=1c|c0=0.5*c0+0.5*c1,silencedetect=n=-60dB:d=2:m=0\" \"b\" -y");

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("with \"quotes\"", "\"with \\\"quotes\\\"\"")]
    [InlineData("ends with \\", "\"ends with \\\\\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    public void Values_are_quoted_as_the_process_reads_them(string value, string quoted) => CommandLine.Quote(value).ShouldBe(quoted);

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        var options = new FFMpegArgumentOptions();

        Should.Throw<ArgumentOutOfRangeException>(() => options.WithConstantRateFactor(64));
        Should.Throw<ArgumentOutOfRangeException>(() => options.WithVariableBitrate(6));
        Should.Throw<FFMpegException>(() => options.DisableChannel(Channel.Both));
        Should.Throw<FFMpegArgumentException>(() => options.WithVideoCodec(" "));
        Should.Throw<FFMpegArgumentException>(() => options.WithVideoFilters(_ => { }));
        Should.Throw<FFMpegException>(() => options.WithVideoCodec(FFMpeg.GetCodec("aac")));
    }

    [Fact]
    public void The_installed_ffmpeg_is_asked_for_codecs_and_formats()
    {
        Codec h264 = VideoCodec.LibX264;
        (h264.Name, h264.Type, h264.EncodingSupported).ShouldBe(("libx264", CodecType.Video, true));
        FFMpeg.GetCodec("png").DecodingSupported.ShouldBeTrue();
        FFMpeg.GetContainerFormat("mp4").MuxingSupported.ShouldBeTrue();
        FFMpeg.GetContainerFormat("mpegts").Extension.ShouldBe(".ts");
        FFMpeg.GetPixelFormat("yuv420p").BitsPerPixel.ShouldBe(12);
        FFMpeg.TryGetCodec("no-such-codec", out _).ShouldBeFalse();
        Should.Throw<FFMpegException>(() => FFMpeg.GetPixelFormat("no-such-format")).Message.ShouldContain("no-such-format");
    }

    [Fact]
    public void Global_options_are_cloned_for_a_run()
    {
        string seen = string.Empty;
        FFMpegArgumentProcessor run = FFMpegArguments.FromFileInput("x", false).OutputToFile("y").Configure(options =>
        {
            options.WorkingDirectory = "/no/such/folder";
            seen = options.WorkingDirectory;
        });

        Should.Throw<FFOptionsException>(() => run.ProcessSynchronously()).Message.ShouldContain("/no/such/folder");
        seen.ShouldNotBeEmpty();
        GlobalFFOptions.Current.WorkingDirectory.ShouldBeEmpty();
    }
}
