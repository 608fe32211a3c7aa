namespace Wav2Kp.Faces;

/// <summary>Whether and how a clip's speaker was chosen among several faces.</summary>
public enum SpeakerChosenBy
{
    /// <summary>There was one face only.</summary>
    Alone,

    /// <summary>The face is much larger or nearer to the middle than the others, or longer in sight.</summary>
    Size,

    /// <summary>The face's mouth moves with the sound.</summary>
    Voice,
}

/// <summary>Tells who of several faces speaks.</summary>
internal static class SpeakerChoice
{
    // a face this many times as prominent as the next is the one the clip is about
    private const double ClearlyLarger = 2;

    // faces less prominent than this share of the most prominent are onlookers
    private const double Onlooker = 0.25;

    // the mouth's movement goes with the voice: the least correlation, and the least advantage over the next face
    private const double LeastCorrelation = 0.10, LeastAdvantage = 0.05;

    // the mouth may be this many frames before or after the sound
    private const int MostLag = 3;

    /// <summary>The face that speaks.</summary>
    /// <param name="traces">The faces, at least one.</param>
    /// <param name="frames">The clip's frames.</param>
    /// <param name="energy">Gets the sound's energy by frame when size does not decide; null where there is no sound.</param>
    public static async Task<(FaceTrace Speaker, SpeakerChosenBy By)> ChooseAsync(IReadOnlyList<FaceTrace> traces, int frames, Func<Task<double[]?>> energy)
    {
        FaceTrace[] ordered = [.. traces.OrderByDescending(trace => trace.Prominence).ThenBy(trace => trace.Id)];
        if (ordered.Length == 1)
        {
            return (ordered[0], SpeakerChosenBy.Alone);
        }
        if (ordered[0].Prominence >= ClearlyLarger * ordered[1].Prominence || await energy().ConfigureAwait(false) is not { } sound)
        {
            return (ordered[0], SpeakerChosenBy.Size);
        }
        (FaceTrace Trace, double Correlation)[] byVoice = [.. ordered
            .Where(trace => trace.Prominence >= Onlooker * ordered[0].Prominence)
            .Select(trace => (trace, Agreement(trace, sound, frames)))
            .OrderByDescending(pair => pair.Item2)];
        return byVoice.Length > 1 && byVoice[0].Correlation >= LeastCorrelation && byVoice[0].Correlation - byVoice[1].Correlation >= LeastAdvantage
            ? (byVoice[0].Trace, SpeakerChosenBy.Voice)
            : (ordered[0], SpeakerChosenBy.Size);
    }

    /// <summary>The energy of a sound in each frame, on a scale like the ear's: the logarithm of the root of the mean square.</summary>
    /// <param name="sound">Samples in −1..1.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="times">The frames' times in seconds.</param>
    public static double[] Energy(ReadOnlySpan<float> sound, int sampleRate, IReadOnlyList<double> times)
    {
        double[] energy = new double[times.Count];
        for (int frame = 0; frame < energy.Length; frame++)
        {
            double end = frame + 1 < times.Count ? times[frame + 1] : times[frame] + (frame > 0 ? times[frame] - times[frame - 1] : 0.04);
            int from = Math.Clamp((int)(times[frame] * sampleRate), 0, sound.Length), to = Math.Clamp((int)(end * sampleRate), from, sound.Length);
            double square = 0;
            foreach (float sample in sound[from..to])
            {
                square += sample * sample;
            }
            energy[frame] = Math.Log(1e-4 + Math.Sqrt(square / Math.Max(1, to - from)));
        }
        return energy;
    }

    /// <summary>The correlation of the speed at which the mouth opens and closes with the sound's energy, both smoothed over a syllable, at the best lag.</summary>
    public static double Agreement(FaceTrace trace, double[] energy, int frames)
    {
        double[] opening = new double[frames];
        bool[] there = new bool[frames];
        foreach ((int frame, FaceFrame face) in trace.Frames)
        {
            (opening[frame], there[frame]) = (FacePoints.MouthOpening(face.Points) / Math.Max(1, FacePoints.InterOcularDistance(face.Points)), true);
        }
        double[] speed = new double[frames];
        for (int frame = 1; frame < frames; frame++)
        {
            speed[frame] = there[frame] && there[frame - 1] ? Math.Abs(opening[frame] - opening[frame - 1]) : 0;
        }
        double[] moved = Smooth(speed), loud = Smooth(energy);
        double best = -1;
        for (int lag = -MostLag; lag <= MostLag; lag++)
        {
            List<double> a = [], b = [];
            for (int frame = 1; frame < frames; frame++)
            {
                if (there[frame] && frame + lag >= 0 && frame + lag < energy.Length)
                {
                    a.Add(moved[frame]);
                    b.Add(loud[frame + lag]);
                }
            }
            best = Math.Max(best, Pearson(a, b));
        }
        return best;
    }

    private static double[] Smooth(double[] values)
    {
        const int reach = 6;
        const double width = 2.5;
        double[] smooth = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (double sum, double weights) = (0, 0);
            for (int k = Math.Max(0, i - reach); k <= Math.Min(values.Length - 1, i + reach); k++)
            {
                double weight = Math.Exp(-(k - i) * (k - i) / (2 * width * width));
                (sum, weights) = (sum + (weight * values[k]), weights + weight);
            }
            smooth[i] = sum / weights;
        }
        return smooth;
    }

    private static double Pearson(List<double> a, List<double> b)
    {
        if (a.Count < 3)
        {
            return 0;
        }
        double meanA = a.Average(), meanB = b.Average(), ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Count; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }
}
