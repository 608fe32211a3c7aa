using Shouldly;
using Xunit;

namespace Wav2Kp.Media.Tests;

public sealed class AudioTests : IDisposable
{
    private readonly TestClips _clips = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    [Theory]
    [InlineData("0", 1.0)]
    [InlineData("0.5", 1.5)]
    [InlineData("-0.25", 0.75)]
    public async Task Sample_0_is_the_time_of_the_first_frame_wherever_the_track_begins(string delay, double click)
    {
        // a click one second into the track, which begins later or earlier than the picture
        string sound = _clips.MakeOf(null, "click.wav", "-f", "lavfi", "-i", "aevalsrc='if(eq(n,16000),0.9,0)':s=16000:d=2");
        string video = _clips.MakeOf(null, "shifted.mkv", "-i", TestClips.Real, "-itsoffset", delay, "-i", sound, "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "pcm_s16le");
        string prepared = _clips.PathOf("prepared.wav");
        string extracted = _clips.PathOf("extracted.wav");
        await TalkingClip.PrepareAsync(video, prepared, Token);
        await AudioTrack.ExtractAsync(video, extracted, Token);
        float[] decoded = await AudioDecoder.DecodeAsync(video, 16000, Token);
        foreach (float[] samples in (float[][])[WavFile.Read(prepared).Samples, WavFile.Read(extracted).Samples, decoded])
        {
            int loudest = Array.IndexOf(samples, samples.Max());
            // Matroska counts milliseconds: 16 samples
            ((double)loudest).ShouldBe(click * 16000, 16.5);
        }
    }

    [Theory]
    [InlineData("voice.wav")]
    [InlineData("voice.mp3")]
    [InlineData("voice.m4a")]
    [InlineData("voice.flac")]
    [InlineData("voice.ogg")]
    [InlineData("voice.opus")]
    public async Task Any_sound_file_is_decoded(string name)
    {
        string file = _clips.Make(name, name.EndsWith(".ogg", StringComparison.Ordinal) ? ["-vn", "-c:a", "libvorbis"] : ["-vn"]);
        float[] samples = await AudioDecoder.DecodeAsync(file, 16000, Token);
        samples.Length.ShouldBeInRange(46500, 49000);
        float[] original = await AudioDecoder.DecodeAsync(TestClips.Real, 16000, Token);
        Energy(samples).ShouldBe(Energy(original), Energy(original) * 0.1);
    }

    [Fact]
    public async Task A_gap_in_the_track_is_silence_and_what_follows_keeps_its_time()
    {
        string sound = _clips.MakeOf(null, "gap.mkv", "-f", "lavfi", "-i", "sine=440:sample_rate=16000:duration=3", "-af", "aselect='not(between(t,1,2))'", "-c:a", "pcm_s16le");
        float[] samples = await AudioDecoder.DecodeAsync(sound, 16000, Token);
        samples.Length.ShouldBeInRange(46900, 49100);
        samples.AsSpan(18000, 10000).ToArray().Max(Math.Abs).ShouldBeLessThan(0.01f);
        samples.AsSpan(34000, 10000).ToArray().Max(Math.Abs).ShouldBeGreaterThan(0.05f);
    }

    [Fact]
    public async Task A_file_without_sound_is_rejected_with_a_sentence()
    {
        string silent = _clips.Make("silent.mp4", "-an");
        (await Should.ThrowAsync<InputRejectedException>(() => AudioDecoder.DecodeAsync(silent, 16000, Token))).Code.ShouldBe("no-audio");
        (await Should.ThrowAsync<InputRejectedException>(() => AudioTrack.ExtractAsync(silent, _clips.PathOf("x.wav"), Token))).Code.ShouldBe("no-audio");
        File.Exists(_clips.PathOf("x.wav")).ShouldBeFalse();
    }

    [Fact]
    public void A_WAV_file_goes_there_and_back_to_within_half_a_step()
    {
        float[] samples = [0, 0.5f, -0.5f, 1, -1, 0.123456f, 2];
        string path = _clips.PathOf("x.wav");
        WavFile.Write(path, samples, 22050);
        WavFile file = WavFile.Read(path);
        file.SampleRate.ShouldBe(22050);
        for (int i = 0; i < 6; i++)
        {
            file.Samples[i].ShouldBe(samples[i], 1.01f / 32768);
        }
        file.Samples[6].ShouldBe(32767f / 32768);
    }

    [Theory]
    [InlineData("pcm_u8", 0.01f)]
    [InlineData("pcm_s16le", 0.0001f)]
    [InlineData("pcm_s24le", 0.00001f)]
    [InlineData("pcm_s32le", 0.00001f)]
    public void WAV_files_of_every_usual_kind_are_read_as_the_mean_of_their_channels(string codec, float tolerance)
    {
        const string source = "aevalsrc='0.5*sin(2*PI*100*t)|0.25*sin(2*PI*100*t)':s=8000:d=0.5";
        WavFile expected = WavFile.Read(_clips.MakeOf(null, "float.wav", "-f", "lavfi", "-i", source, "-c:a", "pcm_f32le"));
        WavFile file = WavFile.Read(_clips.MakeOf(null, "x.wav", "-f", "lavfi", "-i", source, "-c:a", codec));
        expected.Samples[20].ShouldBe(0.375f, 0.001f);
        file.Samples.Length.ShouldBe(4000);
        for (int i = 0; i < 4000; i++)
        {
            file.Samples[i].ShouldBe(expected.Samples[i], tolerance);
        }
    }

    [Fact]
    public void What_is_no_WAV_file_is_refused_with_a_sentence()
    {
        Should.Throw<InvalidDataException>(() => WavFile.Read(_clips.Write("a.wav", []))).Message.ShouldContain("no WAV file");
        Should.Throw<InvalidDataException>(() => WavFile.Read(_clips.Write("b.wav", [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVEfmt "u8]))).Message.ShouldContain("format");
        Should.Throw<InvalidDataException>(() => WavFile.Read(_clips.Write("c.wav", [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8]))).Message.ShouldContain("neither a format nor data");
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be_full_and_is_not_the_inputs_fault()
    {
        // every write to this device fails as on a full disk
        string full = _clips.PathOf("full.pcm");
        File.CreateSymbolicLink(full, "/dev/full");
        MediaInfo info = await MediaProbe.ProbeAsync(TestClips.Real, Token);
        IOException error = await Should.ThrowAsync<IOException>(() => AudioTrack.DecodeAsync(TestClips.Real, info, full, "s16le", 16000, Token));
        error.Message.ShouldContain("disk is full");
    }

    private static double Energy(float[] samples) => Math.Sqrt(samples.Sum(sample => (double)sample * sample) / samples.Length);
}
