using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>How a head is turned and how far the camera is. The camera looks along −z from its place on the z axis.</summary>
internal sealed class HeadPose
{
    // about what the head turns
    private static readonly Vector3 s_pivot = new(0, 0, 3);

    private readonly Matrix4x4 _turn;
    private readonly float _distance;

    /// <param name="yaw">Radians; the nose goes to the picture's right where positive.</param>
    /// <param name="pitch">Radians; the nose goes down where positive.</param>
    /// <param name="roll">Radians; the head leans to the picture's left where positive: anticlockwise.</param>
    /// <param name="distance">From the camera to the head's middle, centimetres.</param>
    public HeadPose(float yaw, float pitch, float roll, float distance)
    {
        (Yaw, Pitch, Roll, _distance) = (yaw, pitch, roll, distance);
        _turn = Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateRotationX(pitch) * Matrix4x4.CreateRotationZ(roll);
    }

    public float Yaw { get; }

    public float Pitch { get; }

    public float Roll { get; }

    /// <summary>Where the camera is.</summary>
    public Vector3 Camera => new(0, 0, _distance);

    /// <summary>Up to 40 degrees of yaw, 25 of pitch and 30 of roll, most of them small.</summary>
    public static HeadPose Random(RandomSequence random)
    {
        const float Degree = MathF.PI / 180;
        float yaw = random.Next() < 0.6f ? Math.Clamp(14 * FacePerson.Gaussian(random), -40, 40) : random.Next(-40, 40);
        float pitch = random.Next() < 0.75f ? Math.Clamp(2 + (7 * FacePerson.Gaussian(random)), -25, 25) : random.Next(-25, 25);
        float roll = random.Next() < 0.8f ? Math.Clamp(7 * FacePerson.Gaussian(random), -30, 30) : random.Next(-30, 30);
        return new HeadPose(yaw * Degree, pitch * Degree, roll * Degree, MathF.Exp(random.Next(MathF.Log(45), MathF.Log(250))));
    }

    /// <summary>The head's vertices in the camera's frame.</summary>
    public Vector3[] Apply(Vector3[] vertices)
    {
        Vector3[] posed = new Vector3[vertices.Length];
        for (int v = 0; v < posed.Length; v++)
        {
            posed[v] = Vector3.Transform(vertices[v] - s_pivot, _turn);
        }
        return posed;
    }

    /// <summary>A place of the head in the camera's frame.</summary>
    public Vector3 Apply(Vector3 place) => Vector3.Transform(place - s_pivot, _turn);

    /// <summary>A direction of the head in the camera's frame.</summary>
    public Vector3 Turn(Vector3 direction) => Vector3.TransformNormal(direction, _turn);

    /// <summary>Where a place of the camera's frame is seen, at a scale of one pixel per centimetre at the head's middle.</summary>
    public Vector2 Project(Vector3 place) => new Vector2(place.X, -place.Y) * (_distance / (_distance - place.Z));

    /// <summary>The head's distance over that of a place: larger for what is nearer.</summary>
    public float Nearness(Vector3 place) => 1 / (_distance - place.Z);
}
