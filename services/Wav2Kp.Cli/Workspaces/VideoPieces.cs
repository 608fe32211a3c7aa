using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>
/// Sends a large video in pieces: after a broken connection it goes on behind the last piece that is there, by itself; after a command that was
/// stopped, when the same file is sent again.
/// </summary>
internal sealed class VideoPieces(StudioClient studio)
{
    /// <summary>A file of more bytes goes in pieces.</summary>
    public const int Whole = 8 << 20;

    private const string Uploads = "video-uploads";
    private const int Beginnings = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    // longer than the platform takes one that puts the pieces together for crashed
    private static readonly TimeSpan s_assembling = TimeSpan.FromMinutes(20);

    private readonly ConcurrentDictionary<string, VideoUpload> _begun = [];

    /// <summary>What is said of the videos that were not sent as a whole; null when there are none.</summary>
    public string? Kept => _begun.Values.MinBy(u => u.ExpiresAt) is not { } first ? null
        : $"What is there of {string.Join(", ", _begun.Values.Select(u => u.Name).Order(StringComparer.Ordinal))} is kept until {first.ExpiresAt.ToLocalTime():yyyy-MM-dd HH:mm}: the same command goes on with it.";

    /// <summary>Sends a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">How many of its bytes are there, and what is the matter where something is.</param>
    /// <param name="cancellationToken">Stops it; what is there stays.</param>
    /// <exception cref="CliException">It cannot be read, has changed meanwhile, or is refused; or the platform is away for too long.</exception>
    public async Task<Video> SendAsync(string path, Action<long, string?> progress, CancellationToken cancellationToken)
    {
        FileInfo file = new(path);
        (long Length, DateTime Written) before = (file.Length, file.LastWriteTimeUtc);
        for (int beginning = 1; ; beginning++)
        {
            try
            {
                VideoUpload upload = await BeginAsync(file, cancellationToken);
                _begun[path] = upload;
                Video video = await SendAsync(file, upload, progress, cancellationToken);
                _begun.TryRemove(path, out _);
                return video;
            }
            catch (CliException exception) when (exception.Code is "damaged" or "not-found")
            {
                // of no use any more, or given up by somebody: nothing of it is there
                file.Refresh();
                if (before != (file.Length, file.LastWriteTimeUtc))
                {
                    throw new CliException($"{path} changed while it was sent: send it when it is whole.", inner: exception);
                }
                if (beginning == Beginnings)
                {
                    throw;
                }
                progress(0, "begun anew");
            }
            catch (CliException exception) when (exception.ExitCode == ExitCodes.Unreachable && Kept is { } kept)
            {
                throw new CliException($"{exception.Message}\n{kept}", exception.ExitCode, exception);
            }
        }
    }

    /// <summary>The upload of this very file: the one that was begun before, or a new one.</summary>
    private Task<VideoUpload> BeginAsync(FileInfo file, CancellationToken cancellationToken)
    {
        string identity = string.Join('\n', Environment.MachineName, file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        string key = $"file-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 20))}";
        return studio.PostAsync<VideoUpload>(Uploads, new VideoUploadRequest { Name = file.Name, Bytes = file.Length }, cancellationToken, key);
    }

    private async Task<Video> SendAsync(FileInfo file, VideoUpload upload, Action<long, string?> progress, CancellationToken cancellationToken)
    {
        await using FileStream content = Open(file);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[upload.PieceBytes];
        long hashed = 0, there = upload.Received, moved = Stopwatch.GetTimestamp();
        TimeSpan pause = TimeSpan.FromMilliseconds(250);
        while (true)
        {
            // what is there already is hashed too: were it another file's, the end would tell
            for (; hashed < there; progress(hashed, hashed < there ? "looking at what is there" : null))
            {
                int read = (int)Math.Min(piece.Length, there - hashed);
                await ReadAsync(content, file, hashed, piece.AsMemory(0, read), cancellationToken);
                hash.AppendData(piece, 0, read);
                hashed += read;
            }
            if (there == upload.Bytes)
            {
                break;
            }
            int size = (int)Math.Min(piece.Length, upload.Bytes - there);
            await ReadAsync(content, file, there, piece.AsMemory(0, size), cancellationToken);
            long start = there;
            try
            {
                there = await studio.SendPieceAsync($"{Uploads}/{upload.Id}", start, piece.AsMemory(0, size), sent => progress(start + sent, null), cancellationToken);
                moved = Stopwatch.GetTimestamp();
                pause = TimeSpan.FromMilliseconds(250);
            }
            catch (HttpRequestException exception)
            {
                if (Stopwatch.GetElapsedTime(moved) > s_patience)
                {
                    throw new CliException($"The connection to the platform at {studio.Address} breaks again and again ({exception.Message}).", ExitCodes.Unreachable, exception);
                }
                progress(start, "the connection broke, trying again");
                await Task.Delay(pause, cancellationToken);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
                there = await ThereAsync(upload.Id, cancellationToken);
            }
            catch (CliException exception) when (exception.Code == "wrong-offset")
            {
                // only the answer was lost, or the same command is at work elsewhere
                there = await ThereAsync(upload.Id, cancellationToken);
            }
            if (there < hashed)
            {
                throw new CliException($"The platform lost what was sent of {file.Name}.") { Code = "not-found" };
            }
        }
        progress(upload.Bytes, "being put together");
        string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        Video video = await AssembleAsync(upload.Id, sha256, cancellationToken);
        if (video.Sha256 != sha256)
        {
            // an upload that was complete already is answered without looking at its content
            await studio.DeleteAsync($"{Uploads}/{upload.Id}", cancellationToken);
            throw new CliException($"What the platform has of {file.Name} is not what the file holds.") { Code = "damaged" };
        }
        return video;
    }

    private async Task<long> ThereAsync(Guid id, CancellationToken cancellationToken) => (await studio.GetAsync<VideoUpload>($"{Uploads}/{id}", cancellationToken)).Received;

    private async Task<Video> AssembleAsync(Guid id, string sha256, CancellationToken cancellationToken)
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await studio.PostAsync<Video>($"{Uploads}/{id}/complete", new VideoUploadEnd { Sha256 = sha256 }, cancellationToken);
            }
            catch (CliException exception) when (exception.Code == "completing" && Stopwatch.GetElapsedTime(begun) < s_assembling)
            {
                // asked for when the connection broke, or by another command: it goes on
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    private static FileStream Open(FileInfo file)
    {
        try
        {
            return new FileStream(file.FullName, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous, BufferSize = 0 });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file.FullName} cannot be read: {exception.Message}", inner: exception);
        }
    }

    private static async Task ReadAsync(FileStream content, FileInfo file, long at, Memory<byte> into, CancellationToken cancellationToken)
    {
        content.Position = at;
        try
        {
            await content.ReadExactlyAsync(into, cancellationToken);
        }
        catch (EndOfStreamException exception)
        {
            throw new CliException($"{file.FullName} became shorter while it was sent: send it when it is whole.", inner: exception);
        }
        catch (IOException exception)
        {
            throw new CliException($"{file.FullName} cannot be read: {exception.Message}", inner: exception);
        }
    }
}
