namespace Wav2Kp.Models;

/// <summary>One clip's files for training or evaluation.</summary>
/// <param name="Id">Its identifier, recorded with the model.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="FeaturesPath">The speech features (<see cref="Speech.FeatureFile"/>).</param>
/// <param name="LandmarksPath">The keypoints (<see cref="Faces.LandmarkTrack"/>).</param>
public sealed record TrainingClip(string Id, string Name, string FeaturesPath, string LandmarksPath);
