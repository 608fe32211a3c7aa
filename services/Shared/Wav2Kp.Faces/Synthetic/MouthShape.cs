namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// The lips' four edges in face space, as functions of x: what the painter fills and what the points 48-67 are taken from.
/// </summary>
internal readonly struct MouthShape
{
    /// <summary>The height of the closed mouth below the eyes.</summary>
    public const float RestHeight = 0.90f;

    private const float RestHalfWidth = 0.305f;

    // how much of the mouth's width its inner edge spans
    private const float InnerWidth = 0.86f;

    private readonly float _corner, _upperOuter, _upperInner, _lowerInner, _lowerOuter, _innerPower;

    public MouthShape(FaceIdentity identity, Articulation mouth)
    {
        float aperture = Math.Max(0, mouth.Aperture);
        float press = Math.Clamp(-mouth.Aperture / 0.02f, 0, 1);
        HalfWidth = RestHalfWidth * identity.MouthWidth * (1 + (0.15f * mouth.Spread) - (0.32f * mouth.Round) - (0.10f * aperture / 0.25f));
        float upper = 0.078f * identity.UpperLip * (1 + (0.25f * mouth.Round) - (0.10f * mouth.Spread) - (0.30f * press) - (0.15f * mouth.Raise));
        float lower = 0.112f * identity.LowerLip * (1 + (0.25f * mouth.Round) - (0.10f * mouth.Spread) - (0.25f * press) - (0.45f * mouth.Tuck));
        _upperInner = RestHeight - (0.10f * aperture) - (0.030f * mouth.Raise);
        _lowerInner = _upperInner + aperture;
        // a tucked lip comes up from below; it is the upper teeth that part the lips then
        _upperOuter = _upperInner - upper;
        _lowerOuter = _lowerInner + lower;
        _corner = RestHeight - 0.016f - identity.Smile + (0.32f * aperture) - (0.012f * mouth.Spread);
        _innerPower = 0.85f - (0.30f * mouth.Round);
        Opening = aperture;
    }

    /// <summary>Half the distance of the corners.</summary>
    public float HalfWidth { get; }

    /// <summary>Half the width of the inner edge.</summary>
    public float InnerHalfWidth => HalfWidth * InnerWidth;

    /// <summary>The opening in the middle.</summary>
    public float Opening { get; }

    /// <summary>The corners' height.</summary>
    public float Corner => _corner;

    /// <summary>The lowest the lips reach.</summary>
    public float Bottom => _lowerOuter;

    /// <summary>The highest the lips reach, or a little above.</summary>
    public float Top => Math.Min(_upperOuter - 0.02f, _corner);

    /// <summary>The upper lip's upper edge, with its bow.</summary>
    public float OuterTop(float x)
    {
        float u = Math.Min(1, Math.Abs(x) / HalfWidth);
        float rise = MathF.Pow(1 - MathF.Pow(u, 1.75f), 0.92f);
        float bow = 0.016f * MathF.Exp(-u * u / 0.018f);
        float shoulder = 0.012f * MathF.Exp(-(u - 0.27f) * (u - 0.27f) / 0.02f);
        return float.Lerp(_corner, _upperOuter, rise) + bow - (shoulder * rise);
    }

    /// <summary>The upper lip's lower edge.</summary>
    public float InnerTop(float x) => float.Lerp(_corner, _upperInner, Inner(x));

    /// <summary>The lower lip's upper edge.</summary>
    public float InnerBottom(float x) => float.Lerp(_corner, _lowerInner, Inner(x));

    /// <summary>The lower lip's lower edge.</summary>
    public float OuterBottom(float x)
    {
        float u = Math.Min(1, Math.Abs(x) / HalfWidth);
        return float.Lerp(_corner, _lowerOuter, MathF.Pow(1 - (u * u), 0.78f));
    }

    private float Inner(float x)
    {
        float v = Math.Min(1, Math.Abs(x) / InnerHalfWidth);
        return MathF.Pow(1 - (v * v), _innerPower);
    }
}
