namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// What a speaker's head does beside speaking: it sways and turns a little, the brows rise now and then, the eyes wander and
/// blink. Sums of slow sines with phases of their own, so that the motion is smooth and never repeats within a clip.
/// </summary>
internal sealed class HeadMotion
{
    private readonly (float Frequency, float Phase, float Weight)[][] _waves;
    private readonly List<(double Start, double Duration)> _blinks = [];
    private readonly List<(double Time, float X, float Y)> _gazes = [];
    private readonly float _amount;

    /// <param name="random">Where its variety comes from.</param>
    /// <param name="duration">The clip's duration in seconds.</param>
    /// <param name="amount">A factor of the usual motion; 0 keeps the head still.</param>
    public HeadMotion(RandomSequence random, double duration, float amount)
    {
        _amount = amount;
        _waves = new (float, float, float)[6][];
        for (int channel = 0; channel < _waves.Length; channel++)
        {
            _waves[channel] = new (float, float, float)[3];
            for (int i = 0; i < 3; i++)
            {
                _waves[channel][i] = (random.Next(0.12f, 0.30f) * (1 + (1.3f * i)), random.Next(0, 2 * MathF.PI), 1f / (1 + (1.4f * i)));
            }
        }
        for (double time = random.Next(0.3f, 2.2f); time < duration; time += random.Next(1.7f, 4.2f))
        {
            _blinks.Add((time, random.Next(0.24f, 0.32f)));
        }
        for (double time = -0.5; time < duration; time += random.Next(0.7f, 2.0f))
        {
            _gazes.Add((time, random.Next(-0.022f, 0.022f), random.Next(-0.010f, 0.010f)));
        }
    }

    /// <summary>The head's pose about its home.</summary>
    public SimilarityTransform Pose(SimilarityTransform home, double time)
    {
        double x = Wave(0, time) * 0.032 * _amount, y = Wave(1, time) * 0.022 * _amount, roll = Wave(2, time) * 0.022 * _amount;
        double size = 1 + (Wave(3, time) * 0.010 * _amount);
        // the head rolls about the neck, not about the eyes
        const double NeckY = 1.5;
        SimilarityTransform sway = SimilarityTransform.From(1, 0, 0, -NeckY).Then(SimilarityTransform.From(size, roll, x, y + NeckY));
        return sway.Then(home);
    }

    /// <summary>The head's turn.</summary>
    public float Yaw(double time) => (float)Wave(4, time) * 0.070f * _amount;

    /// <summary>The head's nod.</summary>
    public float Pitch(double time) => (float)Wave(5, time) * 0.045f * _amount;

    /// <summary>How far the brows are raised.</summary>
    public float BrowRaise(double time) => 0.028f * Math.Max(0, (float)(Wave(3, time * 1.3) + Wave(5, time * 0.7)) - 0.2f);

    /// <summary>How far the eyes are closed, 0 to 1: they close in a third of a blink and open in the rest.</summary>
    public float Blink(double time)
    {
        foreach ((double start, double duration) in _blinks)
        {
            double t = (time - start) / duration;
            if (t is > 0 and < 1)
            {
                return (float)(t < 0.33 ? Ease(t / 0.33) : 1 - Ease((t - 0.33) / 0.67));
            }
        }
        return 0;
    }

    /// <summary>Where the eyes look: they jump from place to place in a few hundredths of a second.</summary>
    public (float X, float Y) Gaze(double time)
    {
        (float x, float y) = (_gazes[0].X, _gazes[0].Y);
        for (int i = 1; i < _gazes.Count; i++)
        {
            float t = (float)Ease(Math.Clamp((time - _gazes[i].Time) / 0.06, 0, 1));
            (x, y) = (float.Lerp(x, _gazes[i].X, t), float.Lerp(y, _gazes[i].Y, t));
        }
        return (x, y);
    }

    private double Wave(int channel, double time)
    {
        double sum = 0;
        foreach ((float frequency, float phase, float weight) in _waves[channel])
        {
            sum += weight * Math.Sin((2 * Math.PI * frequency * time) + phase);
        }
        return sum;
    }

    private static double Ease(double t) => t * t * (3 - (2 * t));
}
