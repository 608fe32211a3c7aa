using FFMpegCore.Helpers;

namespace FFMpegCore.Arguments;

/// <summary>A URL that ffmpeg writes to.</summary>
internal sealed class OutputUrlArgument(string url) : IOutputArgument
{
    public string Text => CommandLine.Quote(url);

    public void Pre()
    {
    }

    public Task During(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Post()
    {
    }
}
