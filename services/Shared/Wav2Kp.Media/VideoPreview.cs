using System.Globalization;
using FFMpegCore;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>Small copies of videos for people to look at.</summary>
public static class VideoPreview
{
    private const int ThumbnailHeight = 120;
    private const int LongestSide = 960;

    /// <summary>Writes a copy that every browser plays: H.264 and AAC in MP4, at most 960 pixels wide, every frame at its time.</summary>
    /// <param name="path">The video.</param>
    /// <param name="outputPath">Where the copy goes (<c>.mp4</c>); it appears only when it is complete.</param>
    /// <param name="cancellationToken">Stops ffmpeg and removes what was written.</param>
    /// <exception cref="InputRejectedException">The file shows nothing that can be decoded.</exception>
    public static Task WriteAsync(string path, string outputPath, CancellationToken cancellationToken) => RunAsync(
        path, outputPath, null,
        string.Create(CultureInfo.InvariantCulture, $"-map 0:v:0 -map 0:a:0? -vf \"scale='trunc(min({LongestSide},iw)/2)*2':-2,format=yuv420p\" -fps_mode passthrough -c:v libx264 -preset veryfast -crf 25 -c:a aac -b:a 96k -ac 2 -movflags +faststart -f mp4"),
        cancellationToken);

    /// <summary>Writes one frame as a small picture.</summary>
    /// <param name="path">The video.</param>
    /// <param name="outputPath">Where the picture goes (<c>.jpg</c>); it appears only when it is complete.</param>
    /// <param name="at">The time of the frame; of a shorter video, the first one.</param>
    /// <param name="cancellationToken">Stops ffmpeg and removes what was written.</param>
    /// <exception cref="InputRejectedException">The file shows nothing that can be decoded.</exception>
    public static async Task WriteThumbnailAsync(string path, string outputPath, TimeSpan at, CancellationToken cancellationToken)
    {
        string output = string.Create(CultureInfo.InvariantCulture, $"-map 0:v:0 -frames:v 1 -vf \"scale=-2:{ThumbnailHeight},format=yuvj420p\" -q:v 4 -c:v mjpeg -f image2 -update 1");
        try
        {
            await RunAsync(path, outputPath, at, output, cancellationToken).ConfigureAwait(false);
        }
        catch (InputRejectedException) when (at > TimeSpan.Zero)
        {
            // it ends before that time
            await RunAsync(path, outputPath, null, output, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(string path, string outputPath, TimeSpan? at, string arguments, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(outputPath);
        string partial = outputPath + ".part";
        using FileAlias source = FileAlias.For(path);
        using FileAlias target = FileAlias.For(partial);
        FfmpegLog log = new();
        try
        {
            await Ffmpeg.RunAsync(
                FFMpegArguments
                    .FromFileInput(source.Path, verifyExists: false, options =>
                    {
                        Ffmpeg.UntrustedInput(threads: 0)(options);
                        if (at is { } time)
                        {
                            options.WithCustomArgument(string.Create(CultureInfo.InvariantCulture, $"-ss {time.TotalSeconds:0.###}"));
                        }
                    })
                    .OutputToFile(target.Path, overwrite: true, options => options.WithCustomArgument(arguments)),
                log,
                cancellationToken).ConfigureAwait(false);
            // a damaged end may be left out; without any frame nothing is written
            if (new FileInfo(partial) is not { Exists: true, Length: > 0 })
            {
                throw Ffmpeg.Failure(path, log);
            }
            File.Move(partial, outputPath, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
