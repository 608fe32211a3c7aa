namespace FFMpegCore;

/// <summary>Something that carries metadata tags.</summary>
public interface ITagsContainer
{
    /// <summary>The tags by name, whatever the case; null when there are none.</summary>
    Dictionary<string, string>? Tags { get; set; }
}
