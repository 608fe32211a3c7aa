using System.Numerics;
using OpenCvSharp;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>What is behind a face: a wall, a room out of focus, a pattern, and the shoulders.</summary>
internal static class Backdrop
{
    /// <summary>Paints it.</summary>
    /// <returns>8-bit blue, green, red of the view's size.</returns>
    public static Mat Paint(RandomSequence random, FacePerson person, View view)
    {
        int size = view.Size;
        Mat picture = new(size, size, MatType.CV_8UC3, Colour(random));
        Gradient(random, picture);
        int things = random.Next() < 0.25f ? 0 : random.Next(24);
        for (int i = 0; i < things; i++)
        {
            Point at = new(random.Next(size), random.Next(size));
            Scalar colour = Colour(random);
            int reach = (int)(size * random.Next(0.03f, 0.5f));
            switch (random.Next(4))
            {
                case 0:
                    Cv2.Rectangle(picture, new Rect(at.X - (reach / 2), at.Y - (reach / 2), Math.Max(1, (int)(reach * random.Next(0.2f, 2f))), Math.Max(1, reach)), colour, -1);
                    break;
                case 1:
                    Cv2.Ellipse(picture, at, new Size(Math.Max(1, (int)(reach * random.Next(0.2f, 1f))), Math.Max(1, reach / 2)), random.Next(0, 180f), 0, 360, colour, -1, LineTypes.AntiAlias);
                    break;
                case 2:
                    Cv2.Line(picture, at, new Point(random.Next(size), random.Next(size)), colour, 1 + random.Next(size / 14), LineTypes.AntiAlias);
                    break;
                default:
                    // books, panes, stripes
                    int step = Math.Max(2, reach / 6), thickness = Math.Max(1, (int)(step * random.Next(0.2f, 0.8f)));
                    bool upright = random.Next(2) == 0;
                    for (int k = 0; k < 8; k++)
                    {
                        Rect bar = upright ? new Rect(at.X + (k * step), at.Y, thickness, Math.Max(1, reach)) : new Rect(at.X, at.Y + (k * step), Math.Max(1, reach), thickness);
                        Cv2.Rectangle(picture, bar, colour, -1);
                    }
                    break;
            }
        }
        float blur = random.Next() < 0.3f ? 0 : size * random.Next(0.002f, 0.05f);
        if (blur > 0.5f)
        {
            Cv2.GaussianBlur(picture, picture, new Size(0, 0), blur);
        }
        Shoulders(random, person, view, picture);
        return picture;
    }

    private static void Gradient(RandomSequence random, Mat picture)
    {
        using Mat corners = new(2, 2, MatType.CV_8UC3);
        for (int i = 0; i < 4; i++)
        {
            Scalar colour = Colour(random);
            corners.Set(i / 2, i % 2, new Vec3b((byte)colour.Val0, (byte)colour.Val1, (byte)colour.Val2));
        }
        using Mat full = new();
        Cv2.Resize(corners, full, picture.Size(), 0, 0, InterpolationFlags.Linear);
        Cv2.AddWeighted(full, random.Next(0.1f, 0.7f), picture, 0.5, 0, picture);
    }

    private static void Shoulders(RandomSequence random, FacePerson person, View view, Mat picture)
    {
        // they do not turn with the head
        Vector2 neck = view.Place(view.Pose.Apply(new Vector3(0, -12, 0)));
        float unit = view.Scale, tilt = random.Next(-0.08f, 0.08f);
        float broad = random.Next(17, 22), slope = random.Next(4, 8);
        Point At(float x, float y) => new((int)(neck.X + (unit * (x + (tilt * y)))), (int)(neck.Y + (unit * (y - (tilt * x)))));
        Point[] body = [At(-5.5f, -1.5f), At(-9, slope * 0.45f), At(-broad, slope), At(-broad - 3, 40), At(broad + 3, 40), At(broad, slope), At(9, slope * 0.45f), At(5.5f, -1.5f), At(0, 2)];
        Vector3 cloth = person.Clothes;
        Cv2.FillPoly(picture, [body], Display(cloth * 0.8f), LineTypes.AntiAlias);
        if (random.Next() < 0.45f)
        {
            // a shirt under a jacket, and a tie
            Cv2.FillPoly(picture, [[At(-5, -1), At(0, random.Next(9, 20)), At(5, -1), At(0, 2)]], Display(new Vector3(random.Next(0.3f, 0.9f))), LineTypes.AntiAlias);
            if (random.Next() < 0.5f)
            {
                Cv2.FillPoly(picture, [[At(-1.2f, 2), At(1.2f, 2), At(1.8f, 14), At(-1.8f, 14)]], Display(new Vector3(random.Next(0, 0.5f), random.Next(0, 0.3f), random.Next(0, 0.5f))), LineTypes.AntiAlias);
            }
        }
        // the neck behind the head's own
        Cv2.FillPoly(picture, [[At(-5, -6), At(-5.5f, 0), At(0, 2.5f), At(5.5f, 0), At(5, -6)]], Display(person.Skin * random.Next(0.3f, 0.7f)), LineTypes.AntiAlias);
    }

    /// <summary>A linear colour as displayed.</summary>
    public static Scalar Display(Vector3 linear) => new(Display(linear.Z), Display(linear.Y), Display(linear.X));

    private static double Display(float value) => 255 * Math.Pow(Math.Clamp(value, 0, 1), 1 / 2.2);

    private static Scalar Colour(RandomSequence random)
    {
        float grey = random.Next(0, 255), vivid = random.Next() < 0.5f ? random.Next(0, 40f) : random.Next(0, 140f);
        double Channel() => Math.Clamp(grey + (vivid * random.Next(-1, 1f)), 0, 255);
        return new Scalar(Channel(), Channel(), Channel());
    }
}
