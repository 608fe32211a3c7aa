namespace Wav2Kp.Catalog;

/// <summary>A tag of a run: whatever its owner wants to find it by.</summary>
public sealed class RunTag
{
    /// <summary>The run.</summary>
    public Guid RunId { get; set; }

    /// <summary>The tag's name.</summary>
    public required string Key { get; set; }

    /// <summary>Its value; may be empty.</summary>
    public required string Value { get; set; }
}
