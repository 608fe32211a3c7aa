using FFMpegCore;
using FFMpegCore.Enums;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>The audio track as every later step takes it: 16 kHz, mono, 16 bits, in step with the picture.</summary>
public static class AudioTrack
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 16000;

    /// <summary>
    /// Writes the first audio track of a video or audio file as 16 kHz mono s16 WAV. Sample 0 is heard when the first video frame is
    /// shown: a track that starts earlier is trimmed and one that starts later is padded with silence, as are gaps within.
    /// </summary>
    /// <param name="source">Any audio or video file.</param>
    /// <param name="wavPath">Where the WAV file goes; it appears only when it is complete.</param>
    /// <param name="cancellationToken">Stops ffmpeg and removes what was written.</param>
    /// <exception cref="InputRejectedException">The source has no sound, or cannot be read.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static async Task ExtractAsync(string source, string wavPath, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(wavPath);
        MediaInfo info = await MediaProbe.ProbeAsync(source, cancellationToken).ConfigureAwait(false);
        string samplesPath = $"{wavPath}.{Guid.NewGuid():N}.pcm";
        try
        {
            long offset = await DecodeAsync(source, info, samplesPath, "s16le", SampleRate, cancellationToken).ConfigureAwait(false);
            await WriteAsync(samplesPath, wavPath, SampleRate, offset, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(samplesPath);
        }
    }

    /// <summary>Decodes to a file of raw mono samples and says by how many samples it starts after the picture (negative: before).</summary>
    internal static async Task<long> DecodeAsync(string source, MediaInfo info, string samplesPath, string format, int sampleRate, CancellationToken cancellationToken)
    {
        AudioInfo audio = info.Audio ?? throw new InputRejectedException(
            RejectionCodes.NoAudio,
            "The file has no audio track: give a recording with speech in it.");
        using FileAlias input = FileAlias.For(source);
        using FileAlias output = FileAlias.For(samplesPath);
        FfmpegLog log = new();
        await Ffmpeg.RunAsync(
            FFMpegArguments
                .FromFileInput(input.Path, verifyExists: false, Ffmpeg.UntrustedInput(threads: 1))
                .OutputToFile(output.Path, overwrite: true, options => Samples(options, audio.Stream, sampleRate).ForceFormat(format)),
            log,
            cancellationToken).ConfigureAwait(false);
        if (log.Samples == 0 || log.DiskFull)
        {
            throw Ffmpeg.Failure(source, log);
        }
        if (info.Video is not VideoInfo video)
        {
            return 0;
        }
        // ffmpeg counts from the start of the file
        Rational heard = new Rational(log.FirstSample ?? 0, sampleRate) + info.StartTime;
        return ((heard - video.StartTime) * sampleRate).Round();
    }

    /// <summary>The options of an output of raw mono samples: gaps filled with silence, resampled, the first sample's time logged.</summary>
    internal static FFMpegArgumentOptions Samples(FFMpegArgumentOptions options, int stream, int sampleRate) => options
        .SelectStream(stream, channel: Channel.All)
        .WithCustomArgument($"-ac 1 -af aresample={sampleRate}:async=1,ashowinfo -t {MediaLimits.MaxDuration.TotalSeconds:0}")
        .WithAudioSamplingRate(sampleRate);

    /// <summary>Makes a WAV file of raw 16-bit samples, from <paramref name="offset"/> samples of silence on, or without the first of them.</summary>
    internal static async Task WriteAsync(string samplesPath, string wavPath, int sampleRate, long offset, CancellationToken cancellationToken)
    {
        string temporary = $"{wavPath}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (FileStream samples = new(samplesPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan))
            {
                samples.Position = Math.Clamp(-offset * sizeof(short), 0, samples.Length & ~1L);
                long silence = Math.Max(0, offset) * sizeof(short);
                await using FileStream wav = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
                await wav.WriteAsync(WavFile.Header(sampleRate, silence + samples.Length - samples.Position), cancellationToken).ConfigureAwait(false);
                byte[] zeros = new byte[Math.Min(silence, 1 << 16)];
                for (long left = silence; left > 0; left -= zeros.Length)
                {
                    await wav.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)), cancellationToken).ConfigureAwait(false);
                }
                await samples.CopyToAsync(wav, 1 << 20, cancellationToken).ConfigureAwait(false);
            }
            File.Move(temporary, wavPath, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
