using FFMpegCore.Helpers;
using FFMpegCore.Pipes;

namespace FFMpegCore.Arguments;

/// <summary>An output that ffmpeg writes to this process.</summary>
internal sealed class OutputPipeArgument(IPipeSink sink) : IOutputArgument, IPipeArgument
{
    private ProgramSocket _socket = new();

    public string Text => (sink.GetFormat().Length == 0 ? string.Empty : $"-f {sink.GetFormat()} ") + $"{CommandLine.Quote(_socket.Url)} -y";

    public void Pre() => _socket.Listen();

    public Task During(CancellationToken cancellationToken = default) => ServeAsync(cancellationToken, cancellationToken);

    public async Task ServeAsync(CancellationToken ended, CancellationToken cancelled)
    {
        using ProgramStream? stream = await _socket.AcceptAsync(ended).ConfigureAwait(false);
        if (stream is not null)
        {
            // what ffmpeg wrote before it ended is still read, so that only a kill stops the sink
            await Task.Run(() => sink.ReadAsync(stream, cancelled), CancellationToken.None).ConfigureAwait(false);
        }
    }

    public void Post()
    {
        _socket.Dispose();
        _socket = new ProgramSocket();
    }
}
