namespace FFMpegCore.Arguments;

/// <summary>An option as it stands on the argument line.</summary>
internal sealed class TextArgument(string text) : IArgument
{
    public string Text { get; } = text;
}
