namespace Wav2Kp.Models;

/// <summary>What the network predicts.</summary>
public sealed record KeypointRecipe
{
    /// <summary>The coordinates.</summary>
    public KeypointSpace Space { get; init; } = KeypointSpace.Aligned;

    /// <summary>Whether features and keypoints are standardised by mean and deviation over the training split.</summary>
    public bool Standardise { get; init; } = true;

    /// <summary>Rows of keypoints per video frame, by linear interpolation (the published WAV2KP: 3). Only with 'crop'.</summary>
    public int Upsample { get; init; } = 1;

    /// <summary>Whether frames whose face is flagged (<see cref="Faces.FrameFlags"/>) are left out, as those without a face are.</summary>
    public bool MaskFlagged { get; init; } = true;

    internal void Validate()
    {
        RecipeException.Require(Upsample is >= 1 and <= 16, "keypoints.upsample", Upsample, "between 1 and 16");
        RecipeException.Require(Upsample == 1 || Space == KeypointSpace.Crop, "keypoints.upsample", Upsample, "1 with 'aligned' keypoints", "keypoints.space");
        RecipeException.Require(!Standardise || Space == KeypointSpace.Aligned, "keypoints.standardise", Standardise, "false with 'crop' keypoints, which are used as they are", "keypoints.space");
    }
}
