namespace Wav2Kp.Media.Processes;

/// <summary>What the showinfo filter says of one frame.</summary>
/// <param name="Pts">When it is shown, in units of the time base; null if the file does not say.</param>
/// <param name="Width">Columns of pixels, after rotation.</param>
/// <param name="Height">Rows of pixels, after rotation.</param>
internal readonly record struct FrameNote(long? Pts, int Width, int Height);
