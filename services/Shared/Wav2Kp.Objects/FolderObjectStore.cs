using System.Runtime.CompilerServices;

namespace Wav2Kp.Objects;

/// <summary>An object store in a folder of the local (or a shared) file system; an object's key is its path below the folder.</summary>
/// <remarks>
/// An object is written to <c>.incoming</c> first, flushed to the disk, and renamed: it survives a crash whole or is not there.
/// What a killed process left in <c>.incoming</c> is removed when the store is opened a day later.
/// </remarks>
public sealed class FolderObjectStore : IObjectStore
{
    private const string IncomingName = ".incoming";
    private const int BufferSize = 1 << 17;
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly string _incoming;

    /// <summary>Opens the store in <paramref name="root"/>, which is created if it is not there.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public FolderObjectStore(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        _root = Path.GetFullPath(root);
        _incoming = Path.Combine(_root, IncomingName);
        Directory.CreateDirectory(_incoming);
        RemoveLeftovers();
    }

    /// <summary>The folder's full path.</summary>
    public string Root => _root;

    /// <inheritdoc/>
    public async Task<ObjectInfo> PutAsync(string key, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        string path = PathOf(key);
        string temporary = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_incoming);
        try
        {
            long length;
            await using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0,
                FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, BufferSize, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
                length = file.Length;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
            return new ObjectInfo(key, length);
        }
        catch (IOException e) when (ObjectStoreFailure.IsDiskFull(e))
        {
            throw new DiskFullException($"The disk of the object store ({_root}) is full: free some space, then retry.", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public async Task<ObjectInfo> PutFileAsync(string key, string path, CancellationToken cancellationToken = default)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await PutAsync(key, file, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<Stream>(Open(key));
    }

    /// <inheritdoc/>
    public async Task DownloadAsync(string key, string path, CancellationToken cancellationToken = default)
    {
        await using FileStream source = Open(key);
        await DownloadFile.WriteAsync(path, source, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(File.Exists(PathOf(key)));

    /// <inheritdoc/>
    public Task<ObjectInfo> StatAsync(string key, CancellationToken cancellationToken = default)
    {
        FileInfo file = new(PathOf(key));
        return file.Exists ? Task.FromResult(new ObjectInfo(key, file.Length)) : throw new ObjectNotFoundException(key);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        await Task.CompletedTask.ConfigureAwait(false);
        int slash = prefix.LastIndexOf('/');
        string folder = slash < 0 ? _root : PathOf(prefix[..slash]);
        if (!Directory.Exists(folder))
        {
            yield break;
        }
        IEnumerable<ObjectInfo> objects = new DirectoryInfo(folder)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => new ObjectInfo(Path.GetRelativePath(_root, file.FullName), file.Length))
            .Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && !o.Key.StartsWith(IncomingName, StringComparison.Ordinal))
            .OrderBy(o => o.Key, StringComparer.Ordinal);
        foreach (ObjectInfo info in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return info;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        string path = PathOf(key);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(_incoming);
        string probe = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
        return Task.CompletedTask;
    }

    private FileStream Open(string key)
    {
        try
        {
            return new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0,
                FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ObjectNotFoundException(key, e);
        }
    }

    // A checked key has no empty part, no part of dots alone and no backslash: its path cannot leave the folder.
    private string PathOf(string key)
    {
        string path = Path.Combine(_root, ObjectKeys.Checked(key));
        return key.StartsWith(IncomingName, StringComparison.Ordinal)
            ? throw new ArgumentException($"Keys must not start with '{IncomingName}'.", nameof(key))
            : path;
    }

    private void RemoveLeftovers()
    {
        foreach (FileInfo file in new DirectoryInfo(_incoming).EnumerateFiles())
        {
            if (file.LastWriteTimeUtc < DateTime.UtcNow - s_leftoverAge)
            {
                file.Delete();
            }
        }
    }
}
