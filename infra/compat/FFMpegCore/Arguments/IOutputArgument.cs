namespace FFMpegCore.Arguments;

/// <summary>Something that ffmpeg writes.</summary>
public interface IOutputArgument : IInputOutputArgument;
