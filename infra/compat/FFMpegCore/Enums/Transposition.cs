namespace FFMpegCore.Enums;

/// <summary>Quarter turns (<c>transpose</c>).</summary>
public enum Transposition
{
    /// <summary>90° counter-clockwise, then flipped vertically.</summary>
    CounterClockwise90VerticalFlip = 0,

    /// <summary>90° clockwise.</summary>
    Clockwise90 = 1,

    /// <summary>90° counter-clockwise.</summary>
    CounterClockwise90 = 2,

    /// <summary>90° clockwise, then flipped vertically.</summary>
    Clockwise90VerticalFlip = 3,
}
