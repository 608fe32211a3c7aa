namespace Wav2Kp.Faces;

/// <summary>A face's box in a frame, in pixels.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Score">How sure the detector is, higher is surer; detectors differ in scale.</param>
/// <param name="Angle">The tilt in the picture's plane in radians, clockwise as seen; 0 where the detector tells none.</param>
public readonly record struct FaceBox(float X, float Y, float Width, float Height, float Score = 1, float Angle = 0)
{
    /// <summary>The middle in x.</summary>
    public float CentreX => X + (Width / 2);

    /// <summary>The middle in y.</summary>
    public float CentreY => Y + (Height / 2);

    /// <summary>The area in square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>The smallest box around points.</summary>
    /// <param name="points">x, y pairs, at least one.</param>
    public static FaceBox Around(ReadOnlySpan<float> points)
    {
        if (points.Length < 2)
        {
            throw new ArgumentException("A box needs at least one point.", nameof(points));
        }
        (float left, float top, float right, float bottom) = (points[0], points[1], points[0], points[1]);
        for (int i = 2; i + 1 < points.Length; i += 2)
        {
            (left, right) = (Math.Min(left, points[i]), Math.Max(right, points[i]));
            (top, bottom) = (Math.Min(top, points[i + 1]), Math.Max(bottom, points[i + 1]));
        }
        return new FaceBox(left, top, right - left, bottom - top);
    }

    /// <summary>The area that two boxes share over the area that either covers.</summary>
    public float Overlap(FaceBox other)
    {
        float width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        float height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        float shared = Math.Max(0, width) * Math.Max(0, height);
        return shared > 0 ? shared / (Area + other.Area - shared) : 0;
    }
}
