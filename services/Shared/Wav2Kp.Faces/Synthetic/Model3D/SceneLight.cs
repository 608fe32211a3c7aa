using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>The light of a picture: a key light that throws shadows, up to two more, and what comes from everywhere. Linear RGB.</summary>
internal sealed class SceneLight
{
    public SceneLight(RandomSequence random)
    {
        float warmth = random.Next(-1, 1);
        Vector3 tint = warmth > 0 ? Vector3.Lerp(Vector3.One, new Vector3(1.12f, 0.98f, 0.78f), warmth) : Vector3.Lerp(Vector3.One, new Vector3(0.88f, 0.98f, 1.16f), -warmth);
        if (random.Next() < 0.08f)
        {
            // a stage
            tint = new Vector3(random.Next(0.5f, 1.4f), random.Next(0.5f, 1.2f), random.Next(0.5f, 1.4f));
        }
        float contrast = random.Next();
        Key = Direction(random.Next(-75, 75), random.Next(-10, 60));
        KeyColour = tint * float.Lerp(0.55f, 1.5f, contrast);
        Shadow = random.Next() < 0.75f ? random.Next(0.3f, 1f) : 0;
        Fill = Direction(random.Next(-90, 90), random.Next(-30, 50));
        FillColour = Vector3.Lerp(tint, new Vector3(0.95f, 1f, 1.08f), random.Next()) * random.Next(0, 0.55f);
        Rim = Direction(random.Next(2) == 0 ? random.Next(105, 150) : random.Next(-150, -105), random.Next(-10, 50));
        RimColour = random.Next() < 0.35f ? new Vector3(random.Next(0.6f, 1.2f), random.Next(0.7f, 1.1f), random.Next(0.6f, 1.3f)) * random.Next(0.2f, 1.2f) : Vector3.Zero;
        SkyColour = Vector3.Lerp(tint, Vector3.One, random.Next()) * float.Lerp(0.75f, 0.18f, contrast) * random.Next(0.7f, 1.2f);
        GroundColour = SkyColour * new Vector3(random.Next(0.4f, 1f), random.Next(0.4f, 0.95f), random.Next(0.4f, 0.9f));
    }

    /// <summary>The unit direction to the key light, in the camera's frame: x to the right, y up, z towards the camera.</summary>
    public Vector3 Key { get; }
    public Vector3 KeyColour { get; }

    /// <summary>How dark the key light's shadows are.</summary>
    public float Shadow { get; }
    public Vector3 Fill { get; }
    public Vector3 FillColour { get; }
    public Vector3 Rim { get; }
    public Vector3 RimColour { get; }
    public Vector3 SkyColour { get; }
    public Vector3 GroundColour { get; }

    private static Vector3 Direction(float azimuth, float elevation)
    {
        float a = azimuth * MathF.PI / 180, e = elevation * MathF.PI / 180;
        return new Vector3(MathF.Cos(e) * MathF.Sin(a), MathF.Sin(e), MathF.Cos(e) * MathF.Cos(a));
    }
}
