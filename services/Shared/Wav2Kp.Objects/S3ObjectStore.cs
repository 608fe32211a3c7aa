using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Wav2Kp.Objects;

/// <summary>An object store in a bucket of any S3 server, addressed by path.</summary>
/// <remarks>
/// Small objects go up in one request. Longer ones, and streams of unknown length, go up in parts of which one at a time is
/// held in memory; a failed upload is aborted, so that its parts do not stay behind.
/// </remarks>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private readonly S3ObjectStoreOptions _options;
    private readonly AmazonS3Client _client;
    private readonly SemaphoreSlim _bucketLock = new(1, 1);
    private volatile bool _bucketChecked;

    /// <summary>Prepares the client; nothing is sent until the first call.</summary>
    public S3ObjectStore(S3ObjectStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PartSize, 5 << 20);
        _options = options;
        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), new AmazonS3Config
        {
            ServiceURL = options.Endpoint.ToString(),
            AuthenticationRegion = options.Region,
            ForcePathStyle = true,
            MaxErrorRetry = 4,
            // Other servers than AWS often do not know the newer checksum trailers.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    /// <inheritdoc/>
    public async Task<ObjectInfo> PutAsync(string key, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ObjectKeys.Checked(key);
        await EnsureBucketAsync(cancellationToken).ConfigureAwait(false);
        byte[] part = GC.AllocateUninitializedArray<byte>(
            content.CanSeek ? (int)Math.Clamp(content.Length - content.Position, 1, _options.PartSize) : _options.PartSize);
        int length = await content.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (length < _options.PartSize)
        {
            using MemoryStream body = new(part, 0, length, writable: false);
            await _client.PutObjectAsync(
                // Signed as a whole: not every server decodes bodies that are signed chunk by chunk.
                new PutObjectRequest
                {
                    BucketName = _options.Bucket,
                    Key = key,
                    InputStream = body,
                    AutoCloseStream = false,
                    UseChunkEncoding = false,
                },
                cancellationToken).ConfigureAwait(false);
            return new ObjectInfo(key, length);
        }
        return new ObjectInfo(key, await PutPartsAsync(key, part, content, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<ObjectInfo> PutFileAsync(string key, string path, CancellationToken cancellationToken = default)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await PutAsync(key, file, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectInfo info = await StatAsync(key, cancellationToken).ConfigureAwait(false);
        return new S3ReadStream(_client, _options.Bucket, info);
    }

    /// <inheritdoc/>
    public async Task DownloadAsync(string key, string path, CancellationToken cancellationToken = default)
    {
        await using Stream source = await OpenReadAsync(key, cancellationToken).ConfigureAwait(false);
        await DownloadFile.WriteAsync(path, source, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) =>
        await FindAsync(key, cancellationToken).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<ObjectInfo> StatAsync(string key, CancellationToken cancellationToken = default) =>
        await FindAsync(key, cancellationToken).ConfigureAwait(false) ?? throw new ObjectNotFoundException(key);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        await EnsureBucketAsync(cancellationToken).ConfigureAwait(false);
        ListObjectsV2Request request = new() { BucketName = _options.Bucket, Prefix = prefix };
        ListObjectsV2Response response;
        do
        {
            response = await _client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            foreach (S3Object o in response.S3Objects ?? [])
            {
                yield return new ObjectInfo(o.Key, o.Size ?? 0);
            }
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectKeys.Checked(key);
        try
        {
            await _client.DeleteObjectAsync(_options.Bucket, key, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Servers differ on whether deleting what is not there is an error; here it is not.
        }
    }

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken = default)
    {
        await EnsureBucketAsync(cancellationToken).ConfigureAwait(false);
        await _client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = _options.Bucket, MaxKeys = 1 }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _bucketLock.Dispose();
    }

    private async Task<long> PutPartsAsync(string key, byte[] part, Stream content, CancellationToken cancellationToken)
    {
        InitiateMultipartUploadResponse upload = await _client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = _options.Bucket, Key = key }, cancellationToken).ConfigureAwait(false);
        try
        {
            List<PartETag> tags = [];
            long total = 0;
            int length = part.Length;
            do
            {
                using MemoryStream body = new(part, 0, length, writable: false);
                UploadPartResponse response = await _client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _options.Bucket,
                        Key = key,
                        UploadId = upload.UploadId,
                        PartNumber = tags.Count + 1,
                        PartSize = length,
                        InputStream = body,
                        UseChunkEncoding = false,
                    },
                    cancellationToken).ConfigureAwait(false);
                tags.Add(new PartETag(tags.Count + 1, response.ETag));
                total += length;
                length = await content.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            }
            while (length > 0);
            await _client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = _options.Bucket, Key = key, UploadId = upload.UploadId, PartETags = tags },
                cancellationToken).ConfigureAwait(false);
            return total;
        }
        catch
        {
            await AbortAsync(key, upload.UploadId).ConfigureAwait(false);
            throw;
        }
    }

    private async Task AbortAsync(string key, string uploadId)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(10));
        try
        {
            await _client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = _options.Bucket, Key = key, UploadId = uploadId }, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or OperationCanceledException)
        {
            // The upload's own failure is the one to report; the bucket's rules clear unfinished uploads in time.
        }
    }

    private async Task<ObjectInfo?> FindAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKeys.Checked(key);
        try
        {
            GetObjectMetadataResponse response = await _client.GetObjectMetadataAsync(_options.Bucket, key, cancellationToken).ConfigureAwait(false);
            return new ObjectInfo(key, response.ContentLength);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task EnsureBucketAsync(CancellationToken cancellationToken)
    {
        if (_bucketChecked)
        {
            return;
        }
        await _bucketLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_bucketChecked)
            {
                await CreateBucketAsync(cancellationToken).ConfigureAwait(false);
                _bucketChecked = true;
            }
        }
        finally
        {
            _bucketLock.Release();
        }
    }

    private async Task CreateBucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = _options.Bucket, MaxKeys = 1 }, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            try
            {
                await _client.PutBucketAsync(_options.Bucket, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonS3Exception e) when (e.ErrorCode is "BucketAlreadyOwnedByYou" or "BucketAlreadyExists")
            {
                // Another process was faster.
            }
        }
    }
}
