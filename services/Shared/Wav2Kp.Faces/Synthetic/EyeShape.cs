namespace Wav2Kp.Faces.Synthetic;

/// <summary>The lids of one eye in face space, as functions of t from the outer corner (0) to the inner one (1).</summary>
internal readonly struct EyeShape
{
    /// <summary>The outer corner's x on the picture's right; the right eye mirrors it.</summary>
    public const float OuterX = 0.5f;

    /// <summary>The inner corner's x on the picture's right.</summary>
    public const float InnerX = 0.175f;

    private const float OuterY = -0.004f, InnerY = 0.022f;

    private readonly float _upper, _lower, _blink;

    public EyeShape(FaceIdentity identity, float blink)
    {
        _upper = 0.094f * identity.EyeHeight;
        _lower = 0.040f * identity.EyeHeight;
        _blink = Math.Clamp(blink, 0, 1);
    }

    /// <summary>x on the picture's right at t.</summary>
    public static float X(float t) => float.Lerp(OuterX, InnerX, t);

    /// <summary>t of an x on the picture's right, clamped to the eye.</summary>
    public static float T(float x) => Math.Clamp((OuterX - x) / (OuterX - InnerX), 0, 1);

    /// <summary>The upper lid's edge.</summary>
    public float UpperLid(float t) => Base(t) + float.Lerp(-_upper * UpperArch(t), 0.92f * _lower * LowerArch(t), _blink);

    /// <summary>The upper lid's edge when the eye is open.</summary>
    public float OpenUpperLid(float t) => Base(t) - (_upper * UpperArch(t));

    /// <summary>The lower lid's edge.</summary>
    public float LowerLid(float t) => Base(t) + (_lower * LowerArch(t) * (1 - (0.1f * _blink)));

    private static float Base(float t) => float.Lerp(OuterY, InnerY, t);

    // both arches are 1 at their highest
    private static float UpperArch(float t) => MathF.Pow(t, 0.70f) * MathF.Pow(1 - t, 0.82f) * 2.854f;

    private static float LowerArch(float t) => MathF.Pow(t, 0.85f) * MathF.Pow(1 - t, 1.05f) * 3.693f;
}
