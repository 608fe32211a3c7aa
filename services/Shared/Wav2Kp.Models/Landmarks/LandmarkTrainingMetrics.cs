namespace Wav2Kp.Models.Landmarks;

/// <summary>The keys of the figures that a landmark training reports, beside those of <see cref="TrainingMetrics"/>.</summary>
public static class LandmarkTrainingMetrics
{
    /// <summary>The mean error over the validation faces of the first set, over the distance between the outer corners of the eyes.</summary>
    public const string ValidationError = "val_nme";

    /// <summary>Share of them above 0.08.</summary>
    public const string ValidationFailures = "val_failures";

    /// <summary>Pictures trained on per second in an epoch.</summary>
    public const string PicturesPerSecond = "pictures_per_second";
}
