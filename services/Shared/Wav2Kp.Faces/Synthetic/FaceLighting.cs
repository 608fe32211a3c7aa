using System.Numerics;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>How a surface of the drawn person takes the light: a key light that wraps around skin, a sky, a weak fill.</summary>
internal sealed class FaceLighting(FaceIdentity identity)
{
    private readonly Vector3 _half = Vector3.Normalize(identity.Light + Vector3.UnitZ);
    private readonly Vector3 _fill = Vector3.Normalize(new Vector3(-identity.Light.X * 1.6f, 0.1f, 0.7f));

    /// <summary>The colour of a surface.</summary>
    /// <param name="albedo">Its own colour, linear.</param>
    /// <param name="normal">Its unit normal; z towards the viewer.</param>
    /// <param name="occlusion">How much of the sky reaches it, 0 to 1.</param>
    /// <param name="gloss">The strength of its highlight.</param>
    /// <param name="sharpness">The highlight's exponent.</param>
    /// <param name="translucent">How far red light wraps around further than blue, as in skin: 0 or 1.</param>
    public Vector3 Shade(Vector3 albedo, Vector3 normal, float occlusion, float gloss, float sharpness, float translucent = 1)
    {
        float lambert = Vector3.Dot(normal, identity.Light);
        Vector3 wrap = new(0.28f + (0.17f * translucent), 0.28f, 0.28f - (0.06f * translucent));
        Vector3 key = Vector3.Max(Vector3.Zero, (new Vector3(lambert) + wrap) / (Vector3.One + wrap));
        float sky = identity.Ambient * (0.80f - (0.20f * normal.Y));
        float fill = 0.16f * Math.Max(0, Vector3.Dot(normal, _fill));
        float highlight = gloss * MathF.Pow(Math.Max(0, Vector3.Dot(normal, _half)), sharpness);
        Vector3 light = (identity.KeyColour * key * (0.35f + (0.65f * occlusion))) + (new Vector3(0.94f, 0.98f, 1.06f) * (sky * occlusion)) + new Vector3(fill * occlusion);
        return (albedo * light) + (identity.KeyColour * (highlight * occlusion));
    }
}
