using Wav2Kp.Faces;
using Wav2Kp.Models;
using Wav2Kp.Speech;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>Training clips with the real sound of the clips and made-up points: what the points are makes no difference to the time.</summary>
internal static class SpokenClips
{
    /// <summary>Frames of a clip: with three rows of keypoints each, 224 in a sequence, as the peer has.</summary>
    public const int Frames = 75;

    private const int Rate = 25, Width = 360, Height = 288;

    public static async Task<TrainingClip[]> MakeAsync(StageContext context, int count, CancellationToken cancellationToken)
    {
        float[][] audio = await context.AudioAsync(cancellationToken);
        TrainingClip[] clips = new TrainingClip[count];
        for (int i = 0; i < count; i++)
        {
            string name = $"spoken-{i:0000}", path = Path.Combine(context.WorkFolder, name);
            clips[i] = new TrainingClip(name, name, path + ".features.safetensors", path + ".landmarks.safetensors");
            FeatureFile.Compute(audio[i % audio.Length], new FeatureParameters(), cancellationToken).Save(clips[i].FeaturesPath);
            Track(new Random(i)).Save(clips[i].LandmarksPath);
        }
        return clips;
    }

    /// <summary>68 points about the middle of the picture, spread like a face's and trembling.</summary>
    public static LandmarkTrack Track(Random random)
    {
        float[] points = new float[Frames * FacePoints.Values], face = new float[FacePoints.Values];
        for (int i = 0; i < FacePoints.Count; i++)
        {
            double angle = 2 * Math.PI * i / FacePoints.Count;
            (face[2 * i], face[(2 * i) + 1]) = ((float)((Width / 2) + (60 * Math.Cos(3 * angle))), (float)((Height / 2) + (70 * Math.Sin(5 * angle))));
        }
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = face[i % FacePoints.Values] + (2 * random.NextSingle());
        }
        return new LandmarkTrack
        {
            Points = points,
            Valid = [.. Enumerable.Repeat((byte)1, Frames)],
            Confidence = [.. Enumerable.Repeat(1f, Frames)],
            Box = new float[Frames * 4],
            Crop = new float[Frames * 6],
            Timestamps = [.. Enumerable.Range(0, Frames).Select(frame => frame / (double)Rate)],
            Width = Width,
            Height = Height,
            FrameRate = Rate,
            Source = LandmarkTrack.KnownSource,
        };
    }
}
