using Shouldly;
using Xunit;

namespace Wav2Kp.Media.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly TestClips _clips = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task A_real_clip_is_accepted_with_its_exact_figures()
    {
        string wav = _clips.PathOf("audio.wav");
        MediaInfo info = await TalkingClip.PrepareAsync(TestClips.Real, wav, Token);
        info.Warnings.ShouldBeEmpty();
        info.Duration.ShouldBe((Rational)3);
        info.Video!.ShouldSatisfyAllConditions(
            video => (video.Width, video.Height, video.FrameCount).ShouldBe((360, 288, 75)),
            video => video.FrameRate.ShouldBe((Rational)25),
            video => video.VariableFrameRate.ShouldBeFalse());
        info.Audio!.SampleRate.ShouldBe(44100);
        WavFile audio = WavFile.Read(wav);
        audio.SampleRate.ShouldBe(16000);
        audio.Samples.Length.ShouldBeInRange(47000, 48000);
        audio.Samples.Max().ShouldBeGreaterThan(0.02f);
    }

    [Fact]
    public async Task A_video_without_an_audio_track_is_rejected() =>
        await ShouldBeRejected(_clips.Make("silent.mp4", "-an", "-c:v", "libx264", "-preset", "ultrafast"), "no-audio", "no audio track");

    [Fact]
    public async Task A_sound_without_a_picture_is_rejected() =>
        await ShouldBeRejected(_clips.Make("voice.m4a", "-vn", "-c:a", "aac"), "no-video", "no moving picture");

    [Fact]
    public async Task A_song_with_a_cover_picture_is_no_video()
    {
        string cover = _clips.Make("cover.png", "-frames:v", "1");
        string song = _clips.MakeOf(TestClips.Real, "song.mp3", "-i", cover, "-map", "0:a", "-map", "1:v", "-c:v", "png", "-disposition:v", "attached_pic");
        await ShouldBeRejected(song, "no-video", "no moving picture");
    }

    [Fact]
    public async Task An_empty_file_is_rejected() => await ShouldBeRejected(_clips.Write("empty.mp4", []), "empty-file", "empty");

    [Fact]
    public async Task Text_named_mp4_is_rejected() =>
        await ShouldBeRejected(_clips.Write("notes.mp4", "Dear diary,\ntoday I filmed myself speaking. Zoë was there.\n"u8.ToArray()), "not-a-video", "text");

    [Fact]
    public async Task A_playlist_that_names_other_files_is_not_followed()
    {
        string script = $"ffconcat version 1.0\nfile '{TestClips.Real}'\n";
        await ShouldBeRejected(_clips.Write("list.mp4", System.Text.Encoding.UTF8.GetBytes(script)), "not-a-video", "text");
        string playlist = $"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile://{TestClips.Real}\n#EXT-X-ENDLIST\n";
        await ShouldBeRejected(_clips.Write("list.m3u8", System.Text.Encoding.UTF8.GetBytes(playlist)), "not-a-video", "text");
    }

    [Fact]
    public async Task Noise_is_rejected()
    {
        byte[] noise = new byte[50_000];
        new Random(1).NextBytes(noise);
        await ShouldBeRejected(_clips.Write("noise.mp4", noise), "not-a-video", "MP4");
    }

    [Fact]
    public async Task A_picture_is_rejected() =>
        await ShouldBeRejected(_clips.Make("face.png", "-frames:v", "1"), "not-a-video", "not a video");

    [Fact]
    public async Task A_video_of_one_frame_is_rejected() =>
        await ShouldBeRejected(_clips.Make("one.mkv", "-frames:v", "1", "-c:v", "libx264", "-c:a", "pcm_s16le"), "one-frame", "single frame");

    [Fact]
    public async Task An_mp4_that_was_cut_off_before_its_index_is_rejected()
    {
        string whole = _clips.Make("whole.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        byte[] bytes = await File.ReadAllBytesAsync(whole, Token);
        await ShouldBeRejected(_clips.Write("cut.mp4", bytes[..(bytes.Length / 2)]), "truncated", "cut off");
    }

    [Fact]
    public async Task An_mp4_that_was_cut_off_after_its_index_gives_the_frames_that_are_there()
    {
        string whole = _clips.Make("whole.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-movflags", "+faststart");
        byte[] bytes = await File.ReadAllBytesAsync(whole, Token);
        MediaInfo info = await TalkingClip.ValidateAsync(_clips.Write("cut.mp4", bytes[..(bytes.Length / 2)]), Token);
        info.Video!.FrameCount!.Value.ShouldBeInRange(10, 60);
        info.Warnings.ShouldContain(warning => warning.Contains("promises 75 frames"));
    }

    [Fact]
    public async Task A_truncated_MPEG_gives_the_frames_that_are_there()
    {
        byte[] bytes = await File.ReadAllBytesAsync(TestClips.Real, Token);
        MediaInfo info = await TalkingClip.ValidateAsync(_clips.Write("cut.mpg", bytes[..(bytes.Length / 2)]), Token);
        info.Video!.FrameCount!.Value.ShouldBeInRange(20, 60);
    }

    [Fact]
    public async Task A_few_flipped_bits_leave_a_usable_clip_with_a_warning()
    {
        byte[] bytes = await File.ReadAllBytesAsync(TestClips.Real, Token);
        Random random = new(7);
        for (int i = 0; i < 30; i++)
        {
            bytes[random.Next(bytes.Length / 3, bytes.Length)] ^= (byte)(1 << random.Next(8));
        }
        string wav = _clips.PathOf("audio.wav");
        MediaInfo info = await TalkingClip.PrepareAsync(_clips.Write("flipped.mpg", bytes), wav, Token);
        info.Video!.FrameCount!.Value.ShouldBeInRange(40, 80);
        info.Warnings.ShouldContain(warning => warning.Contains("damaged"));
        WavFile.Read(wav).Samples.Length.ShouldBeInRange(30000, 60000);
    }

    [Fact]
    public async Task A_file_whose_frames_are_all_lost_is_rejected()
    {
        string whole = _clips.Make("whole.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-movflags", "+faststart");
        byte[] bytes = await File.ReadAllBytesAsync(whole, Token);
        int data = bytes.AsSpan().IndexOf("mdat"u8) + 4;
        new Random(1).NextBytes(bytes.AsSpan(data));
        InputRejectedException error = await Should.ThrowAsync<InputRejectedException>(() => TalkingClip.ValidateAsync(_clips.Write("scrambled.mp4", bytes), Token));
        error.Code.ShouldBeOneOf("unreadable", "no-audio", "one-frame");
        error.Message.ShouldEndWith(".");
    }

    [Fact]
    public async Task Every_byte_flipped_in_turn_ends_in_a_verdict_and_never_in_a_crash()
    {
        string whole = _clips.Make("short.mp4", "-t", "0.4", "-s", "96x80", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-movflags", "+faststart");
        byte[] bytes = await File.ReadAllBytesAsync(whole, Token);
        Random random = new(3);
        for (int round = 0; round < 12; round++)
        {
            byte[] flipped = [.. bytes];
            for (int i = 0; i < 40; i++)
            {
                flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            }
            try
            {
                MediaInfo info = await TalkingClip.ValidateAsync(_clips.Write($"flipped{round}.mp4", flipped), Token);
                info.Video!.FrameCount!.Value.ShouldBeGreaterThan(1);
            }
            catch (InputRejectedException rejected)
            {
                rejected.Code.ShouldMatch("^[a-z-]+$");
            }
        }
    }

    [Fact]
    public async Task A_variable_frame_rate_is_accepted_and_noted()
    {
        string video = _clips.Make("phone.mp4", "-vf", "select='not(mod(n,3))+not(mod(n,5))'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        MediaInfo info = await TalkingClip.ValidateAsync(video, Token);
        info.Video!.VariableFrameRate.ShouldBeTrue();
        info.Warnings.ShouldContain(warning => warning.Contains("frame rate varies"));
        (await MediaProbe.ProbeAsync(video, Token)).Video!.VariableFrameRate.ShouldBeTrue();
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("mkv")]
    [InlineData("mpg")]
    [InlineData("avi")]
    public async Task The_rate_29_97_stays_the_fraction_that_it_is(string extension)
    {
        string video = _clips.Make($"ntsc.{extension}", "-r", "30000/1001");
        MediaInfo info = await TalkingClip.ValidateAsync(video, Token);
        info.Video!.FrameRate.ShouldBe(new Rational(30000, 1001));
        info.Video.VariableFrameRate.ShouldBeFalse();
        (await MediaProbe.ProbeAsync(video, Token)).Video!.FrameRate.ShouldBe(new Rational(30000, 1001));
    }

    [Fact]
    public async Task Rotation_metadata_turn_the_picture()
    {
        string upright = _clips.Make("upright.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        string rotated = _clips.MakeOf(upright, "rotated.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=270");
        MediaInfo info = await TalkingClip.ValidateAsync(rotated, Token);
        (info.Video!.Width, info.Video.Height, info.Video.Rotation).ShouldBe((288, 360, 90));
        MediaInfo probe = await MediaProbe.ProbeAsync(rotated, Token);
        (probe.Video!.Width, probe.Video.Height, probe.Video.Rotation).ShouldBe((288, 360, 90));
    }

    [Fact]
    public async Task Surround_sound_at_48_kHz_becomes_16_kHz_mono()
    {
        string video = _clips.Make("cinema.mkv", "-c:v", "copy", "-ac", "6", "-ar", "48000", "-c:a", "ac3");
        string wav = _clips.PathOf("audio.wav");
        MediaInfo info = await TalkingClip.PrepareAsync(video, wav, Token);
        (info.Audio!.Channels, info.Audio.SampleRate).ShouldBe((6, 48000));
        WavFile audio = WavFile.Read(wav);
        audio.SampleRate.ShouldBe(16000);
        audio.Samples.Length.ShouldBeInRange(46000, 49000);
        audio.Samples.Max().ShouldBeGreaterThan(0.01f);
    }

    [Fact]
    public async Task Sound_that_is_longer_than_the_picture_is_noted()
    {
        string video = _clips.MakeOf(null, "long.mkv", "-i", TestClips.Real, "-f", "lavfi", "-i", "sine=440:duration=5", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "pcm_s16le");
        MediaInfo info = await TalkingClip.ValidateAsync(video, Token);
        info.Duration.Value.ShouldBe(3, 0.05);
        info.Warnings.ShouldContain(warning => warning.Contains("2.0") && warning.Contains("after the picture"));
    }

    [Fact]
    public async Task Sound_that_is_shorter_than_the_picture_is_noted()
    {
        string video = _clips.MakeOf(null, "short.mkv", "-i", TestClips.Real, "-f", "lavfi", "-i", "sine=440:duration=1", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "pcm_s16le");
        MediaInfo info = await TalkingClip.ValidateAsync(video, Token);
        info.Warnings.ShouldContain(warning => warning.Contains("2.0") && warning.Contains("before the picture"));
    }

    [Theory]
    [InlineData("my holiday video.mp4")]
    [InlineData("Zoë's \"best\" take.mp4")]
    [InlineData("日本語 – ünï.mp4")]
    [InlineData("-i weird; $(touch x) `y`.mp4")]
    [InlineData("back\\slash 100% %03d.mp4")]
    [InlineData("file:colon.mp4")]
    [InlineData("new\nline.mp4")]
    public async Task Any_file_name_is_read(string name)
    {
        string plain = _clips.Make("plain.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-t", "1");
        string odd = _clips.PathOf(name);
        File.Move(plain, odd);
        string wav = _clips.PathOf(name + ".wav");
        MediaInfo info = await TalkingClip.PrepareAsync(odd, wav, Token);
        info.Video!.FrameCount.ShouldBe(25);
        WavFile.Read(wav).Samples.Length.ShouldBeGreaterThan(15000);
        await foreach (VideoFrame frame in VideoReader.ReadAsync(odd, Token))
        {
            frame.Dispose();
        }
        await AudioTrack.ExtractAsync(odd, wav, Token);
        Directory.GetFiles(_clips.Folder).Order(StringComparer.Ordinal).ShouldBe(new[] { odd, wav }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_rejected_with_what_to_do()
    {
        string gone = _clips.PathOf("gone.mp4");
        await ShouldBeRejected(gone, "vanished", "disappeared");
        (await Should.ThrowAsync<InputRejectedException>(async () =>
        {
            await foreach (VideoFrame frame in VideoReader.ReadAsync(gone, Token))
            {
                frame.Dispose();
            }
        })).Code.ShouldBe("vanished");
    }

    [Fact]
    public async Task A_file_that_is_removed_or_cut_while_it_is_read_ends_in_a_verdict()
    {
        string big = _clips.Make("big.mpg", "-filter_complex", "[0:v]loop=loop=2:size=75[v]", "-map", "[v]", "-map", "0:a", "-s", "960x768", "-q:v", "2");
        int frames = 0;
        await foreach (VideoFrame frame in VideoReader.ReadAsync(big, Token))
        {
            frame.Dispose();
            if (frames++ == 10)
            {
                await using (FileStream cut = new(big, FileMode.Open, FileAccess.Write))
                {
                    cut.SetLength(cut.Length / 4);
                }
                File.Delete(big);
            }
        }
        frames.ShouldBeGreaterThan(10);
        await ShouldBeRejected(big, "vanished", "disappeared");
    }

    private static async Task ShouldBeRejected(string path, string code, string words)
    {
        InputRejectedException error = await Should.ThrowAsync<InputRejectedException>(() => TalkingClip.ValidateAsync(path, Token));
        error.Code.ShouldBe(code, error.Message);
        error.Message.ShouldContain(words);
        error.Message.ShouldEndWith(".");
    }
}
