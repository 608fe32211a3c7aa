using FFMpegCore.Pipes;

namespace FFMpegCore.Tests;

/// <summary>A grey picture of one brightness.</summary>
internal sealed class RawFrame(int width, int height, byte value) : IVideoFrame
{
    private readonly byte[] _pixels = [.. Enumerable.Repeat(value, width * height)];

    public int Width => width;

    public int Height => height;

    public string Format => "gray";

    public void Serialize(Stream pipe) => pipe.Write(_pixels);

    public Task SerializeAsync(Stream pipe, CancellationToken token) => pipe.WriteAsync(_pixels, token).AsTask();
}
