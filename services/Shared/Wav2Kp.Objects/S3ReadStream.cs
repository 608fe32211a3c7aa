using Amazon.S3;
using Amazon.S3.Model;

namespace Wav2Kp.Objects;

/// <summary>An object of an S3 server as a stream that can seek: reading goes on in one response until a seek asks for another.</summary>
internal sealed class S3ReadStream(AmazonS3Client client, string bucket, ObjectInfo info) : ReadOnlyStream
{
    private GetObjectResponse? _response;
    private long _responsePosition;
    private long _position;

    public override bool CanSeek => true;

    public override long Length => info.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }
        if (_response is null || _responsePosition != _position)
        {
            _response?.Dispose();
            _response = null;
            _response = await client.GetObjectAsync(
                new GetObjectRequest { BucketName = bucket, Key = info.Key, ByteRange = new ByteRange(_position, Length - 1) },
                cancellationToken).ConfigureAwait(false);
            _responsePosition = _position;
        }
        int read = await _response.ResponseStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new IOException($"The S3 server ended object '{info.Key}' at byte {_position} of {Length}.");
        }
        _position = _responsePosition += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        SeekOrigin.End => Length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _response?.Dispose();
        }
        base.Dispose(disposing);
    }
}
