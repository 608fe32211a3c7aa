using System.ComponentModel;
using System.Diagnostics;
using FFMpegCore;

namespace Wav2Kp.Media.Processes;

/// <summary>What every run of ffmpeg and ffprobe has in common.</summary>
internal static class Ffmpeg
{
    /// <summary>
    /// The containers that are opened. Everything else stays closed: playlists and scripts that name other files or servers
    /// (HLS, DASH, concat), pictures, and text that ffmpeg would show as a film.
    /// </summary>
    public const string Containers =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,mpegvideo,m4v,h264,hevc,flv,live_flv,ogg,asf,asf_o,mxf,nut,dv,rm,ivf,wtv," +
        "wav,w64,mp3,flac,aac,aiff,amr,ac3,eac3,au,caf,opus,yuv4mpegpipe";

    /// <summary>Only the file itself is read.</summary>
    public const string Protocols = "file";

    /// <summary>Options in front of an input that a user gave.</summary>
    /// <param name="threads">Decoder threads: 1 where many clips are decoded side by side.</param>
    public static Action<FFMpegArgumentOptions> UntrustedInput(int threads) => options => options
        .WithCustomArgument("-hide_banner -nostdin -nostats -loglevel level+info")
        .WithCustomArgument($"-protocol_whitelist {Protocols} -format_whitelist {Containers}")
        .UsingThreads(threads);

    /// <summary>Runs to the end, its messages going to <paramref name="log"/>.</summary>
    /// <returns>Whether it ended well: a damaged file may give frames and still end badly.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<bool> RunAsync(FFMpegArgumentProcessor processor, FfmpegLog log, CancellationToken cancellationToken)
    {
        RequirePrograms();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await processor
                .NotifyOnError(log.OnLine)
                .CancellableThrough(cancellationToken)
                .ProcessAsynchronously(throwOnError: false)
                .ConfigureAwait(false);
        }
        finally
        {
            log.Complete();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Runs ffprobe and returns what it printed, with its messages.</summary>
    /// <remarks>Not through <see cref="FFProbe"/>, whose rates are doubles: 30000/1001 must stay exact.</remarks>
    public static async Task<(bool Success, string Output, string Errors)> ProbeAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        RequirePrograms();
        ProcessStartInfo start = new(GlobalFFOptions.GetFFProbeBinaryPath())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("ffprobe did not start.");
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await Task.WhenAll(output, errors).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode == 0, output.Result, errors.Result);
        }
        finally
        {
            Kill(process);
        }
    }

    /// <summary>
    /// What a failed run means: the file went away, the disk is full, or the file cannot be decoded.
    /// </summary>
    public static Exception Failure(string path, FfmpegLog log)
    {
        if (log.DiskFull)
        {
            return DiskFull(null);
        }
        if (!File.Exists(path))
        {
            return Vanished();
        }
        string detail = log.Errors.Count > 0 ? $" (ffmpeg: {log.Errors[^1].TrimEnd('.')})" : "";
        return new InputRejectedException(
            RejectionCodes.Unreadable,
            $"The file is damaged: nothing of it can be decoded{detail}. Export or copy it again from the original recording.");
    }

    /// <summary>The source went away.</summary>
    public static InputRejectedException Vanished() => new(
        RejectionCodes.Vanished,
        "The file disappeared before it was read to its end: put it back or upload it again, and leave it there until the job is done.");

    /// <summary>The disk that is written to is full: not the input's fault.</summary>
    public static IOException DiskFull(Exception? cause) =>
        new("The disk is full: free some space on the disk of the data folder or of the temporary folder, then retry.", cause);

    private static void RequirePrograms()
    {
        foreach (string program in (string[])[GlobalFFOptions.GetFFMpegBinaryPath(), GlobalFFOptions.GetFFProbeBinaryPath()])
        {
            if (Find(program) is null)
            {
                throw new InvalidOperationException($"The program '{program}' was not found: install ffmpeg (on Debian: apt-get install ffmpeg).");
            }
        }
    }

    /// <summary>Where a program lies; null if nowhere.</summary>
    public static string? Find(string program) => Path.IsPathRooted(program)
        ? File.Exists(program) ? program : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // it ended by itself in between
        }
    }
}
