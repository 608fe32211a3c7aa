using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Drawing;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;
using FFMpegCore.Helpers;

namespace FFMpegCore;

/// <summary>Common conversions in one call, and what the installed ffmpeg supports.</summary>
public static class FFMpeg
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<string>>> s_tables = new();

    /// <summary>Writes one frame to a picture, at a third of the duration unless a time is given.</summary>
    public static bool Snapshot(string input, string output, Size? size = null, TimeSpan? captureTime = null, int? streamIndex = null, int inputFileIndex = 0) =>
        Task.Run(() => SnapshotAsync(input, output, size, captureTime, streamIndex, inputFileIndex)).GetAwaiter().GetResult();

    /// <inheritdoc cref="Snapshot"/>
    public static async Task<bool> SnapshotAsync(
        string input,
        string output,
        Size? size = null,
        TimeSpan? captureTime = null,
        int? streamIndex = null,
        int inputFileIndex = 0,
        CancellationToken cancellationToken = default)
    {
        IMediaAnalysis source = await FFProbe.AnalyseAsync(input, cancellationToken: cancellationToken).ConfigureAwait(false);
        VideoStream stream = (streamIndex is { } index ? source.VideoStreams.Find(video => video.Index == index) : source.PrimaryVideoStream)
            ?? throw new FFMpegException(FFMpegExceptionType.Operation, $"'{input}' has no such video stream to take a picture of.");
        return await FFMpegArguments
            .FromFileInput(input, verifyExists: false, options => options.Seek(captureTime ?? (source.Duration / 3)))
            .OutputToFile(output, overwrite: true, options => options
                .SelectStream(stream.Index, inputFileIndex)
                .WithFrameOutputCount(1)
                .Resize(InProportion(stream, size)))
            .CancellableThrough(cancellationToken)
            .ProcessAsynchronously().ConfigureAwait(false);
    }

    /// <summary>Copies a part of a video.</summary>
    public static bool SubVideo(string input, string output, TimeSpan startTime, TimeSpan endTime) =>
        Task.Run(() => SubVideoAsync(input, output, startTime, endTime)).GetAwaiter().GetResult();

    /// <inheritdoc cref="SubVideo"/>
    public static Task<bool> SubVideoAsync(string input, string output, TimeSpan startTime, TimeSpan endTime, CancellationToken cancellationToken = default) =>
        FFMpegArguments
            .FromFileInput(input, verifyExists: true, options => options.Seek(startTime).EndSeek(endTime))
            .OutputToFile(output, overwrite: true, options => options.CopyChannel())
            .CancellableThrough(cancellationToken)
            .ProcessAsynchronously();

    /// <summary>Copies a video without its sound.</summary>
    public static bool Mute(string input, string output) =>
        FFMpegArguments
            .FromFileInput(input)
            .OutputToFile(output, overwrite: true, options => options.CopyChannel(Channel.Video).DisableChannel(Channel.Audio))
            .ProcessSynchronously();

    /// <summary>Writes a video's sound to a file of its own.</summary>
    public static bool ExtractAudio(string input, string output) =>
        FFMpegArguments
            .FromFileInput(input)
            .OutputToFile(output, overwrite: true, options => options.DisableChannel(Channel.Video))
            .ProcessSynchronously();

    /// <summary>Copies a video with another sound, coded as AAC.</summary>
    public static bool ReplaceAudio(string input, string inputAudio, string output, bool stopAtShortest = false) =>
        FFMpegArguments
            .FromFileInput(input)
            .AddFileInput(inputAudio)
            .OutputToFile(output, overwrite: true, options => options
                .SelectStream(0, 0, Channel.Video)
                .SelectStream(0, 1, Channel.Audio)
                .CopyChannel(Channel.Video)
                .WithAudioCodec(AudioCodec.Aac)
                .WithAudioBitrate(AudioQuality.Good)
                .UsingShortest(stopAtShortest))
            .ProcessSynchronously();

    /// <summary>The pixel formats of the installed ffmpeg.</summary>
    /// <exception cref="FFMpegException">ffmpeg is not installed or fails.</exception>
    public static IReadOnlyList<PixelFormat> GetPixelFormats() => [.. Table("-pix_fmts").Select(PixelFormat.FromLine).OfType<PixelFormat>()];

    /// <summary>A pixel format by name; false when this ffmpeg has none.</summary>
    public static bool TryGetPixelFormat(string name, [MaybeNullWhen(false)] out PixelFormat format) =>
        (format = GetPixelFormats().FirstOrDefault(candidate => candidate.Name == Normalised(name))) is not null;

    /// <summary>A pixel format by name.</summary>
    /// <exception cref="FFMpegException">This ffmpeg has none.</exception>
    public static PixelFormat GetPixelFormat(string name) => TryGetPixelFormat(name, out PixelFormat? format) ? format : throw Unsupported("pixel format", name);

    /// <summary>The codecs, encoders and decoders of the installed ffmpeg.</summary>
    /// <exception cref="FFMpegException">ffmpeg is not installed or fails.</exception>
    public static IReadOnlyList<Codec> GetCodecs()
    {
        var codecs = new Dictionary<string, Codec>();
        IEnumerable<Codec?> all = Table("-codecs").Select(Codec.FromCodecsLine)
            .Concat(Table("-encoders").Select(line => Codec.FromEncodersLine(line, isEncoder: true)))
            .Concat(Table("-decoders").Select(line => Codec.FromEncodersLine(line, isEncoder: false)));
        foreach (Codec codec in all.OfType<Codec>())
        {
            if (!codecs.TryAdd(codec.Name, codec))
            {
                codecs[codec.Name].Merge(codec);
            }
        }
        return [.. codecs.Values];
    }

    /// <summary>The codecs of a type.</summary>
    public static IReadOnlyList<Codec> GetCodecs(CodecType type) => [.. GetCodecs().Where(codec => codec.Type == type)];

    /// <summary>The video codecs.</summary>
    public static IReadOnlyList<Codec> GetVideoCodecs() => GetCodecs(CodecType.Video);

    /// <summary>The audio codecs.</summary>
    public static IReadOnlyList<Codec> GetAudioCodecs() => GetCodecs(CodecType.Audio);

    /// <summary>The subtitle codecs.</summary>
    public static IReadOnlyList<Codec> GetSubtitleCodecs() => GetCodecs(CodecType.Subtitle);

    /// <summary>The data codecs.</summary>
    public static IReadOnlyList<Codec> GetDataCodecs() => GetCodecs(CodecType.Data);

    /// <summary>A codec by name; false when this ffmpeg has none.</summary>
    public static bool TryGetCodec(string name, [MaybeNullWhen(false)] out Codec codec) =>
        (codec = GetCodecs().FirstOrDefault(candidate => candidate.Name == Normalised(name))) is not null;

    /// <summary>A codec by name.</summary>
    /// <exception cref="FFMpegException">This ffmpeg has none.</exception>
    public static Codec GetCodec(string name) => TryGetCodec(name, out Codec? codec) ? codec : throw Unsupported("codec", name);

    /// <summary>The file formats of the installed ffmpeg.</summary>
    /// <exception cref="FFMpegException">ffmpeg is not installed or fails.</exception>
    public static IReadOnlyList<ContainerFormat> GetContainerFormats() => [.. Table("-formats").Select(ContainerFormat.FromLine).OfType<ContainerFormat>()];

    /// <summary>A file format by name; false when this ffmpeg has none.</summary>
    public static bool TryGetContainerFormat(string name, [MaybeNullWhen(false)] out ContainerFormat fmt) =>
        (fmt = GetContainerFormats().FirstOrDefault(candidate => candidate.Name == Normalised(name))) is not null;

    /// <summary>A file format by name.</summary>
    /// <exception cref="FFMpegException">This ffmpeg has none.</exception>
    public static ContainerFormat GetContainerFormat(string name) =>
        TryGetContainerFormat(name, out ContainerFormat? format) ? format : throw Unsupported("container format", name);

    private static string Normalised(string name) => name.Trim().ToLowerInvariant();

    private static FFMpegException Unsupported(string what, string name) =>
        new(FFMpegExceptionType.Operation, $"The {what} '{name}' is not supported by the installed ffmpeg.");

    // a side of 0 follows from the other one
    private static Size? InProportion(VideoStream stream, Size? size)
    {
        if (size is not { } wanted || (wanted.Width <= 0 && wanted.Height <= 0))
        {
            return null;
        }
        return wanted switch
        {
            { Width: <= 0 } => new Size((int)Math.Round((double)stream.Width * wanted.Height / stream.Height), wanted.Height),
            { Height: <= 0 } => new Size(wanted.Width, (int)Math.Round((double)stream.Height * wanted.Width / stream.Width)),
            _ => wanted,
        };
    }

    private static IReadOnlyList<string> Table(string option)
    {
        FFOptions options = GlobalFFOptions.Current;
        string program = GlobalFFOptions.GetFFMpegBinaryPath(options);
        if (!options.UseCache)
        {
            return ReadTable(program, option, options);
        }
        string key = $"{program} {option}";
        try
        {
            return s_tables.GetOrAdd(key, _ => new Lazy<IReadOnlyList<string>>(() => ReadTable(program, option, options))).Value;
        }
        catch (FFMpegException)
        {
            // ffmpeg may be installed later
            s_tables.TryRemove(key, out _);
            throw;
        }
    }

    private static List<string> ReadTable(string program, string option, FFOptions options)
    {
        var lines = new List<string>();
        try
        {
            using ChildProcess process = ChildProcess.Start(program, $"-hide_banner {option}", options);
            process.ReadOutputLines(lines.Add);
            process.WaitForExitAsync().GetAwaiter().GetResult();
            if (process.ExitCode != 0)
            {
                string output = string.Join('\n', process.ErrorLines);
                throw new FFMpegException(FFMpegExceptionType.Process, $"ffmpeg {option} exited with non-zero exit-code ({process.ExitCode} - {output})", null, output);
            }
            return lines;
        }
        catch (FileNotFoundException e)
        {
            throw new FFMpegException(FFMpegExceptionType.Operation, e.Message, e);
        }
    }
}
