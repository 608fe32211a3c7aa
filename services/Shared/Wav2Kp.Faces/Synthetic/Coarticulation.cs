namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// The articulators' course through a sentence: at every moment the mean of the visemes' targets, weighted by dominance
/// functions that fall off exponentially before and after each viseme's core, so that neighbours blend (M. Cohen and
/// D. Massaro, "Modeling coarticulation in synthetic visual speech", Models and Techniques in Computer Animation, 1993,
/// eqs. 1-4).
/// </summary>
internal sealed class Coarticulation
{
    // the middle part of a viseme in which it holds its full dominance
    private const double Core = 0.4;

    // seconds at either end of a viseme, at most, that belong to its neighbours as well
    private const double LongestTransition = 0.07;

    private readonly List<(Viseme Viseme, double CoreStart, double CoreEnd)> _segments = [];

    /// <param name="phonemes">The sentence's phonemes.</param>
    /// <param name="sampleRate">What their samples are counted in.</param>
    /// <param name="lead">The silence before the sentence in seconds.</param>
    /// <param name="duration">The whole duration in seconds, silence at both ends included.</param>
    public Coarticulation(IReadOnlyList<SpokenPhoneme> phonemes, int sampleRate, double lead, double duration)
    {
        Add("", -1, lead);
        foreach (SpokenPhoneme phoneme in phonemes)
        {
            Add(phoneme.Ipa, lead + ((double)phoneme.Start / sampleRate), lead + ((double)phoneme.End / sampleRate));
        }
        Add("", lead + ((double)phonemes[^1].End / sampleRate), duration + 1);
    }

    /// <summary>What the mouth does at a time in seconds.</summary>
    public Articulation At(double time)
    {
        Articulation sum = default;
        float weights = 0;
        foreach ((Viseme viseme, double start, double end) in _segments)
        {
            double distance = Math.Max(0, Math.Max(start - time, time - end)) / viseme.Reach;
            if (distance < 12)
            {
                float weight = viseme.Dominance * (float)Math.Exp(-distance);
                sum += viseme.Target * weight;
                weights += weight;
            }
        }
        return weights > 0 ? sum * (1 / weights) : Articulation.Rest;
    }

    private void Add(string ipa, double start, double end)
    {
        IReadOnlyList<Viseme> visemes = Viseme.Of(ipa);
        double each = (end - start) / visemes.Count;
        for (int i = 0; i < visemes.Count; i++)
        {
            // a long silence is silent to near its ends; only a short one is all transition
            double margin = Math.Min(each * (1 - Core) / 2, LongestTransition);
            _segments.Add((visemes[i], start + (i * each) + margin, start + ((i + 1) * each) - margin));
        }
    }
}
