using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>From the camera's frame to the pixels of a square picture.</summary>
/// <param name="Pose">The pose, whose projection it goes on from.</param>
/// <param name="Scale">Pixels per centimetre at the head's middle.</param>
/// <param name="Shift">Where the head's middle is, px.</param>
/// <param name="Size">The picture's width and height, px.</param>
internal sealed record View(HeadPose Pose, float Scale, Vector2 Shift, int Size)
{
    /// <summary>Where a place of the camera's frame is seen, px.</summary>
    public Vector2 Place(Vector3 place) => (Pose.Project(place) * Scale) + Shift;
}
