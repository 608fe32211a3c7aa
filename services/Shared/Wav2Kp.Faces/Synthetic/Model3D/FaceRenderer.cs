using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Wav2Kp.Faces.Pictures;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>
/// Pictures of people who do not exist: a morphable head (<see cref="FaceMesh"/>) of random identity, expression, pose, skin,
/// hair and light, before a random background, worn by camera and compression. The 68 points are exact. The same seed and
/// index make the same picture.
/// </summary>
internal sealed class FaceRenderer(FaceMesh mesh)
{
    // the shading is done at this many pixels for each of the picture
    private const float Supersampling = 1.5f;

    private const int ShadowResolution = 176;

    // places this much nearer to the camera than a point hide it, centimetres
    private const float HiddenBy = 0.55f;

    private static readonly byte[] s_encode = EncodeTable();

    /// <summary>Makes a picture.</summary>
    /// <param name="seed">Chooses the set.</param>
    /// <param name="index">Which picture of it.</param>
    /// <param name="size">The picture's width and height, px.</param>
    /// <param name="jpeg">The picture's file.</param>
    public LabelledPicture Render(int seed, int index, int size, out byte[] jpeg)
    {
        RandomSequence random = new(seed, index, 0x1C7);
        FacePerson person = new(random, mesh.Identities);
        float gazeX = Math.Clamp(0.16f * FacePerson.Gaussian(random), -0.5f, 0.5f), gazeY = Math.Clamp(0.10f * FacePerson.Gaussian(random), -0.35f, 0.35f);
        Vector3[] vertices = mesh.Shape(person.Identity, FaceExpressions.Random(random, gazeX, gazeY));
        for (int i = 0; i < vertices.Length; i++)
        {
            vertices[i] *= person.Stretch;
        }
        HeadPose pose = HeadPose.Random(random);

        // the points first: they say where the picture is cut
        Vector3[] posed = pose.Apply(vertices);
        Vector2[] points = Points(posed, pose);
        FaceBox box = FaceBox.Around(MemoryMarshal.Cast<Vector2, float>(points));
        float side = FacePictureCrop.SideOverBox * Math.Max(box.Width, box.Height) * random.Next(0.97f, 1.05f);
        float scale = size / side;
        Vector2 shift = new Vector2((size - 1) / 2f) - (new Vector2(box.CentreX + (side * random.Next(-0.02f, 0.02f)), box.CentreY + (side * random.Next(-0.02f, 0.02f))) * scale);
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = (points[i] * scale) + shift;
        }
        int fine = (int)MathF.Round(size * Supersampling);
        float ratio = (float)fine / size;
        View view = new(pose, scale * ratio, ((shift + new Vector2(0.5f)) * ratio) - new Vector2(0.5f), fine);

        using Mat picture = Backdrop.Paint(random, person, view);
        float[] depth = Shade(picture, random, person, vertices, posed, view, gazeX, gazeY);
        using Mat hidden = new(fine, fine, MatType.CV_8UC1, Scalar.All(0));
        Occluders.Draw(random, person, mesh, vertices, view, picture, hidden);
        byte[] visible = Visible(points, posed, view, depth, hidden, ratio, size);
        using Mat cut = new();
        Cv2.Resize(picture, cut, new Size(size, size), 0, 0, InterpolationFlags.Area);
        jpeg = PictureWear.Wear(random, cut);
        return new LabelledPicture
        {
            Image = $"ict{seed}-{index:000000}_0.jpg",
            Points = MemoryMarshal.Cast<Vector2, float>(points).ToArray(),
            Visible = visible,
            Source = "ict",
        };
    }

    // the points at a scale of one, the jaw's where the head's outline is seen
    internal Vector2[] Points(Vector3[] posed, HeadPose pose)
    {
        Vector2[] points = [.. mesh.Landmarks.Select(v => pose.Project(posed[v]))];
        // which way is outwards for a jaw point: away from the mouth, turned with the head's roll alone
        (float sine, float cosine) = MathF.SinCos(pose.Roll);
        Vector3 middle = mesh.Neutral[mesh.Landmarks[FacePoints.NoseTip]];
        for (int i = 0; i < mesh.Contours.Length; i++)
        {
            Vector3 start = mesh.Neutral[mesh.Landmarks[i]] - middle;
            Vector2 outwards = Vector2.Normalize(new Vector2(start.X, -start.Y));
            outwards = new Vector2((cosine * outwards.X) + (sine * outwards.Y), (cosine * outwards.Y) - (sine * outwards.X));
            float furthest = float.NegativeInfinity;
            foreach (SurfacePoint place in mesh.Contours[i])
            {
                Vector2 seen = pose.Project(place.At(posed));
                float reach = Vector2.Dot(seen, outwards);
                if (reach > furthest)
                {
                    (furthest, points[i]) = (reach, seen);
                }
            }
        }
        return points;
    }

    private byte[] Visible(Vector2[] points, Vector3[] posed, View view, float[] depth, Mat hidden, float ratio, int size)
    {
        byte[] visible = new byte[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            Vector2 place = ((points[i] + new Vector2(0.5f)) * ratio) - new Vector2(0.5f);
            int x = (int)MathF.Round(place.X), y = (int)MathF.Round(place.Y);
            if (points[i].X < 0 || points[i].Y < 0 || points[i].X > size - 1 || points[i].Y > size - 1 || x < 0 || y < 0 || x >= view.Size || y >= view.Size)
            {
                continue;
            }
            if (hidden.Get<byte>(y, x) != 0)
            {
                continue;
            }
            // the contour lies on the very edge, so the nearest of the pixels about it decides for the mesh's own points
            float own = view.Pose.Nearness(posed[mesh.Landmarks[i]]);
            if (i < mesh.Contours.Length)
            {
                own = mesh.Contours[i].Max(place => view.Pose.Nearness(place.At(posed)));
            }
            float nearest = float.PositiveInfinity;
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    int at = (Math.Clamp(y + dy, 0, view.Size - 1) * view.Size) + Math.Clamp(x + dx, 0, view.Size - 1);
                    nearest = Math.Min(nearest, depth[at]);
                }
            }
            // nearness is one over the distance
            visible[i] = float.IsNegativeInfinity(nearest) || (1 / own) - (1 / nearest) < HiddenBy ? (byte)1 : (byte)0;
        }
        return visible;
    }

    private float[] Shade(Mat picture, RandomSequence random, FacePerson person, Vector3[] vertices, Vector3[] posed, View view, float gazeX, float gazeY)
    {
        HeadSurface surface = new(mesh, person, random);
        SceneLight light = new(random);
        float iris = random.Next(0.88f, 1.1f), pupil = random.Next(0.25f, 0.55f);
        float exposure = random.Next(0.55f, 1.05f) / MathF.Max(0.5f, 0.4f + (0.6f * Luminance(person.Skin)));

        Hairdo hair = new(mesh, person, vertices, view.Pose, random);
        Vector3[] shape = hair.Vertices;
        Vector3[] normals = MeshNormals.Of(shape, hair.Triangles);
        Vector3[] screen = new Vector3[shape.Length];
        for (int v = 0; v < shape.Length; v++)
        {
            Vector2 at = view.Place(shape[v]);
            screen[v] = new Vector3(at, view.Pose.Nearness(shape[v]));
        }
        int size = view.Size;
        float[] depth = new float[size * size];
        int[] owners = new int[size * size];
        Array.Fill(depth, float.NegativeInfinity);
        Rasterizer.Draw(screen, hair.Triangles, size, size, depth, owners, downwards: true);
        ShadowMap? shadows = light.Shadow > 0 ? new ShadowMap(shape, hair.Triangles, light.Key, ShadowResolution) : null;

        Vector3 gaze = Vector3.Normalize(new Vector3(MathF.Sin(gazeX), MathF.Sin(gazeY), 1));
        Vector3 leftGaze = view.Pose.Turn(Vector3.Normalize(gaze + new Vector3(-0.03f, 0, 0))), rightGaze = view.Pose.Turn(Vector3.Normalize(gaze + new Vector3(0.03f, 0, 0)));
        Vector3 leftEye = Middle(posed, mesh.LeftEye), rightEye = Middle(posed, mesh.RightEye);
        Span<byte> bgr = picture.AsSpan<byte>();
        for (int at = 0; at < depth.Length; at++)
        {
            if (float.IsNegativeInfinity(depth[at]))
            {
                continue;
            }
            int t = owners[at];
            (int a, int b, int c) = (hair.Triangles[t], hair.Triangles[t + 1], hair.Triangles[t + 2]);
            (float wa, float wb, float wc) = Weights(screen[a], screen[b], screen[c], at % size, at / size);
            Vector3 place = (hair.Places[a] * wa) + (hair.Places[b] * wb) + (hair.Places[c] * wc);
            Vector3 normal = Vector3.Normalize((normals[a] * wa) + (normals[b] * wb) + (normals[c] * wc));
            Vector3 world = (shape[a] * wa) + (shape[b] * wb) + (shape[c] * wc);
            float ambient = (hair.Ambient[a] * wa) + (hair.Ambient[b] * wb) + (hair.Ambient[c] * wc);
            FacePart part = hair.Parts[a];
            float gloss, sharpness;
            Vector3 albedo;
            if (part is FacePart.LeftEye or FacePart.RightEye)
            {
                bool left = part == FacePart.LeftEye;
                albedo = surface.Eye(Vector3.Normalize(world - (left ? leftEye : rightEye)), left ? leftGaze : rightGaze, iris, pupil);
                (gloss, sharpness) = (0.9f, 120);
                ambient = 0.15f + (0.85f * ambient);
            }
            else
            {
                float covered = (hair.Hair[a] * wa) + (hair.Hair[b] * wb) + (hair.Hair[c] * wc);
                albedo = surface.Albedo(part, place, covered, 1 / (view.Scale * depth[at]), out gloss, out sharpness, out Vector3 bump);
                if (bump != default)
                {
                    normal = Vector3.Normalize(normal + view.Pose.Turn(bump));
                }
            }
            float shadow = shadows is null ? 1 : 1 - (light.Shadow * (1 - shadows.Light(world + (normal * 0.25f))));
            Vector3 lit = Lit(albedo, normal, Vector3.Normalize(view.Pose.Camera - world), light, ambient, shadow, gloss, sharpness, part is FacePart.Face or FacePart.Head);
            lit *= exposure;
            int index = 3 * at;
            bgr[index] = Encode(lit.Z);
            bgr[index + 1] = Encode(lit.Y);
            bgr[index + 2] = Encode(lit.X);
        }
        return depth;
    }

    private static Vector3 Lit(
        Vector3 albedo, Vector3 normal, Vector3 toCamera, SceneLight light, float ambient, float shadow, float gloss, float sharpness, bool skin)
    {
        // red light goes further around the edge of a shadow on skin
        Vector3 wrap = skin ? new Vector3(0.32f, 0.20f, 0.15f) : new Vector3(0.12f);
        Vector3 diffuse = Wrapped(Vector3.Dot(normal, light.Key), wrap) * light.KeyColour * shadow;
        diffuse += Wrapped(Vector3.Dot(normal, light.Fill), wrap) * light.FillColour * (0.4f + (0.6f * ambient));
        diffuse += Wrapped(Vector3.Dot(normal, light.Rim), new Vector3(0.05f)) * light.RimColour;
        diffuse += Vector3.Lerp(light.GroundColour, light.SkyColour, 0.5f + (0.5f * normal.Y)) * ambient;
        // Schlick's approximation of Fresnel's law
        float grazing = 1 - Math.Clamp(Vector3.Dot(normal, toCamera), 0, 1);
        float fresnel = 0.35f + (0.65f * grazing * grazing * grazing);
        Vector3 shine = Highlight(normal, toCamera, light.Key, sharpness) * light.KeyColour * shadow;
        shine += Highlight(normal, toCamera, light.Fill, sharpness) * light.FillColour;
        shine += Highlight(normal, toCamera, light.Rim, sharpness) * light.RimColour * 0.5f;
        return (albedo * diffuse) + (shine * (gloss * fresnel * (0.3f + (0.7f * ambient))));
    }

    private static Vector3 Wrapped(float cosine, Vector3 wrap) => Vector3.Max(Vector3.Zero, (new Vector3(cosine) + wrap) / (Vector3.One + wrap));

    // Blinn's highlight
    private static Vector3 Highlight(Vector3 normal, Vector3 toCamera, Vector3 toLight, float sharpness)
    {
        float cosine = Vector3.Dot(normal, Vector3.Normalize(toCamera + toLight));
        return new Vector3(cosine > 0 && Vector3.Dot(normal, toLight) > 0 ? MathF.Pow(cosine, sharpness) : 0);
    }

    // a pixel's weights of a triangle's corners on the surface: those on the screen, corrected by the distances
    private static (float A, float B, float C) Weights(Vector3 a, Vector3 b, Vector3 c, int x, int y)
    {
        float area = ((b.X - a.X) * (c.Y - a.Y)) - ((c.X - a.X) * (b.Y - a.Y));
        float wb = Math.Clamp((((x - a.X) * (c.Y - a.Y)) - ((c.X - a.X) * (y - a.Y))) / area, 0, 1);
        float wc = Math.Clamp((((b.X - a.X) * (y - a.Y)) - ((x - a.X) * (b.Y - a.Y))) / area, 0, 1 - wb);
        (float na, float nb, float nc) = ((1 - wb - wc) * a.Z, wb * b.Z, wc * c.Z);
        float sum = na + nb + nc;
        return (na / sum, nb / sum, nc / sum);
    }

    private static Vector3 Middle(Vector3[] vertices, System.Range range)
    {
        ReadOnlySpan<Vector3> part = vertices.AsSpan(range);
        Vector3 sum = default;
        foreach (Vector3 vertex in part)
        {
            sum += vertex;
        }
        return sum / part.Length;
    }

    private static float Luminance(Vector3 colour) => (0.2126f * colour.X) + (0.7152f * colour.Y) + (0.0722f * colour.Z);

    private static byte Encode(float light)
    {
        // bright light runs into white gently
        float value = light < 0.7f ? light : 0.7f + (0.3f * (1 - MathF.Exp(-(light - 0.7f) / 0.3f)));
        return s_encode[(int)(Math.Clamp(value, 0, 1) * (s_encode.Length - 1))];
    }

    private static byte[] EncodeTable()
    {
        byte[] table = new byte[4096];
        for (int i = 0; i < table.Length; i++)
        {
            float v = i / (table.Length - 1f);
            table[i] = (byte)MathF.Round(255 * (v <= 0.0031308f ? 12.92f * v : (1.055f * MathF.Pow(v, 1 / 2.4f)) - 0.055f));
        }
        return table;
    }
}
