namespace FFMpegCore.Arguments;

/// <summary>A filter of the chain <c>-af</c>.</summary>
public interface IAudioFilterArgument
{
    /// <summary>The filter's name.</summary>
    string Key { get; }

    /// <summary>The filter's options.</summary>
    string Value { get; }
}
