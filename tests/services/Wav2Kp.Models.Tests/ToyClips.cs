using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;

namespace Wav2Kp.Models.Tests;

/// <summary>
/// Clips whose mouth opens as their sound is loud: small enough to learn in a second. The head moves about, so that only
/// a model that takes the pose out can predict it.
/// </summary>
internal static class ToyClips
{
    /// <summary>How far the mouth is open at full loudness, in px at scale 1.</summary>
    public const float WidestOpening = 20;

    /// <summary>Few coefficients: noise has nothing else to tell than how loud it is.</summary>
    public static readonly FeatureParameters Features = new() { MelSpectrogramBands = 8, Mfcc = new MfccParameters { MelBands = 8, Coefficients = 4 } };

    /// <summary>A recipe that learns them in a second.</summary>
    public static Recipe Recipe(params (string Field, string Value)[] overrides) => Models.Recipe.BuiltIn("wav2kp").With(new (string Field, string Value)[]
    {
        ("network.hidden", "16"), ("network.layers", "1"), ("window.rows", "8"), ("training.epochs", "3"), ("training.batchSize", "2"),
        ("training.sequenceFrames", "25"), ("optimizer.learningRate", "0.005"), ("training.patience", "0"),
        ("features.mfcc.melBands", "8"), ("features.mfcc.coefficients", "4"),
    }.Concat(overrides).GroupBy(item => item.Field).Select(group => KeyValuePair.Create(group.Key, group.Last().Value)));

    public static ClipsBySplit Make(string folder, int train = 4, int validation = 1, int test = 1, double seconds = 1.6)
    {
        TrainingClip[] clips = [.. Enumerable.Range(0, train + validation + test).Select(i => Make(folder, $"clip{i}", i, seconds))];
        return new ClipsBySplit(clips[..train], clips[train..(train + validation)], clips[(train + validation)..]);
    }

    public static TrainingClip Make(string folder, string name, int seed, double seconds, Rational? frameRate = null, Func<int, bool>? valid = null, Func<int, double>? timestamp = null)
    {
        Random random = new(seed + 100);
        double[] beats = [.. Enumerable.Range(0, 1 + (int)(seconds * 2.5)).Select(i => (0.4 * i) + (0.2 * random.NextDouble()))];
        float[] samples = new float[(int)(seconds * 16_000)];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(((random.NextDouble() * 2) - 1) * 0.5 * Loudness(beats, i / 16_000.0));
        }
        TrainingClip clip = new(name, $"{name}.mp4", Path.Combine(folder, $"{name}.features.safetensors"), Path.Combine(folder, $"{name}.landmarks.safetensors"));
        FeatureFile.Compute(samples, Features).Save(clip.FeaturesPath);
        Rational rate = frameRate ?? 25;
        int frames = (int)(seconds * rate.Value);
        timestamp ??= frame => frame / rate.Value;
        double phase = random.NextDouble() * 6;
        Track(frames, rate, timestamp, valid ?? (_ => true), time => (float)(WidestOpening * Loudness(beats, time + (0.5 / rate.Value))),
            time => SimilarityTransform.From(1 + (0.1 * Math.Sin(time + phase)), 0.1 * Math.Sin((2 * time) + phase), 180 + (20 * Math.Cos(time + phase)), 140)).Save(clip.LandmarksPath);
        return clip;
    }

    public static LandmarkTrack Track(int frames, Rational rate, Func<int, double> timestamp, Func<int, bool> valid, Func<double, float> opening, Func<double, SimilarityTransform> pose)
    {
        float[] points = new float[frames * FacePoints.Values];
        for (int frame = 0; frame < frames; frame++)
        {
            if (valid(frame))
            {
                pose(timestamp(frame)).Apply(Face(opening(timestamp(frame))), points.AsSpan(frame * FacePoints.Values, FacePoints.Values));
            }
        }
        return new LandmarkTrack
        {
            Points = points,
            Valid = [.. Enumerable.Range(0, frames).Select(frame => (byte)(valid(frame) ? 1 : 0))],
            Confidence = [.. Enumerable.Range(0, frames).Select(frame => valid(frame) ? 1f : 0)],
            Box = new float[frames * 4],
            Crop = new float[frames * 6],
            Timestamps = [.. Enumerable.Range(0, frames).Select(timestamp)],
            Width = 360,
            Height = 288,
            FrameRate = rate,
            Source = LandmarkTrack.KnownSource,
        };
    }

    /// <summary>A face around the origin, its outer eye corners 80 px apart, its mouth open by so many px.</summary>
    public static float[] Face(float opening)
    {
        float[] face = new float[FacePoints.Values];
        for (int i = 0; i <= 16; i++)
        {
            double angle = Math.PI * (1 - (i / 16.0));
            Set(i, 65 * Math.Cos(angle), (85 * Math.Sin(angle)) + (opening * 0.4 * Math.Sin(angle)));
        }
        for (int i = 0; i < 5; i++)
        {
            Set(17 + i, -50 + (10 * i), -25 - (i % 3));
            Set(22 + i, 10 + (10 * i), -25 - (i % 3));
            Set(31 + i, -10 + (5 * i), 35);
        }
        for (int i = 0; i < 4; i++)
        {
            Set(27 + i, 0, -5 + (10 * i));
        }
        for (int i = 0; i < 6; i++)
        {
            double angle = Math.PI + (i * Math.PI / 3);
            Set(36 + i, -25 + (15 * Math.Cos(angle)), 5 * Math.Sin(angle));
            Set(42 + i, 25 + (15 * Math.Cos(angle)), 5 * Math.Sin(angle));
        }
        for (int i = 0; i < 12; i++)
        {
            double angle = Math.PI + (i * Math.PI / 6);
            Set(48 + i, 28 * Math.Cos(angle), 58 + (9 * Math.Sin(angle)) + (Math.Sin(angle) > 0 ? opening : 0));
        }
        for (int i = 0; i < 8; i++)
        {
            double angle = Math.PI + (i * Math.PI / 4);
            Set(60 + i, 20 * Math.Cos(angle), 58 + (Math.Sin(angle) > 0.1 ? opening : 0) + Math.Sin(angle));
        }
        return face;

        void Set(int point, double x, double y) => (face[2 * point], face[(2 * point) + 1]) = ((float)x, (float)y);
    }

    private static double Loudness(double[] beats, double time) => 0.02 + (0.98 * Math.Min(1, beats.Sum(beat => Math.Exp(-Math.Pow((time - beat) / 0.08, 2)))));
}
