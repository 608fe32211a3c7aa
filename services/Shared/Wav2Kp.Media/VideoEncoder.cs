using System.Runtime.ExceptionServices;
using FFMpegCore;
using FFMpegCore.Enums;
using FFMpegCore.Pipes;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>Makes videos that browsers play: MP4 with H.264 (yuv420p) and AAC, its index in front.</summary>
public static class VideoEncoder
{
    /// <summary>Encodes frames and, if given, sound that begins with the first frame. The file appears only when it is complete.</summary>
    /// <param name="outputPath">Where the MP4 goes; its folder exists.</param>
    /// <param name="frameRate">Frames per second, kept exactly.</param>
    /// <param name="width">Columns of pixels; an odd picture gets one more column.</param>
    /// <param name="height">Rows of pixels; an odd picture gets one more row.</param>
    /// <param name="bgrFrames">Frames of <paramref name="width"/> x <paramref name="height"/> x 3 bytes, blue, green, red; each is used up before the next is asked for.</param>
    /// <param name="audioPath">Any file with an audio track; null for a silent film.</param>
    /// <param name="cancellationToken">Stops ffmpeg and removes what was written.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1, where <paramref name="frameCount"/> is given.</param>
    /// <param name="frameCount">How many frames there will be.</param>
    /// <exception cref="ArgumentException">A frame is of another size, or there is none.</exception>
    /// <exception cref="IOException">The disk is full or the file cannot be written.</exception>
    public static async Task EncodeAsync(
        string outputPath,
        Rational frameRate,
        int width,
        int height,
        IAsyncEnumerable<ReadOnlyMemory<byte>> bgrFrames,
        string? audioPath,
        CancellationToken cancellationToken,
        IProgress<double>? progress = null,
        int? frameCount = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputPath);
        ArgumentNullException.ThrowIfNull(bgrFrames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameRate.Numerator, nameof(frameRate));
        if (audioPath is not null && !File.Exists(audioPath))
        {
            throw new FileNotFoundException("The sound to go with the frames is not there.", audioPath);
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(outputPath))!;
        string temporaryName = $".{Guid.NewGuid():N}.mp4";
        string temporary = Path.Combine(folder, temporaryName);
        using FileAlias folderAlias = FileAlias.For(folder);
        using FileAlias? audio = audioPath is null ? null : FileAlias.For(audioPath);
        FrameSource source = new(frameRate, width, height, bgrFrames, progress, frameCount, cancellationToken);
        FfmpegLog log = new();
        try
        {
            FFMpegArguments inputs = FFMpegArguments.FromPipeInput(source, options => options.WithCustomArgument("-hide_banner -nostdin -nostats -loglevel level+info"));
            if (audio is not null)
            {
                inputs.AddFileInput(audio.Path, verifyExists: false, options => options.WithCustomArgument($"-protocol_whitelist {Ffmpeg.Protocols} -format_whitelist {Ffmpeg.Containers}"));
            }
            FFMpegArgumentProcessor processor = inputs.OutputToFile(Path.Combine(folderAlias.Path, temporaryName), overwrite: true, options =>
            {
                options.WithCustomArgument("-map 0:v:0");
                if (audio is not null)
                {
                    options.WithCustomArgument("-map 1:a:0").WithAudioCodec(AudioCodec.Aac).WithAudioBitrate(AudioQuality.Normal);
                }
                options
                    .WithVideoCodec(VideoCodec.LibX264)
                    .WithSpeedPreset(Speed.VeryFast)
                    .WithConstantRateFactor(18)
                    // the matrix is written into the file: players guess it from the picture's size otherwise
                    .WithCustomArgument("-vf pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709 -fps_mode passthrough")
                    .WithFastStart()
                    .ForceFormat("mp4");
            });
            bool success = await Ffmpeg.RunAsync(processor, log, cancellationToken).ConfigureAwait(false);
            source.Error?.Throw();
            if (!success)
            {
                if (log.DiskFull)
                {
                    throw Ffmpeg.DiskFull(null);
                }
                throw new IOException($"ffmpeg could not encode the video: {string.Join("; ", log.Errors.TakeLast(3))}");
            }
            if (source.Count == 0)
            {
                throw new ArgumentException("There is no frame to encode.", nameof(bgrFrames));
            }
            File.Move(temporary, outputPath, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Feeds the frames to ffmpeg. An error of theirs ends the film and is kept: what a pipe throws is not handed on by every runner.</summary>
    private sealed class FrameSource(
        Rational frameRate,
        int width,
        int height,
        IAsyncEnumerable<ReadOnlyMemory<byte>> frames,
        IProgress<double>? progress,
        int? total,
        CancellationToken cancellationToken) : IPipeSource
    {
        public ExceptionDispatchInfo? Error { get; private set; }

        public int Count { get; private set; }

        public string GetStreamArguments() => $"-f rawvideo -pixel_format bgr24 -video_size {width}x{height} -framerate {frameRate}";

        public async Task WriteAsync(Stream outputStream, CancellationToken processToken)
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, processToken);
            try
            {
                await foreach (ReadOnlyMemory<byte> frame in frames.WithCancellation(either.Token).ConfigureAwait(false))
                {
                    if (frame.Length != width * height * 3)
                    {
                        throw new ArgumentException($"Frame {Count} has {frame.Length} bytes: {width} x {height} x 3 = {width * height * 3} are expected.", nameof(frames));
                    }
                    try
                    {
                        await outputStream.WriteAsync(frame, either.Token).ConfigureAwait(false);
                    }
                    catch (IOException)
                    {
                        // ffmpeg has ended and says why itself
                        return;
                    }
                    Count++;
                    if (total is > 0)
                    {
                        progress?.Report(Math.Min(1, (double)Count / total.Value));
                    }
                }
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                // ffmpeg has ended, or the caller's token is looked at by RunAsync
            }
            catch (Exception exception)
            {
                Error = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
