using Wav2Kp.Cli.Output;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>A stream that says how much of it was read.</summary>
internal sealed class CountedStream(Stream inner, IProgress<StageProgress> progress) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    // how long it will be is not known before its end
    private int Count(int read)
    {
        _read += read;
        progress.Report(new StageProgress(0, $"{_read / 1e6:0.0} MB"));
        return read;
    }
}
