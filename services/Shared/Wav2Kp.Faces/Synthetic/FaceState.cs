namespace Wav2Kp.Faces.Synthetic;

/// <summary>All that changes from frame to frame of a drawn face.</summary>
/// <param name="Mouth">What the mouth does.</param>
/// <param name="Blink">How far the eyes are closed, 0 to 1.</param>
/// <param name="GazeX">How far the eyes look to the picture's right, in inter-ocular distances.</param>
/// <param name="GazeY">How far the eyes look down, in inter-ocular distances.</param>
/// <param name="BrowRaise">How far the brows are raised, in inter-ocular distances.</param>
/// <param name="Yaw">The head's turn, about the radians of a small angle; the nose goes to the picture's right where positive.</param>
/// <param name="Pitch">The head's nod, about the radians of a small angle; the nose goes down where positive.</param>
/// <param name="Head">From face space (inter-ocular distances, origin between the eyes) to pixels.</param>
internal readonly record struct FaceState(
    Articulation Mouth, float Blink, float GazeX, float GazeY, float BrowRaise, float Yaw, float Pitch, SimilarityTransform Head);
