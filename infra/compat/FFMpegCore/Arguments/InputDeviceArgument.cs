using FFMpegCore.Helpers;

namespace FFMpegCore.Arguments;

/// <summary>A capture device.</summary>
internal sealed class InputDeviceArgument(string device) : IInputArgument
{
    public string Text => $"-i {CommandLine.Quote(device)}";

    public void Pre()
    {
    }

    public Task During(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Post()
    {
    }
}
