using FFMpegCore.Helpers;
using FFMpegCore.Pipes;

namespace FFMpegCore.Arguments;

/// <summary>An input that this process writes to ffmpeg.</summary>
internal sealed class InputPipeArgument(IPipeSource source) : IInputArgument, IPipeArgument
{
    private ProgramSocket _socket = new();

    public string Url => _socket.Url;

    public string Text => $"{source.GetStreamArguments()} -i {CommandLine.Quote(Url)}".TrimStart();

    public void Pre() => _socket.Listen();

    public Task During(CancellationToken cancellationToken = default) => ServeAsync(cancellationToken, cancellationToken);

    public async Task ServeAsync(CancellationToken ended, CancellationToken cancelled)
    {
        using ProgramStream? stream = await _socket.AcceptAsync(ended).ConfigureAwait(false);
        if (stream is null)
        {
            return;
        }
        try
        {
            // off this thread: a source may block before its first await, and ffmpeg may wait for another pipe meanwhile
            await Task.Run(() => source.WriteAsync(stream, ended), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception) when (stream.ClosedByProgram)
        {
            // ffmpeg wants no more; whether that is a failure, its exit code says
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // the source stopped because ffmpeg did
        }
    }

    public void Post()
    {
        _socket.Dispose();
        _socket = new ProgramSocket();
    }
}
