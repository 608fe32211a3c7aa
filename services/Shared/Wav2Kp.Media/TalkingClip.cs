using System.Globalization;
using FFMpegCore;
using FFMpegCore.Enums;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>A video of somebody who speaks, as it comes from a user: checked by decoding all of it once.</summary>
public static class TalkingClip
{
    // below this, sound and picture are as long as each other: codecs round to their frames
    private static readonly Rational s_negligible = new(1, 5);

    /// <summary>Decodes a file to its end and says what it holds.</summary>
    /// <returns>Exact figures of what decodes; <see cref="MediaInfo.Warnings"/> name what is damaged or odd but usable.</returns>
    /// <exception cref="InputRejectedException">
    /// It cannot be used: <c>empty-file</c>, <c>not-a-video</c>, <c>truncated</c>, <c>no-video</c>, <c>no-audio</c>, <c>one-frame</c>,
    /// <c>unreadable</c>, <c>too-large</c> or <c>vanished</c>.
    /// </exception>
    public static Task<MediaInfo> ValidateAsync(string path, CancellationToken cancellationToken) => RunAsync(path, null, cancellationToken);

    /// <summary>
    /// As <see cref="ValidateAsync"/>, and in the same pass writes the audio track: 16 kHz mono s16, its sample 0 at the time of
    /// the first frame that decodes.
    /// </summary>
    /// <inheritdoc cref="ValidateAsync"/>
    /// <param name="path">The video.</param>
    /// <param name="wavPath">Where the WAV file goes; it appears only when it is complete.</param>
    /// <param name="cancellationToken">Stops ffmpeg and removes what was written.</param>
    public static Task<MediaInfo> PrepareAsync(string path, string wavPath, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(wavPath);
        return RunAsync(path, wavPath, cancellationToken);
    }

    private static async Task<MediaInfo> RunAsync(string path, string? wavPath, CancellationToken cancellationToken)
    {
        MediaInfo info = await MediaProbe.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        (VideoInfo video, AudioInfo audio) = Require(info);

        using FileAlias source = FileAlias.For(path);
        string? samplesPath = wavPath is null ? null : $"{wavPath}.{Guid.NewGuid():N}.pcm";
        using FileAlias? samples = samplesPath is null ? null : FileAlias.For(samplesPath);
        FfmpegLog log = new();
        try
        {
            await Ffmpeg.RunAsync(
                FFMpegArguments
                    .FromFileInput(source.Path, verifyExists: false, Ffmpeg.UntrustedInput(threads: 1))
                    .MultiOutput(outputs => outputs
                        .OutputToFile("-", overwrite: true, options => options
                            .SelectStream(video.Stream, channel: Channel.All)
                            .WithCustomArgument("-vf showinfo=checksum=0 -fps_mode passthrough")
                            .ForceFormat("null"))
                        .OutputToFile(samples?.Path ?? "-", overwrite: true, options => AudioTrack.Samples(options, audio.Stream, AudioTrack.SampleRate)
                            .ForceFormat(samples is null ? "null" : "s16le"))),
                log,
                cancellationToken).ConfigureAwait(false);
            Frames frames = await ReadFramesAsync(log, cancellationToken).ConfigureAwait(false);
            if (frames.Pts.Count == 0 || log.DiskFull)
            {
                throw Ffmpeg.Failure(path, log);
            }
            if (frames.Pts.Count == 1)
            {
                throw new InputRejectedException(RejectionCodes.OneFrame, "The video has a single frame: a face has to move to be learned from, so upload a recording of at least a second.");
            }
            if (log.Samples == 0)
            {
                throw new InputRejectedException(RejectionCodes.NoAudio, "The video's audio track is empty or cannot be decoded: record or export it again with sound.");
            }
            Rational offset = new Rational(log.FirstSample ?? 0, AudioTrack.SampleRate) - (log.VideoTimeBase * frames.Pts[0]);
            if (wavPath is not null)
            {
                await AudioTrack.WriteAsync(samplesPath!, wavPath, AudioTrack.SampleRate, (offset * AudioTrack.SampleRate).Round(), cancellationToken).ConfigureAwait(false);
            }
            return Describe(info, video, audio, log, frames, offset);
        }
        finally
        {
            if (samplesPath is not null)
            {
                File.Delete(samplesPath);
            }
        }
    }

    private static (VideoInfo Video, AudioInfo Audio) Require(MediaInfo info)
    {
        if (info.Video is not VideoInfo video)
        {
            throw new InputRejectedException(RejectionCodes.NoVideo, "The file has sound but no moving picture: upload a video that shows the speaker.");
        }
        if (info.Audio is not AudioInfo audio)
        {
            throw new InputRejectedException(RejectionCodes.NoAudio, "The video has no audio track: record or export it again with sound, because the model learns from speech and face together.");
        }
        if ((long)video.Width * video.Height > MediaLimits.MaxPixels)
        {
            throw new InputRejectedException(RejectionCodes.TooLarge, $"The picture of {video.Width} x {video.Height} pixels is larger than 8192 x 4320: scale the video down.");
        }
        if (info.Duration > Rational.FromTimeSpan(MediaLimits.MaxDuration))
        {
            throw new InputRejectedException(RejectionCodes.TooLarge, $"The recording is longer than {MediaLimits.MaxDuration.TotalHours:0} hours: cut it into parts.");
        }
        return (video, audio);
    }

    private static async Task<Frames> ReadFramesAsync(FfmpegLog log, CancellationToken cancellationToken)
    {
        Frames frames = new([], 0, 0);
        await foreach (FrameNote note in log.Frames.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (frames.Width != 0 && (note.Width, note.Height) != (frames.Width, frames.Height))
            {
                throw new InputRejectedException(
                    RejectionCodes.Unreadable,
                    $"The picture changes its size from {frames.Width} x {frames.Height} to {note.Width} x {note.Height} pixels in mid-course: export the video again in one size.");
            }
            frames = frames with { Width = note.Width, Height = note.Height };
            if (note.Pts is long pts)
            {
                frames.Pts.Add(pts);
            }
            else
            {
                frames.Pts.Add(frames.Pts.Count == 0 ? 0 : frames.Pts[^1] + 1);
            }
        }
        return frames;
    }

    private static MediaInfo Describe(MediaInfo info, VideoInfo video, AudioInfo audio, FfmpegLog log, Frames frames, Rational audioOffset)
    {
        FrameClock clock = FrameClock.Of(frames.Pts, log.VideoTimeBase, [video.FrameRate, log.VideoFrameRate]);
        Rational shown = (log.VideoTimeBase * (frames.Pts[^1] - frames.Pts[0])) + clock.FrameRate.Reciprocal;
        Rational heard = new(log.Samples, AudioTrack.SampleRate);
        Rational heardUntil = heard + audioOffset;

        List<string> warnings = [];
        if (log.ErrorCount > 0)
        {
            warnings.Add($"Parts of the file are damaged ({Count(log.ErrorCount, "fault")} while decoding); what decodes is used: {Count(frames.Pts.Count, "frame")}.");
        }
        if (video.FrameCount is long claimed && claimed - frames.Pts.Count is long lost && lost > Math.Max(2, claimed / 50))
        {
            warnings.Add($"The file promises {Count(claimed, "frame")}, but only {frames.Pts.Count.ToString(CultureInfo.InvariantCulture)} decode: it is cut off or damaged, and the rest is left out.");
        }
        else if (clock.MissingFrames > 0)
        {
            warnings.Add($"{Count(clock.MissingFrames, "frame")} of the even rate are missing; the others keep their times.");
        }
        if (clock.VariableFrameRate)
        {
            warnings.Add($"The frame rate varies (on average {clock.FrameRate.Value.ToString("0.##", CultureInfo.InvariantCulture)} a second); frames and speech are matched by their times.");
        }
        if (shown - heardUntil > s_negligible)
        {
            warnings.Add($"The sound ends {Seconds(shown - heardUntil)} s before the picture; the frames without sound are of no use for training.");
        }
        else if (heardUntil - shown > s_negligible)
        {
            warnings.Add($"The sound goes on for {Seconds(heardUntil - shown)} s after the picture; that part is of no use for training.");
        }
        if (audioOffset > s_negligible)
        {
            warnings.Add($"The sound begins {Seconds(audioOffset)} s after the picture; silence stands for it.");
        }
        return info with
        {
            Duration = shown,
            Video = video with
            {
                Width = frames.Width,
                Height = frames.Height,
                FrameRate = clock.FrameRate,
                VariableFrameRate = clock.VariableFrameRate,
                FrameCount = frames.Pts.Count,
            },
            Audio = audio with { Duration = heard },
            Warnings = warnings,
        };
    }

    private static string Count(long number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    private static string Seconds(Rational time) => time.Value.ToString("0.0#", CultureInfo.InvariantCulture);

    private sealed record Frames(List<long> Pts, int Width, int Height);
}
