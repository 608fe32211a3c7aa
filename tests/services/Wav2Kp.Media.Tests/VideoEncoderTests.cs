using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Wav2Kp.Media.Tests;

public sealed class VideoEncoderTests : IDisposable
{
    private readonly TestClips _clips = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task A_video_plays_in_browsers_at_the_exact_rate_with_its_sound()
    {
        string path = _clips.PathOf("it's a \"result\".mp4");
        List<double> progress = [];
        await VideoEncoder.EncodeAsync(path, new Rational(30000, 1001), 64, 48, Grey(90, 64, 48, Token), TestClips.Real, Token, new Recorder(progress.Add), 90);
        string described = TestClips.Probe(path, "-show_entries", "stream=codec_name,pix_fmt,r_frame_rate,nb_frames,color_space", "-of", "compact");
        described.ShouldContain("codec_name=h264");
        described.ShouldContain("pix_fmt=yuv420p");
        described.ShouldContain("r_frame_rate=30000/1001");
        described.ShouldContain("nb_frames=90");
        described.ShouldContain("codec_name=aac");
        byte[] bytes = await File.ReadAllBytesAsync(path, Token);
        bytes.AsSpan().IndexOf("moov"u8).ShouldBeLessThan(bytes.AsSpan().IndexOf("mdat"u8), "the index is in front");
        progress[^1].ShouldBe(1);
        Directory.GetFiles(_clips.Folder).ShouldBe([path]);
        MediaInfo info = await TalkingClip.ValidateAsync(path, Token);
        info.Video!.FrameCount.ShouldBe(90);
        info.Video.StartTime.ShouldBe(Rational.Zero);
    }

    [Fact]
    public async Task Colours_survive()
    {
        string path = _clips.PathOf("colour.mp4");
        await VideoEncoder.EncodeAsync(path, 25, 32, 32, Solid(5, 32, 32, (200, 100, 30)), null, Token);
        await foreach (VideoFrame frame in VideoReader.ReadAsync(path, Token))
        {
            using (frame)
            {
                ((double)frame.Bgr.Span[0]).ShouldBe(200, 6);
                ((double)frame.Bgr.Span[1]).ShouldBe(100, 6);
                ((double)frame.Bgr.Span[2]).ShouldBe(30, 6);
            }
        }
    }

    [Fact]
    public async Task An_odd_picture_gets_one_more_row_and_column()
    {
        string path = _clips.PathOf("odd.mp4");
        await VideoEncoder.EncodeAsync(path, 25, 33, 31, Grey(3, 33, 31, Token), null, Token);
        MediaInfo info = await MediaProbe.ProbeAsync(path, Token);
        (info.Video!.Width, info.Video.Height).ShouldBe((34, 32));
    }

    [Fact]
    public async Task A_frame_of_another_size_is_refused_and_nothing_stays_behind()
    {
        ArgumentException error = await Should.ThrowAsync<ArgumentException>(
            () => VideoEncoder.EncodeAsync(_clips.PathOf("x.mp4"), 25, 64, 48, Grey(3, 32, 32, Token), null, Token));
        error.Message.ShouldContain("64 x 48 x 3");
        Directory.GetFileSystemEntries(_clips.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_of_the_frames_reaches_the_caller()
    {
        await Should.ThrowAsync<InvalidTimeZoneException>(() => VideoEncoder.EncodeAsync(_clips.PathOf("x.mp4"), 25, 64, 48, Failing(), null, Token));
        Directory.GetFileSystemEntries(_clips.Folder).ShouldBeEmpty();

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing()
        {
            yield return new byte[64 * 48 * 3];
            await Task.Yield();
            throw new InvalidTimeZoneException("of the frames");
        }
    }

    [Fact]
    public async Task No_frame_at_all_is_refused() =>
        await Should.ThrowAsync<Exception>(() => VideoEncoder.EncodeAsync(_clips.PathOf("x.mp4"), 25, 64, 48, Grey(0, 64, 48, Token), null, Token));

    [Fact]
    public async Task Cancelling_stops_and_leaves_nothing_behind()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancel.CancelAfter(300);
        await Should.ThrowAsync<OperationCanceledException>(
            () => VideoEncoder.EncodeAsync(_clips.PathOf("x.mp4"), 25, 640, 480, Grey(100_000, 640, 480, CancellationToken.None), null, cancel.Token));
        Directory.GetFileSystemEntries(_clips.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_IO_error() =>
        await Should.ThrowAsync<IOException>(() => VideoEncoder.EncodeAsync(_clips.PathOf("none/x.mp4"), 25, 64, 48, Grey(3, 64, 48, Token), null, Token));

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Grey(int count, int width, int height, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] frame = new byte[width * height * 3];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            frame.AsSpan().Fill((byte)i);
            yield return frame;
            await Task.Yield();
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Solid(int count, int width, int height, (byte B, byte G, byte R) colour)
    {
        byte[] frame = new byte[width * height * 3];
        for (int i = 0; i < frame.Length; i += 3)
        {
            (frame[i], frame[i + 1], frame[i + 2]) = colour;
        }
        for (int i = 0; i < count; i++)
        {
            yield return frame;
            await Task.Yield();
        }
    }

    private sealed class Recorder(Action<double> record) : IProgress<double>
    {
        public void Report(double value) => record(value);
    }
}
