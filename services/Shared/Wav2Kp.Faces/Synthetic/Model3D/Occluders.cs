using System.Numerics;
using OpenCvSharp;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>What hides parts of a face: glasses, a microphone, a hand, something in front.</summary>
internal static class Occluders
{
    /// <summary>Draws some or none.</summary>
    /// <param name="random">Where the chance comes from.</param>
    /// <param name="person">Whose face it is.</param>
    /// <param name="mesh">The model.</param>
    /// <param name="vertices">The head's vertices before its pose.</param>
    /// <param name="view">How they are seen.</param>
    /// <param name="picture">Is drawn on.</param>
    /// <param name="hidden">Receives 255 where the face is hidden.</param>
    public static void Draw(RandomSequence random, FacePerson person, FaceMesh mesh, Vector3[] vertices, View view, Mat picture, Mat hidden)
    {
        if (random.Next() < 0.22f)
        {
            Glasses(random, mesh, vertices, view, picture, hidden);
        }
        Vector2 chin = Seen(mesh, vertices, view, FacePoints.Chin), mouth = Seen(mesh, vertices, view, FacePoints.InnerLipBottom);
        float unit = view.Scale;
        if (random.Next() < 0.08f)
        {
            Microphone(random, Vector2.Lerp(mouth, chin, random.Next(0.2f, 1.5f)) + new Vector2(random.Next(-4, 4f) * unit, random.Next(0, 2f) * unit), unit, picture, hidden);
        }
        if (random.Next() < 0.07f)
        {
            Hand(random, person, chin, unit, picture, hidden);
        }
        if (random.Next() < 0.05f)
        {
            // an arm, a cup, a neighbour's head, a caption
            int size = view.Size;
            Scalar colour = Backdrop.Display(new Vector3(random.Next(), random.Next(), random.Next()));
            Point at = new(random.Next(size), random.Next(size));
            if (random.Next(2) == 0)
            {
                Rect bar = new(0, (int)(size * random.Next(0.72f, 0.95f)), size, size);
                Cv2.Rectangle(picture, bar, colour, -1);
                Cv2.Rectangle(hidden, bar, Scalar.All(255), -1);
            }
            else
            {
                Size reach = new((int)(size * random.Next(0.03f, 0.14f)), (int)(size * random.Next(0.03f, 0.14f)));
                Cv2.Ellipse(picture, at, reach, random.Next(0, 180f), 0, 360, colour, -1, LineTypes.AntiAlias);
                Cv2.Ellipse(hidden, at, reach, random.Next(0, 180f), 0, 360, Scalar.All(255), -1);
            }
        }
    }

    private static Vector2 Seen(FaceMesh mesh, Vector3[] vertices, View view, int point) => view.Place(view.Pose.Apply(vertices[mesh.Landmarks[point]]));

    private static Point Pixel(Vector2 place) => new((int)MathF.Round(place.X), (int)MathF.Round(place.Y));

    private static void Glasses(RandomSequence random, FaceMesh mesh, Vector3[] vertices, View view, Mat picture, Mat hidden)
    {
        Vector3 At(int point) => vertices[mesh.Landmarks[point]];
        float ahead = random.Next(0.9f, 1.6f), width = random.Next(1.9f, 2.7f), height = random.Next(1.3f, 2.4f), square = random.Next(2f, 5f), drop = random.Next(-0.2f, 0.6f);
        bool dark = random.Next() < 0.25f;
        double opacity = dark ? random.Next(0.7f, 1f) : random.Next(0, 0.12f);
        Scalar frame = Backdrop.Display(random.Next() < 0.6f ? new Vector3(random.Next(0, 0.04f)) : new Vector3(random.Next(0, 0.5f), random.Next(0, 0.4f), random.Next(0, 0.3f)));
        int thickness = Math.Max(1, (int)MathF.Round(view.Scale * random.Next(0.12f, 0.5f)));
        Point[][] lenses = new Point[2][];
        Vector3[] outer = new Vector3[2], inner = new Vector3[2];
        for (int eye = 0; eye < 2; eye++)
        {
            Vector3 middle = (At(eye == 0 ? 36 : 42) + At(eye == 0 ? 39 : 45)) / 2;
            middle.Z = Math.Max(At(27).Z, middle.Z + 1) + ahead - 0.6f;
            middle.Y -= drop;
            lenses[eye] = new Point[28];
            for (int k = 0; k < lenses[eye].Length; k++)
            {
                float angle = 2 * MathF.PI * k / lenses[eye].Length;
                (float sine, float cosine) = MathF.SinCos(angle);
                // a superellipse, bent back outwards
                float x = width * MathF.Sign(cosine) * MathF.Pow(MathF.Abs(cosine), 2 / square), y = height * MathF.Sign(sine) * MathF.Pow(MathF.Abs(sine), 2 / square);
                lenses[eye][k] = Pixel(view.Place(view.Pose.Apply(middle + new Vector3(x, y, -0.06f * (middle.X + x) * (middle.X + x) / 4))));
            }
            float sign = eye == 0 ? -1 : 1;
            outer[eye] = middle + new Vector3(sign * width, 0.5f, -0.06f * (MathF.Abs(middle.X) + width) * (MathF.Abs(middle.X) + width) / 4);
            inner[eye] = middle + new Vector3(-sign * width, 0.3f, 0);
        }
        // the temple on the far side is behind the head
        int near = view.Pose.Yaw > 0 ? 0 : 1;
        for (int eye = 0; eye < 2; eye++)
        {
            if (eye == near || MathF.Abs(view.Pose.Yaw) < 0.15f)
            {
                Vector3 ear = At(eye == 0 ? 0 : 16) + new Vector3(eye == 0 ? -0.3f : 0.3f, 0.8f, -0.5f);
                Cv2.Line(picture, Pixel(view.Place(view.Pose.Apply(outer[eye]))), Pixel(view.Place(view.Pose.Apply(ear))), frame, thickness, LineTypes.AntiAlias);
            }
        }
        using (Mat shaded = picture.Clone())
        {
            Scalar tint = dark ? Backdrop.Display(new Vector3(random.Next(0, 0.03f), random.Next(0, 0.02f), random.Next(0, 0.02f))) : Scalar.All(random.Next(120, 255f));
            Cv2.FillPoly(shaded, lenses, tint, LineTypes.AntiAlias);
            Cv2.AddWeighted(shaded, opacity, picture, 1 - opacity, 0, picture);
            if (dark)
            {
                Cv2.FillPoly(hidden, lenses, Scalar.All(255));
            }
        }
        if (dark || random.Next() < 0.85f)
        {
            Cv2.Polylines(picture, lenses, true, frame, thickness, LineTypes.AntiAlias);
        }
        Cv2.Line(picture, Pixel(view.Place(view.Pose.Apply(inner[0]))), Pixel(view.Place(view.Pose.Apply(inner[1]))), frame, thickness, LineTypes.AntiAlias);
        if (random.Next() < 0.35f)
        {
            // a window's reflection
            Point a = lenses[random.Next(2)][random.Next(28)];
            Cv2.Ellipse(picture, a, new Size(Math.Max(1, (int)(view.Scale * 0.7f)), Math.Max(1, (int)(view.Scale * 0.25f))), random.Next(0, 180f), 0, 360, Scalar.All(235), -1, LineTypes.AntiAlias);
        }
    }

    private static void Microphone(RandomSequence random, Vector2 head, float unit, Mat picture, Mat hidden)
    {
        float radius = unit * random.Next(1.2f, 2.6f), lean = random.Next(-0.6f, 0.6f), grey = random.Next(8, 90f);
        Point top = Pixel(head), foot = Pixel(head + new Vector2(lean * 22 * unit, 22 * unit));
        int stick = Math.Max(2, (int)(radius * random.Next(0.7f, 1.3f)));
        foreach ((Mat mat, bool mask) in ((Mat, bool)[])[(picture, false), (hidden, true)])
        {
            Cv2.Line(mat, top, foot, Scalar.All(mask ? 255 : grey * 0.7), stick, LineTypes.AntiAlias);
            Cv2.Circle(mat, top, (int)radius, Scalar.All(mask ? 255 : grey), -1, LineTypes.AntiAlias);
        }
        Cv2.Circle(picture, Pixel(head - new Vector2(radius * 0.3f)), Math.Max(1, (int)(radius * 0.4f)), Scalar.All(grey + 30), -1, LineTypes.AntiAlias);
    }

    private static void Hand(RandomSequence random, FacePerson person, Vector2 chin, float unit, Mat picture, Mat hidden)
    {
        float side = random.Next(2) == 0 ? -1 : 1;
        Vector2 palm = chin + (new Vector2(side * random.Next(1, 8f), random.Next(-1, 6f)) * unit);
        Vector2 along = Vector2.Normalize(new Vector2(-side * random.Next(-0.3f, 1f), -1));
        Vector2 across = new(-along.Y, along.X);
        float shade = random.Next(0.5f, 1f);
        Scalar skin = Backdrop.Display(person.Skin * shade), edge = Backdrop.Display(person.Skin * shade * 0.55f);
        int finger = Math.Max(2, (int)(unit * 1.6f));
        foreach ((Mat mat, bool mask) in ((Mat, bool)[])[(hidden, true), (picture, false)])
        {
            RandomSequence same = new(person.Seed, 3);
            Scalar fill = mask ? Scalar.All(255) : skin;
            Cv2.Line(mat, Pixel(palm), Pixel(palm - (along * unit * 25) + (across * unit * side * 5)), fill, (int)(unit * 6), LineTypes.AntiAlias);
            Cv2.Ellipse(mat, Pixel(palm), new Size((int)(unit * 4), (int)(unit * 4.5f)), 0, 0, 360, fill, -1, LineTypes.AntiAlias);
            for (int k = 0; k < 4; k++)
            {
                Vector2 root = palm + (across * unit * ((k - 1.5f) * 1.9f)) + (along * unit * 2.5f);
                Vector2 tip = root + ((along + (across * (k - 1.5f) * 0.08f)) * unit * same.Next(3f, 7f));
                if (!mask)
                {
                    Cv2.Line(mat, Pixel(root), Pixel(tip), edge, finger + Math.Max(2, finger / 4), LineTypes.AntiAlias);
                }
                Cv2.Line(mat, Pixel(root), Pixel(tip), fill, finger, LineTypes.AntiAlias);
            }
        }
    }
}
