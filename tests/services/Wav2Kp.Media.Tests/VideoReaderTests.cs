using Shouldly;
using Xunit;

namespace Wav2Kp.Media.Tests;

public sealed class VideoReaderTests : IDisposable
{
    private readonly TestClips _clips = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Frames_come_in_order_with_exact_times_and_the_right_pixels()
    {
        string raw = _clips.Make("frames.raw", "-pix_fmt", "bgr24", "-f", "rawvideo");
        byte[] expected = await File.ReadAllBytesAsync(raw, Token);
        int index = 0;
        await foreach (VideoFrame frame in VideoReader.ReadAsync(TestClips.Real, Token))
        {
            using (frame)
            {
                frame.Index.ShouldBe(index);
                frame.Timestamp.ShouldBe(new Rational(index, 25));
                (frame.Width, frame.Height).ShouldBe((360, 288));
                frame.Bgr.Span.SequenceEqual(expected.AsSpan(index * 360 * 288 * 3, 360 * 288 * 3)).ShouldBeTrue($"frame {index}");
            }
            index++;
        }
        index.ShouldBe(75);
    }

    [Fact]
    public async Task A_variable_rate_gives_every_coded_frame_once_with_its_own_time()
    {
        string video = _clips.Make("phone.mp4", "-vf", "select='not(mod(n,3))+not(mod(n,5))'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        Rational[] expected = [.. Enumerable.Range(0, 75).Where(n => n % 3 == 0 || n % 5 == 0).Select(n => new Rational(n, 25))];
        (await Times(video)).ShouldBe(expected);
    }

    [Fact]
    public async Task Times_at_29_97_are_exact_fractions()
    {
        string video = _clips.Make("ntsc.mp4", "-r", "30000/1001", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-c:a", "aac");
        Rational[] times = await Times(video);
        times.Length.ShouldBeInRange(89, 90);
        times.ShouldBe([.. Enumerable.Range(0, times.Length).Select(n => new Rational(n * 1001L, 30000))]);
    }

    [Fact]
    public async Task A_rotated_picture_comes_upright()
    {
        string upright = _clips.Make("upright.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-t", "0.4");
        string rotated = _clips.MakeOf(upright, "rotated.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=270");
        byte[] first = await FirstFrame(upright, 360, 288);
        byte[] turned = await FirstFrame(rotated, 288, 360);
        // clockwise by 90 degrees: column x of row y comes to column height - 1 - y of row x
        double difference = 0;
        for (int y = 0; y < 288; y++)
        {
            for (int x = 0; x < 360; x++)
            {
                difference += Math.Abs(first[((y * 360) + x) * 3] - turned[((x * 288) + 287 - y) * 3]);
            }
        }
        (difference / (288 * 360)).ShouldBeLessThan(4);
    }

    [Fact]
    public async Task Damaged_frames_are_left_out_and_the_others_keep_rising_times()
    {
        byte[] bytes = await File.ReadAllBytesAsync(TestClips.Real, Token);
        new Random(5).NextBytes(bytes.AsSpan(150_000, 60_000));
        Rational[] times = await Times(_clips.Write("hole.mpg", bytes));
        times.Length.ShouldBeInRange(30, 76);
        times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
        times[^1].Value.ShouldBe(2.96, 0.3);
    }

    [Fact]
    public async Task Leaving_early_stops_ffmpeg_and_frees_everything()
    {
        int before = Directory.GetFiles(Path.GetTempPath(), "wav2kp-*.sock").Length;
        await foreach (VideoFrame frame in VideoReader.ReadAsync(TestClips.Real, Token))
        {
            frame.Dispose();
            if (frame.Index == 3)
            {
                break;
            }
        }
        Directory.GetFiles(Path.GetTempPath(), "wav2kp-*.sock").Length.ShouldBeLessThanOrEqualTo(before);
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_at_once()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        int frames = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (VideoFrame frame in VideoReader.ReadAsync(TestClips.Real, cancel.Token))
            {
                frame.Dispose();
                if (++frames == 5)
                {
                    await cancel.CancelAsync();
                }
            }
        });
        frames.ShouldBeInRange(5, 7);
    }

    [Fact]
    public async Task A_disposed_frame_gives_no_pixels()
    {
        await foreach (VideoFrame frame in VideoReader.ReadAsync(TestClips.Real, Token))
        {
            frame.Dispose();
            frame.Dispose();
            Should.Throw<ObjectDisposedException>(() => frame.Bgr);
            break;
        }
    }

    private static async Task<Rational[]> Times(string path)
    {
        List<Rational> times = [];
        await foreach (VideoFrame frame in VideoReader.ReadAsync(path, Token))
        {
            using (frame)
            {
                times.Add(frame.Timestamp);
            }
        }
        return [.. times];
    }

    private static async Task<byte[]> FirstFrame(string path, int width, int height)
    {
        await foreach (VideoFrame frame in VideoReader.ReadAsync(path, Token))
        {
            using (frame)
            {
                (frame.Width, frame.Height).ShouldBe((width, height));
                return frame.Bgr.ToArray();
            }
        }
        throw new InvalidOperationException("There is no frame.");
    }
}
