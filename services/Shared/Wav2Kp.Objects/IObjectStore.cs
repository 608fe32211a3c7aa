namespace Wav2Kp.Objects;

/// <summary>
/// Where the files live: immutable objects by key. Keys are paths of one or more parts joined by <c>/</c>; each part
/// holds ASCII letters, digits, <c>. _ -</c> only and is neither empty nor dots alone; 512 characters at most.
/// </summary>
/// <remarks>
/// Every method throws <see cref="ArgumentException"/> for a key out of that form, <see cref="ObjectNotFoundException"/>
/// where an object is read that is not there, and <see cref="IOException"/> (or the S3 client's exception) when the
/// store cannot do its work; <see cref="ObjectStoreFailure"/> tells what will pass and what will not.
/// A put is atomic: a reader sees the whole object or none, and after a failed put nothing is left under the key.
/// </remarks>
public interface IObjectStore
{
    /// <summary>Stores what <paramref name="content"/> holds from its position to its end; replaces an object of the same key.</summary>
    /// <returns>The object's key and length.</returns>
    Task<ObjectInfo> PutAsync(string key, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Stores a copy of a file.</summary>
    Task<ObjectInfo> PutFileAsync(string key, string path, CancellationToken cancellationToken = default);

    /// <summary>Opens an object for reading. The stream can seek (over S3, each seek is a new ranged request).</summary>
    Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Copies an object to a file, which appears whole or not at all; folders are created as needed.</summary>
    Task DownloadAsync(string key, string path, CancellationToken cancellationToken = default);

    /// <summary>Whether an object is there.</summary>
    Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>An object's facts.</summary>
    Task<ObjectInfo> StatAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>The objects whose keys start with <paramref name="prefix"/> (empty: all), in ordinal order of key.</summary>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object; does nothing where it is not there.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Throws when the store cannot be reached.</summary>
    Task CheckAsync(CancellationToken cancellationToken = default);
}
