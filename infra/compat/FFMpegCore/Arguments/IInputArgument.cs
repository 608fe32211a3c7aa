namespace FFMpegCore.Arguments;

/// <summary>Something that ffmpeg reads.</summary>
public interface IInputArgument : IInputOutputArgument;
