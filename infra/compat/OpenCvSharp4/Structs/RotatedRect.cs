namespace OpenCvSharp;

/// <summary>A rectangle that is turned about its centre.</summary>
public record struct RotatedRect(Point2f Center, Size2f Size, float Angle)
{
    /// <summary>Centre.</summary>
    public Point2f Center = Center;

    /// <summary>Width and height before it is turned.</summary>
    public Size2f Size = Size;

    /// <summary>Degrees, clockwise.</summary>
    public float Angle = Angle;

    /// <summary>The four corners: bottom left, top left, top right, bottom right before it is turned.</summary>
    public readonly Point2f[] Points()
    {
        double angle = Angle * Math.PI / 180;
        float b = (float)Math.Cos(angle) * 0.5f;
        float a = (float)Math.Sin(angle) * 0.5f;
        var bottomLeft = new Point2f(Center.X - (a * Size.Height) - (b * Size.Width), Center.Y + (b * Size.Height) - (a * Size.Width));
        var topLeft = new Point2f(Center.X + (a * Size.Height) - (b * Size.Width), Center.Y - (b * Size.Height) - (a * Size.Width));
        return
        [
            bottomLeft,
            topLeft,
            new Point2f((2 * Center.X) - bottomLeft.X, (2 * Center.Y) - bottomLeft.Y),
            new Point2f((2 * Center.X) - topLeft.X, (2 * Center.Y) - topLeft.Y),
        ];
    }
}
