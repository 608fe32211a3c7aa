namespace Wav2Kp.Models;

/// <summary>The coordinates that a network predicts keypoints in.</summary>
public enum KeypointSpace
{
    /// <summary>
    /// Every frame's points brought onto the training set's mean face by the similarity transform that fits the stable
    /// points (eyes' corners, nose bridge) best: head motion is taken out. Unit: the mean face's distance between the
    /// outer eye corners; origin: the centre of its stable points.
    /// </summary>
    Aligned,

    /// <summary>As published with WAV2KP: pixels of the frame's 256 x 256 crop, divided by 256.</summary>
    Crop,
}
