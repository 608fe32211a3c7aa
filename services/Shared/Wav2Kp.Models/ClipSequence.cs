using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;

namespace Wav2Kp.Models;

/// <summary>One clip as the network sees it: feature rows, the window of each frame, and the keypoints to predict.</summary>
internal sealed class ClipSequence
{
    // a frame's time may differ from the regular grid's by this much before it counts as between two frames, s
    private const double TimeTolerance = 2e-3;

    // frames further apart than this are not interpolated between: too much can happen meanwhile, s
    private const double LongestGap = 0.1;

    private ClipSequence(TrainingClip clip, FeatureFile features, int[] windowStart, float[] targets, bool[] valid)
    {
        Clip = clip;
        Features = features;
        WindowStart = windowStart;
        Targets = targets;
        Valid = valid;
    }

    /// <summary>The clip.</summary>
    public TrainingClip Clip { get; }

    /// <summary>Its speech features.</summary>
    public FeatureFile Features { get; }

    /// <summary>The first feature row of each frame's window.</summary>
    public int[] WindowStart { get; }

    /// <summary>Frames.</summary>
    public int Length => WindowStart.Length;

    /// <summary>Keypoints in the recipe's space, not standardised: [frames, 136]; zero where not valid.</summary>
    public float[] Targets { get; }

    /// <summary>Which frames have keypoints to learn from.</summary>
    public bool[] Valid { get; }

    /// <summary>Prepares a clip for a recipe.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="features">Its features.</param>
    /// <param name="track">Its keypoints.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="frameRate">The model's rate: frames at other times are interpolated onto it.</param>
    /// <param name="meanFace">The reference face of 'aligned' keypoints.</param>
    /// <exception cref="InputRejectedException">The clip is too short for the recipe's window.</exception>
    public static ClipSequence Create(TrainingClip clip, FeatureFile features, LandmarkTrack track, Recipe recipe, Rational frameRate, float[] meanFace) =>
        recipe.Keypoints.Space == KeypointSpace.Crop
            ? CreateInCrop(clip, features, track, recipe)
            : CreateAligned(clip, Heard(features, recipe), track, recipe, frameRate, meanFace);

    /// <summary>The features as the recipe's network hears them: their levels raised to its floor, if it has one.</summary>
    public static FeatureFile Heard(FeatureFile features, Recipe recipe) =>
        recipe.Window.Floor > WindowRecipe.NoFloor ? features.WithFloor(recipe.Window.Floor) : features;

    /// <summary>Speech alone, whose keypoints are to be predicted; its features as <see cref="Heard"/> gives them.</summary>
    public static ClipSequence ForPrediction(FeatureFile features, int[] windowStart) =>
        new(new TrainingClip("", "", "", ""), features, windowStart, new float[windowStart.Length * FacePoints.Values], new bool[windowStart.Length]);

    private static ClipSequence CreateAligned(TrainingClip clip, FeatureFile features, LandmarkTrack track, Recipe recipe, Rational frameRate, float[] meanFace)
    {
        const int size = FacePoints.Values;
        float[] aligned = new float[track.FrameCount * size];
        for (int frame = 0; frame < track.FrameCount; frame++)
        {
            if (track.Valid[frame] != 0)
            {
                ReadOnlySpan<float> points = track.Points.AsSpan(frame * size, size);
                FaceAlignment.ToReference(points, meanFace).Apply(points, aligned.AsSpan(frame * size, size));
            }
        }
        double rate = frameRate.Value;
        int frames = track.FrameCount == 0 ? 0 : 1 + (int)Math.Floor((track.Timestamps[^1] * rate) + (TimeTolerance * rate));
        float[] targets = new float[frames * size];
        bool[] valid = new bool[frames];
        TimeGrid grid = new(track.Timestamps, TimeTolerance);
        for (int frame = 0; frame < frames; frame++)
        {
            (int before, int after, double weight) = grid.At(frame / rate);
            if ((weight < 1 && track.Valid[before] == 0) || (weight > 0 && track.Valid[after] == 0)
                || (weight > 0 && track.Timestamps[after] - track.Timestamps[before] > LongestGap))
            {
                continue;
            }
            valid[frame] = true;
            for (int i = 0; i < size; i++)
            {
                double from = aligned[(before * size) + i], to = aligned[(after * size) + i];
                targets[(frame * size) + i] = (float)(from + (weight * (to - from)));
            }
        }
        return new ClipSequence(clip, features, WindowPlan.Of(recipe, frames, frameRate, features.RowsPerSecond), targets, valid);
    }

    private static ClipSequence CreateInCrop(TrainingClip clip, FeatureFile features, LandmarkTrack track, Recipe recipe)
    {
        const int size = FacePoints.Values;
        float[] cropped = new float[track.FrameCount * size];
        for (int frame = 0; frame < track.FrameCount; frame++)
        {
            if (track.Valid[frame] != 0)
            {
                ReadOnlySpan<float> points = track.Points.AsSpan(frame * size, size);
                SeedCrop.Around(points).ToCrop(points, cropped.AsSpan(frame * size, size));
            }
        }
        int factor = recipe.Keypoints.Upsample;
        int[] windows = WindowPlan.Proportional(track.FrameCount * factor, features.Rows, recipe.Window.Rows, clip.Name);
        (float[] targets, bool[] valid) = LinearUpsampling.Apply(cropped, track.Valid, size, factor, windows.Length);
        return new ClipSequence(clip, features, windows, targets, valid);
    }
}
