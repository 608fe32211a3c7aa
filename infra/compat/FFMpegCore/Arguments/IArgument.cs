namespace FFMpegCore.Arguments;

/// <summary>A part of ffmpeg's argument line.</summary>
public interface IArgument
{
    /// <summary>The part as text; values with spaces or quotes are quoted.</summary>
    string Text { get; }
}
