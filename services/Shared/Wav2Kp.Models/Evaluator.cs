using Wav2Kp.Faces;
using Wav2Kp.Speech;

namespace Wav2Kp.Models;

/// <summary>Measures a model on clips that it was not trained on.</summary>
public static class Evaluator
{
    /// <summary>Predicts every clip from its speech and compares with its keypoints, frame by frame.</summary>
    /// <param name="model">The model.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="cancellationToken">Looked at before each clip.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="progress">The share of the clips that is done.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or features have other parameters than the recipe's.</exception>
    public static EvaluationResult Evaluate(ModelPackage model, IReadOnlyList<TrainingClip> clips, CancellationToken cancellationToken = default, string device = "auto", IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(clips);
        List<ClipEvaluation> results = [];
        using KeypointPredictor predictor = new(model, device);
        for (int i = 0; i < clips.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TrainingClip clip = clips[i];
            (FeatureFile features, LandmarkTrack track) = KeypointTrainer.Read(clip, model.Recipe);
            if (track.ValidCount > 0)
            {
                results.Add(new ClipEvaluation(clip.Id, clip.Name,
                    Compare(track, predictor.PosedIn(predictor.PredictAt(features, track.Timestamps), track)),
                    // the pose's scale makes a still mouth seem to breathe: its correlation means nothing
                    Compare(track, StillFace(model, track)) with { MouthCorrelation = double.NaN }));
            }
            progress?.Report((i + 1.0) / clips.Count);
        }
        return new EvaluationResult(KeypointMetrics.Mean(results.Select(clip => clip.Model)), KeypointMetrics.Mean(results.Select(clip => clip.Baseline)), results);
    }

    private static KeypointMetrics Compare(LandmarkTrack track, float[] posed) => KeypointMetrics.Compare(track.Points, posed, track.Valid);

    // the same for every recipe, whatever space it predicts in: the mean face, laid on each frame's stable points
    private static float[] StillFace(ModelPackage model, LandmarkTrack track)
    {
        float[] posed = new float[track.Points.Length];
        for (int frame = 0; frame < track.FrameCount; frame++)
        {
            if (track.Valid[frame] != 0)
            {
                FaceAlignment.ToReference(track.PointsOf(frame), model.MeanFace).Inverse().Apply(model.MeanFace, posed.AsSpan(frame * FacePoints.Values, FacePoints.Values));
            }
        }
        return posed;
    }
}
