namespace Wav2Kp.Models.Landmarks;

/// <summary>A picture in memory: the surroundings of one face, at about the scale that the network sees it.</summary>
/// <param name="Pixels">[height, width, 3] of blue, green, red.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Points">The face's 136 numbers in it.</param>
internal sealed record TrainingPicture(byte[] Pixels, int Width, int Height, float[] Points);
