using System.Text;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// A visible speech target: what the mouth strives for during a phoneme, and how strongly it insists on it. A closed
/// consonant must close whatever its neighbours want; the tongue's consonants hardly mind the lips.
/// </summary>
/// <param name="Target">Where the articulators strive to.</param>
/// <param name="Dominance">The weight at the phoneme's centre.</param>
/// <param name="Reach">The time in seconds over which the weight falls to 1/e outside the phoneme's core.</param>
internal sealed record Viseme(Articulation Target, float Dominance, float Reach)
{
    private static readonly Viseme s_open = Vowel(new(0.250f, 1.00f, 0.05f));
    private static readonly Viseme s_front = Vowel(new(0.235f, 0.90f, 0.45f));
    private static readonly Viseme s_diphthongStart = Vowel(new(0.240f, 0.95f, 0.20f));
    private static readonly Viseme s_mid = Vowel(new(0.165f, 0.62f, 0.10f));
    private static readonly Viseme s_midFront = Vowel(new(0.165f, 0.62f, 0.42f));
    private static readonly Viseme s_schwa = new(new(0.100f, 0.38f, 0.05f), 0.7f, 0.050f);
    private static readonly Viseme s_rhotic = Vowel(new(0.110f, 0.42f, 0, 0.40f));
    private static readonly Viseme s_nearClose = Vowel(new(0.095f, 0.32f, 0.50f));
    private static readonly Viseme s_close = Vowel(new(0.080f, 0.25f, 0.90f));
    private static readonly Viseme s_roundOpen = Vowel(new(0.205f, 0.85f, 0, 0.45f));
    private static readonly Viseme s_roundMid = Vowel(new(0.160f, 0.65f, 0, 0.80f));
    private static readonly Viseme s_roundNearClose = Vowel(new(0.085f, 0.32f, 0, 0.80f));
    private static readonly Viseme s_roundClose = Vowel(new(0.060f, 0.25f, 0, 1.00f));

    private static readonly Viseme s_bilabial = new(new(-0.020f, 0.14f), 9f, 0.026f);
    private static readonly Viseme s_labiodental = new(new(0.022f, 0.20f, 0.10f, 0, 0.55f, 0, 1f), 5f, 0.032f);
    private static readonly Viseme s_labiovelar = new(new(0.040f, 0.22f, 0, 1.00f), 3f, 0.050f);
    private static readonly Viseme s_approximant = new(new(0.075f, 0.28f, 0, 0.60f), 1.6f, 0.050f);
    private static readonly Viseme s_dental = new(new(0.075f, 0.30f, 0.20f, 0, 0, 1f), 2f, 0.040f);
    private static readonly Viseme s_sibilant = new(new(0.050f, 0.12f, 0.40f), 2f, 0.040f);
    private static readonly Viseme s_postalveolar = new(new(0.085f, 0.16f, 0, 0.75f, 0.60f), 2.4f, 0.050f);
    private static readonly Viseme s_alveolar = new(new(0.070f, 0.22f, 0.15f, 0, 0, 0.6f), 0.8f, 0.035f);
    private static readonly Viseme s_lateral = new(new(0.095f, 0.32f, 0.10f, 0, 0, 0.9f), 1.0f, 0.040f);
    private static readonly Viseme s_velar = new(new(0.105f, 0.38f), 0.45f, 0.040f);
    private static readonly Viseme s_palatal = new(new(0.075f, 0.26f, 0.65f), 1.4f, 0.045f);
    private static readonly Viseme s_glottal = new(new(0.120f, 0.40f), 0.15f, 0.040f);
    private static readonly Viseme s_pause = new(Articulation.Rest, 1.2f, 0.060f);

    private static readonly Dictionary<string, Viseme> s_symbols = new(StringComparer.Ordinal)
    {
        ["ɑ"] = s_open,
        ["a"] = s_diphthongStart,
        ["æ"] = s_front,
        ["ɐ"] = s_mid,
        ["ʌ"] = s_mid,
        ["ɛ"] = s_midFront,
        ["e"] = s_midFront,
        ["ə"] = s_schwa,
        ["ɚ"] = s_rhotic,
        ["ɜ"] = s_rhotic,
        ["ɪ"] = s_nearClose,
        ["ᵻ"] = s_nearClose,
        ["i"] = s_close,
        ["ɒ"] = s_roundOpen,
        ["ɔ"] = s_roundMid,
        ["o"] = s_roundMid,
        ["ʊ"] = s_roundNearClose,
        ["u"] = s_roundClose,
        ["ʉ"] = s_roundClose,
        ["p"] = s_bilabial,
        ["b"] = s_bilabial,
        ["m"] = s_bilabial,
        ["f"] = s_labiodental,
        ["v"] = s_labiodental,
        ["w"] = s_labiovelar,
        ["ʍ"] = s_labiovelar,
        ["ɹ"] = s_approximant,
        ["r"] = s_approximant,
        ["θ"] = s_dental,
        ["ð"] = s_dental,
        ["s"] = s_sibilant,
        ["z"] = s_sibilant,
        ["ʃ"] = s_postalveolar,
        ["ʒ"] = s_postalveolar,
        ["t"] = s_alveolar,
        ["d"] = s_alveolar,
        ["n"] = s_alveolar,
        ["ɾ"] = s_alveolar,
        ["l"] = s_lateral,
        ["ɫ"] = s_lateral,
        ["k"] = s_velar,
        ["ɡ"] = s_velar,
        ["g"] = s_velar,
        ["ŋ"] = s_velar,
        ["x"] = s_velar,
        ["j"] = s_palatal,
        ["h"] = s_glottal,
        ["ʔ"] = s_glottal,
    };

    /// <summary>
    /// The visemes that a phoneme goes through, in order: one for most, two for a diphthong (<c>aɪ</c>), an affricate
    /// (<c>tʃ</c>) or a vowel with a coloured end (<c>ɑːɹ</c>). Length and syllable marks say nothing about the lips.
    /// </summary>
    /// <param name="ipa">The phoneme's symbol; empty for a pause.</param>
    public static IReadOnlyList<Viseme> Of(string ipa)
    {
        List<Viseme> visemes = [];
        foreach (Rune symbol in ipa.EnumerateRunes())
        {
            if (s_symbols.TryGetValue(symbol.ToString(), out Viseme? viseme))
            {
                visemes.Add(viseme);
            }
        }
        return visemes.Count > 0 ? visemes : [s_pause];
    }

    private static Viseme Vowel(Articulation target) => new(target, 1f, 0.060f);
}
