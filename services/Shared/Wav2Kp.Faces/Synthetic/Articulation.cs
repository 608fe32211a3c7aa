namespace Wav2Kp.Faces.Synthetic;

/// <summary>What the mouth does: the parameters that speech sets. Lengths are in inter-ocular distances.</summary>
/// <param name="Aperture">The opening between the lips; slightly negative where they are pressed together.</param>
/// <param name="Jaw">How far the jaw is lowered, 0 to 1.</param>
/// <param name="Spread">How far the corners are drawn apart, 0 to 1.</param>
/// <param name="Round">How far the lips are rounded and pushed forward, 0 to 1.</param>
/// <param name="Raise">How far the upper lip is raised, 0 to 1.</param>
/// <param name="Tongue">How far the tongue's tip is raised to the teeth, 0 to 1.</param>
/// <param name="Tuck">How far the lower lip is drawn under the upper teeth, 0 to 1.</param>
internal readonly record struct Articulation(float Aperture, float Jaw, float Spread = 0, float Round = 0, float Raise = 0, float Tongue = 0, float Tuck = 0)
{
    public static Articulation Rest => new(0, 0.04f);

    public static Articulation operator +(Articulation a, Articulation b) => new(
        a.Aperture + b.Aperture, a.Jaw + b.Jaw, a.Spread + b.Spread, a.Round + b.Round, a.Raise + b.Raise, a.Tongue + b.Tongue, a.Tuck + b.Tuck);

    public static Articulation operator *(Articulation a, float factor) => new(
        a.Aperture * factor, a.Jaw * factor, a.Spread * factor, a.Round * factor, a.Raise * factor, a.Tongue * factor, a.Tuck * factor);
}
