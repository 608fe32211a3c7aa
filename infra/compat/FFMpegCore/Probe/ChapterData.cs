namespace FFMpegCore.Builders.MetaData;

/// <summary>A chapter.</summary>
public class ChapterData(string title, TimeSpan start, TimeSpan end)
{
    /// <summary>Its title.</summary>
    public string Title { get; } = title;

    /// <summary>Where it starts.</summary>
    public TimeSpan Start { get; } = start;

    /// <summary>Where it ends.</summary>
    public TimeSpan End { get; } = end;

    /// <summary>How long it is.</summary>
    public TimeSpan Duration => End - Start;
}
