namespace FFMpegCore.Arguments;

/// <summary>A filter of the chain <c>-vf</c>.</summary>
public interface IVideoFilterArgument
{
    /// <summary>The filter's name; empty when <see cref="Value"/> is the whole filter.</summary>
    string Key { get; }

    /// <summary>The filter's options.</summary>
    string Value { get; }
}
