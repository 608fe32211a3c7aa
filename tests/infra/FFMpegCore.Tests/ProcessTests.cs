using System.Diagnostics;
using FFMpegCore.Exceptions;
using FFMpegCore.Pipes;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace FFMpegCore.Tests;

public sealed class ProcessTests : IDisposable
{
    private static readonly string s_clip = SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain.wav")]
    [InlineData("two words.wav")]
    [InlineData("it's \"quoted\".wav")]
    [InlineData("back\\slash\\.wav")]
    [InlineData("größe 声音 🎬 $HOME `id` %d.wav")]
    [InlineData("-v.wav")]
    [InlineData("time 12:30.wav")]
    public void Files_of_any_name_are_read_and_written(string name)
    {
        string first = _folder[name];
        string second = _folder["copy of " + name];

        FFMpegArguments.FromFileInput(s_clip).OutputToFile(first, true, options => options.WithDuration(TimeSpan.FromSeconds(0.5))).ProcessSynchronously().ShouldBeTrue();
        FFMpegArguments.FromFileInput(first).OutputToFile(second).ProcessSynchronously().ShouldBeTrue();

        FFProbe.Analyse(second).Duration.TotalSeconds.ShouldBe(0.5, 0.001);
    }

    [Fact]
    public void A_name_in_the_working_folder_that_looks_like_an_option_or_a_protocol_is_a_file()
    {
        var options = new FFOptions { WorkingDirectory = _folder[string.Empty] };
        foreach (string name in new[] { "-y.wav", "file:12:30.wav" })
        {
            FFMpegArguments.FromFileInput(s_clip).OutputToFile(name, true, o => o.WithDuration(TimeSpan.FromSeconds(0.5))).ProcessSynchronously(ffMpegOptions: options);

            FFProbe.Analyse(_folder[name]).Duration.TotalSeconds.ShouldBe(0.5, 0.001);
        }
    }

    [Fact]
    public void The_sound_of_a_clip_becomes_mono_at_16_kHz()
    {
        string wav = _folder["a.wav"];

        FFMpegArguments.FromFileInput(s_clip)
            .OutputToFile(wav, true, options => options.WithAudioSamplingRate(16000).WithCustomArgument("-ac 1").DisableChannel(Enums.Channel.Video))
            .ProcessSynchronously();

        AudioStream audio = FFProbe.Analyse(wav).PrimaryAudioStream.ShouldNotBeNull();
        (audio.SampleRateHz, audio.Channels, audio.CodecName).ShouldBe((16000, 1, "pcm_s16le"));
        // 114 frames of 1152 samples at 44.1 kHz
        audio.Duration.TotalSeconds.ShouldBe(114 * 1152 / 44100.0, 0.001);
    }

    [Fact]
    public async Task Raw_frames_pass_through_both_pipes_unchanged()
    {
        byte[] values = [0, 1, 50, 128, 255];
        using var output = new MemoryStream();

        await FFMpegArguments
            .FromPipeInput(new RawVideoPipeSource(values.Select(value => new RawFrame(32, 16, value))) { FrameRate = 30000.0 / 1001 })
            .OutputToPipe(new StreamPipeSink(output) { Format = "rawvideo" }, options => options.ForcePixelFormat("gray"))
            .ProcessAsynchronously();

        output.ToArray().ShouldBe(values.SelectMany(value => Enumerable.Repeat(value, 32 * 16)));
    }

    [Fact]
    public async Task Two_pipes_feed_one_file()
    {
        string path = _folder["both.mp4"];
        var tone = Enumerable.Range(0, 10).Select(_ => (IAudioSample)new Silence(1600)).ToList();

        await FFMpegArguments
            .FromPipeInput(new RawVideoPipeSource(Enumerable.Range(0, 25).Select(i => new RawFrame(64, 64, (byte)(i * 10)))))
            .AddPipeInput(new RawAudioPipeSource(tone) { SampleRate = 16000 })
            .OutputToFile(path, true, options => options.WithVideoCodec("libx264").ForcePixelFormat("yuv420p").WithAudioCodec("aac"))
            .ProcessAsynchronously();

        IMediaAnalysis analysis = FFProbe.Analyse(path);
        analysis.PrimaryVideoStream!.Duration.TotalSeconds.ShouldBe(1, 0.001);
        analysis.PrimaryAudioStream!.SampleRateHz.ShouldBe(16000);
    }

    [Fact]
    public async Task Several_outputs_are_written_in_one_run()
    {
        using var frames = new MemoryStream();
        using var sound = new MemoryStream();

        await FFMpegArguments.FromFileInput(s_clip).MultiOutput(outputs => outputs
                .OutputToPipe(new StreamPipeSink(frames), options => options.ForceFormat("rawvideo").ForcePixelFormat("gray").DisableChannel(Enums.Channel.Audio))
                .OutputToPipe(new StreamPipeSink(sound), options => options.ForceFormat("s16le").WithCustomArgument("-ac 1 -ar 16000").DisableChannel(Enums.Channel.Video)))
            .ProcessAsynchronously();

        frames.Length.ShouldBe(75 * 360 * 288);
        (sound.Length / 2.0 / 16000).ShouldBe(114 * 1152 / 44100.0, 0.001);
    }

    [Fact]
    public async Task A_frame_of_another_size_ends_the_run_with_its_reason()
    {
        IVideoFrame[] frames = [new RawFrame(32, 16, 1), new RawFrame(16, 16, 1)];

        var e = await Should.ThrowAsync<FFMpegStreamFormatException>(() => FFMpegArguments
            .FromPipeInput(new RawVideoPipeSource(frames)).OutputToFile(_folder["a.mkv"]).ProcessAsynchronously());

        e.Message.ShouldContain("16x16");
    }

    [Fact]
    public void A_sequence_without_frames_is_refused() =>
        Should.Throw<InvalidOperationException>(() => FFMpegArguments
            .FromPipeInput(new RawVideoPipeSource([])).OutputToFile(_folder["a.mkv"]).ProcessSynchronously())
            .Message.ShouldContain("no frame");

    [Fact]
    public async Task A_source_that_fails_ends_the_run_with_its_own_exception()
    {
        await using var broken = new EndlessStream { FailAfter = 1_000_000 };

        (await Should.ThrowAsync<IOException>(() => FFMpegArguments
            .FromPipeInput(new StreamPipeSource(broken), options => options.ForceFormat("s16le"))
            .OutputToFile(_folder["a.wav"]).ProcessAsynchronously()))
            .Message.ShouldBe("The disk was taken away.");
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_run_with_its_own_exception() =>
        (await Should.ThrowAsync<IOException>(() => FFMpegArguments
            .FromDeviceInput("testsrc=size=320x240", options => options.ForceFormat("lavfi"))
            .OutputToPipe(new StreamPipeSink((_, _) => throw new IOException("No space left.")) { Format = "rawvideo" })
            .ProcessAsynchronously()))
            .Message.ShouldBe("No space left.");

    [Fact]
    public async Task An_output_that_needs_only_a_part_of_the_input_is_no_failure()
    {
        await using var endless = new EndlessStream();
        string wav = _folder["part.wav"];

        (await FFMpegArguments
            .FromPipeInput(new StreamPipeSource(endless), options => options.ForceFormat("s16le").WithAudioSamplingRate(16000))
            .OutputToFile(wav, true, options => options.WithDuration(TimeSpan.FromSeconds(1)))
            .ProcessAsynchronously()).ShouldBeTrue();

        FFProbe.Analyse(wav).Duration.TotalSeconds.ShouldBe(1, 1e-3);
    }

    [Fact]
    public async Task An_ffmpeg_that_dies_before_it_reads_its_pipe_throws_and_leaves_no_socket()
    {
        await using var endless = new EndlessStream();
        FFMpegArgumentProcessor run = FFMpegArguments
            .FromPipeInput(new StreamPipeSource(endless), options => options.WithCustomArgument("-no_such_option 1"))
            .OutputToPipe(new StreamPipeSink(Stream.Null) { Format = "wav" });
        string[] sockets = [.. System.Text.RegularExpressions.Regex.Matches(run.Arguments, "unix:([^\"]+)").Select(match => match.Groups[1].Value)];

        var e = await Should.ThrowAsync<FFMpegException>(() => run.ProcessAsynchronously());

        e.Type.ShouldBe(FFMpegExceptionType.Process);
        e.FFMpegErrorOutput.ShouldContain("no_such_option");
        sockets.Length.ShouldBe(2);
        sockets.ShouldAllBe(path => !File.Exists(path));
    }

    [Fact]
    public async Task A_failed_run_returns_false_where_no_exception_is_wanted() =>
        (await FFMpegArguments.FromFileInput(s_clip).OutputToFile(_folder["a.nosuchformat"]).ProcessAsynchronously(throwOnError: false)).ShouldBeFalse();

    [Fact]
    public void Files_that_are_missing_or_in_the_way_are_named()
    {
        string present = _folder["present.wav"];
        File.WriteAllText(present, "keep me");

        Should.Throw<FileNotFoundException>(() => FFMpegArguments.FromFileInput(_folder["gone.mp4"]).OutputToFile(present).ProcessSynchronously())
            .Message.ShouldContain("gone.mp4");
        Should.Throw<FFMpegException>(() => FFMpegArguments.FromFileInput(s_clip).OutputToFile(present, overwrite: false).ProcessSynchronously())
            .Type.ShouldBe(FFMpegExceptionType.File);
        File.ReadAllText(present).ShouldBe("keep me");
    }

    [Fact]
    public async Task Progress_rises_to_one_hundred_percent()
    {
        var percent = new List<double>();
        var times = new List<TimeSpan>();
        var lines = new List<string>();

        await FFMpegArguments.FromFileInput(s_clip).OutputToFile(_folder["a.mp4"])
            .NotifyOnProgress(percent.Add, TimeSpan.FromSeconds(3)).NotifyOnProgress(times.Add).NotifyOnError(lines.Add).ProcessAsynchronously();

        percent[^1].ShouldBe(100);
        percent.ShouldBeInOrder();
        times[^1].ShouldBe(TimeSpan.FromSeconds(3));
        lines.ShouldContain(line => line.Contains("time=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_action_that_throws_ends_the_run() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => FFMpegArguments
            .FromDeviceInput("testsrc", options => options.ForceFormat("lavfi"))
            .OutputToFile(_folder["a.mkv"]).NotifyOnError(_ => throw new InvalidOperationException("enough")).ProcessAsynchronously()))
            .Message.ShouldBe("enough");

    [Theory]
    [InlineData(0)]
    [InlineData(60_000)]
    public async Task A_cancelled_run_throws_and_its_program_is_gone(int timeout)
    {
        using var source = new CancellationTokenSource();
        string path = _folder["endless.mkv"];
        var clock = new Stopwatch();
        Task<bool> run = FFMpegArguments
            .FromDeviceInput("testsrc=size=64x64", options => options.ForceFormat("lavfi").WithCustomArgument("-re"))
            .OutputToFile(path)
            .NotifyOnProgress(_ =>
            {
                clock.Start();
                source.Cancel();
            })
            .CancellableThrough(source.Token, timeout)
            .ProcessAsynchronously();

        var e = await Should.ThrowAsync<OperationCanceledException>(() => run);

        e.CancellationToken.ShouldBe(source.Token);
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(30);
        ProgramsWriting(path).ShouldBeEmpty();
        if (timeout > 0)
        {
            // asked to quit, ffmpeg finished the file
            FFProbe.Analyse(path).Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task A_run_whose_source_waits_can_be_cancelled()
    {
        var waiting = new StreamPipeSource(new WaitingStream());
        FFMpegArgumentProcessor run = FFMpegArguments.FromPipeInput(waiting, options => options.ForceFormat("s16le")).OutputToFile(_folder["a.wav"]).CancellableThrough(out Action cancel);

        Task<bool> task = run.ProcessAsynchronously(throwOnError: false);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        cancel();

        (await task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public void A_run_that_is_cancelled_before_it_starts_does_not_start()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Should.Throw<OperationCanceledException>(() => FFMpegArguments.FromFileInput(s_clip).OutputToFile(_folder["never.wav"]).CancellableThrough(source.Token).ProcessSynchronously());
        File.Exists(_folder["never.wav"]).ShouldBeFalse();
    }

    [Fact]
    public void Parts_are_joined_whatever_their_names()
    {
        string first = _folder["part 'one'.wav"];
        string second = _folder["part \"two\".wav"];
        foreach (string part in new[] { first, second })
        {
            FFMpegArguments.FromFileInput(s_clip).OutputToFile(part, true, options => options.WithDuration(TimeSpan.FromSeconds(0.5))).ProcessSynchronously();
        }
        string joined = _folder["joined.wav"];

        FFMpegArguments.FromDemuxConcatInput([first, second]).OutputToFile(joined).ProcessSynchronously();

        FFProbe.Analyse(joined).Duration.TotalSeconds.ShouldBe(1, 0.002);
    }

    [Fact]
    public void The_short_cuts_do_what_they_say()
    {
        string picture = _folder["picture.png"];
        string sound = _folder["sound.wav"];
        string mute = _folder["mute.mpg"];
        string dubbed = _folder["dubbed.mp4"];

        FFMpeg.Snapshot(s_clip, picture, new System.Drawing.Size(180, 0)).ShouldBeTrue();
        FFMpeg.ExtractAudio(s_clip, sound).ShouldBeTrue();
        FFMpeg.Mute(s_clip, mute).ShouldBeTrue();
        FFMpeg.ReplaceAudio(mute, sound, dubbed).ShouldBeTrue();

        VideoStream png = FFProbe.Analyse(picture).PrimaryVideoStream!;
        (png.Width, png.Height).ShouldBe((180, 144));
        FFProbe.Analyse(mute).AudioStreams.ShouldBeEmpty();
        FFProbe.Analyse(dubbed).PrimaryAudioStream!.CodecName.ShouldBe("aac");
    }

    private static IEnumerable<int> ProgramsWriting(string path)
    {
        foreach (Process process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                string line = string.Empty;
                try
                {
                    line = File.ReadAllText($"/proc/{process.Id}/cmdline");
                }
                catch (IOException)
                {
                    // it ended just now
                }
                if (line.Contains(path, StringComparison.Ordinal))
                {
                    yield return process.Id;
                }
            }
        }
    }

    private sealed class Silence(int samples) : IAudioSample
    {
        public void Serialize(Stream stream) => stream.Write(new byte[2 * samples]);

        public Task SerializeAsync(Stream stream, CancellationToken token) => stream.WriteAsync(new byte[2 * samples], token).AsTask();
    }

    private sealed class WaitingStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
