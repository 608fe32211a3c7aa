using System.Text.Json;
using System.Text.Json.Serialization;
using FFMpegCore.Arguments;
using FFMpegCore.Exceptions;
using FFMpegCore.Helpers;
using FFMpegCore.Pipes;

namespace FFMpegCore;

/// <summary>Looks into media with ffprobe.</summary>
public static class FFProbe
{
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    /// <summary>The format and streams of a file.</summary>
    /// <exception cref="FFMpegException">The file does not exist.</exception>
    /// <exception cref="FFProbeException">The file holds no media, or ffprobe is not installed.</exception>
    public static IMediaAnalysis Analyse(string filePath, FFOptions? ffOptions = null, string? customArguments = null) =>
        Wait(() => AnalyseAsync(filePath, ffOptions, default, customArguments));

    /// <summary>The frames of a file.</summary>
    /// <inheritdoc cref="Analyse(string, FFOptions?, string?)" path="/exception"/>
    public static FFProbeFrames GetFrames(string filePath, FFOptions? ffOptions = null, string? customArguments = null) =>
        Wait(() => GetFramesAsync(filePath, ffOptions, default, customArguments));

    /// <summary>The packets of a file.</summary>
    /// <inheritdoc cref="Analyse(string, FFOptions?, string?)" path="/exception"/>
    public static FFProbePackets GetPackets(string filePath, FFOptions? ffOptions = null, string? customArguments = null) =>
        Wait(() => GetPacketsAsync(filePath, ffOptions, default, customArguments));

    /// <summary>The format and streams behind a URL.</summary>
    /// <inheritdoc cref="Analyse(string, FFOptions?, string?)" path="/exception"/>
    public static IMediaAnalysis Analyse(Uri uri, FFOptions? ffOptions = null, string? customArguments = null) =>
        Wait(() => AnalyseAsync(uri, ffOptions, default, customArguments));

    /// <summary>The format and streams of a stream, which ffprobe reads as far as it needs and cannot seek in.</summary>
    /// <inheritdoc cref="Analyse(string, FFOptions?, string?)" path="/exception"/>
    public static IMediaAnalysis Analyse(Stream stream, FFOptions? ffOptions = null, string? customArguments = null) =>
        Wait(() => AnalyseAsync(stream, ffOptions, default, customArguments));

    /// <inheritdoc cref="Analyse(string, FFOptions?, string?)"/>
    public static async Task<IMediaAnalysis> AnalyseAsync(
        string filePath, FFOptions? ffOptions = null, CancellationToken cancellationToken = default, string? customArguments = null)
    {
        ThrowIfMissing(filePath);
        return await AnalyseAsync(CommandLine.QuoteInputFile(filePath), null, ffOptions, customArguments, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="GetFrames(string, FFOptions?, string?)"/>
    public static FFProbeFrames GetFrames(Uri uri, FFOptions? ffOptions = null, string? customArguments = null) =>
        Wait(() => GetFramesAsync(uri, ffOptions, default, customArguments));

    /// <inheritdoc cref="GetFrames(string, FFOptions?, string?)"/>
    public static async Task<FFProbeFrames> GetFramesAsync(
        string filePath, FFOptions? ffOptions = null, CancellationToken cancellationToken = default, string? customArguments = null)
    {
        ThrowIfMissing(filePath);
        return await RunAsync<FFProbeFrames>("-show_frames -sexagesimal", CommandLine.QuoteInputFile(filePath), null, ffOptions, customArguments, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="GetPackets(string, FFOptions?, string?)"/>
    public static async Task<FFProbePackets> GetPacketsAsync(
        string filePath, FFOptions? ffOptions = null, CancellationToken cancellationToken = default, string? customArguments = null)
    {
        ThrowIfMissing(filePath);
        return await RunAsync<FFProbePackets>("-show_packets -sexagesimal", CommandLine.QuoteInputFile(filePath), null, ffOptions, customArguments, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="Analyse(Uri, FFOptions?, string?)"/>
    public static Task<IMediaAnalysis> AnalyseAsync(
        Uri uri, FFOptions? ffOptions = null, CancellationToken cancellationToken = default, string? customArguments = null) =>
        AnalyseAsync(CommandLine.Quote(uri.AbsoluteUri), null, ffOptions, customArguments, cancellationToken);

    /// <inheritdoc cref="Analyse(Stream, FFOptions?, string?)"/>
    public static async Task<IMediaAnalysis> AnalyseAsync(
        Stream stream, FFOptions? ffOptions = null, CancellationToken cancellationToken = default, string? customArguments = null)
    {
        var pipe = new InputPipeArgument(new StreamPipeSource(stream));
        try
        {
            return await AnalyseAsync(CommandLine.Quote(pipe.Url), pipe, ffOptions, customArguments, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            pipe.Post();
        }
    }

    /// <inheritdoc cref="GetFrames(string, FFOptions?, string?)"/>
    public static Task<FFProbeFrames> GetFramesAsync(
        Uri uri, FFOptions? ffOptions = null, CancellationToken cancellationToken = default, string? customArguments = null) =>
        RunAsync<FFProbeFrames>("-show_frames -sexagesimal", CommandLine.Quote(uri.AbsoluteUri), null, ffOptions, customArguments, cancellationToken);

    private static T Wait<T>(Func<Task<T>> run) => Task.Run(run).GetAwaiter().GetResult();

    private static void ThrowIfMissing(string filePath)
    {
        if (!File.Exists(filePath))
        {
            throw new FFMpegException(FFMpegExceptionType.File, $"No file found at '{filePath}'.");
        }
    }

    private static async Task<IMediaAnalysis> AnalyseAsync(
        string input, InputPipeArgument? pipe, FFOptions? ffOptions, string? customArguments, CancellationToken cancellationToken)
    {
        ProbeDocument document = await RunAsync<ProbeDocument>(
            "-show_format -sexagesimal -show_streams -show_chapters", input, pipe, ffOptions, customArguments, cancellationToken).ConfigureAwait(false);
        return new MediaAnalysis(document);
    }

    private static async Task<T> RunAsync<T>(
        string what, string input, InputPipeArgument? pipe, FFOptions? ffOptions, string? customArguments, CancellationToken cancellationToken)
        where T : IProbeResult
    {
        cancellationToken.ThrowIfCancellationRequested();
        FFOptions options = ffOptions ?? GlobalFFOptions.Current;
        string arguments = $"-loglevel error -print_format json {what} {customArguments} {input}";
        pipe?.Pre();
        using ChildProcess process = Start(arguments, options);
        using var output = new MemoryStream();
        process.CopyOutputTo(output);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task serving = pipe?.ServeAsync(ended.Token, ended.Token) ?? Task.CompletedTask;
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            process.Kill();
            await ended.CancelAsync().ConfigureAwait(false);
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // cancelling ends the stream too: ffprobe may complain of that, and end, before the wait is over
        cancellationToken.ThrowIfCancellationRequested();
        // what the stream threw comes before ffprobe's complaint that it ended
        await serving.ConfigureAwait(false);

        IReadOnlyList<string> errors = process.ErrorLines;
        if (process.ExitCode != 0)
        {
            throw new FFProbeProcessException($"ffprobe exited with non-zero exit-code ({process.ExitCode} - {string.Join('\n', errors)})", errors);
        }
        try
        {
            T result = JsonSerializer.Deserialize<T>(output.GetBuffer().AsSpan(0, (int)output.Length), s_json)
                ?? throw new FFProbeException("ffprobe printed nothing about the input.");
            result.ErrorData = errors;
            return result;
        }
        catch (JsonException e)
        {
            throw new FFProbeException($"ffprobe's report cannot be read: {e.Message}", e);
        }
    }

    private static ChildProcess Start(string arguments, FFOptions options)
    {
        try
        {
            return ChildProcess.Start(GlobalFFOptions.GetFFProbeBinaryPath(options), arguments, options);
        }
        catch (FileNotFoundException e)
        {
            throw new FFProbeException(e.Message, e);
        }
    }
}
