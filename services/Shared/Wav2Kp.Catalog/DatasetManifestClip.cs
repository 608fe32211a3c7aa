namespace Wav2Kp.Catalog;

/// <summary>A clip of a dataset version, with the very files that it was made from.</summary>
/// <param name="ClipId">The clip.</param>
/// <param name="Name">Its name.</param>
/// <param name="Split"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="FeaturesKey">Object key of its features.</param>
/// <param name="LandmarksKey">Object key of its keypoints.</param>
/// <param name="FeaturesHash">Hash of its features' artifact.</param>
/// <param name="LandmarksHash">Hash of its keypoints' artifact.</param>
/// <param name="Frames">How many frames it has.</param>
/// <param name="ValidFrames">How many of them show a face.</param>
public sealed record DatasetManifestClip(
    Guid ClipId, string Name, string Split, string FeaturesKey, string LandmarksKey, string FeaturesHash, string LandmarksHash,
    long Frames = 0, long ValidFrames = 0)
{
    /// <summary>Its length; null where it is not known.</summary>
    public double? Seconds { get; init; }

    /// <summary>Who speaks.</summary>
    public string? Speaker { get; init; }

    /// <summary>Frames with a face that training does not use; null where they were not counted.</summary>
    public long? Flagged { get; init; }

    /// <summary>Hashes of its other artifacts by kind.</summary>
    public IReadOnlyDictionary<string, string>? Others { get; init; }
}
