using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>The head with its hair, as one mesh in the camera's frame: the scalp raised by the hair's volume, and hair that hangs down.</summary>
internal sealed class Hairdo
{
    private const int Columns = 44, Rows = 18;

    public Hairdo(FaceMesh mesh, FacePerson person, Vector3[] vertices, HeadPose pose, RandomSequence random)
    {
        int count = vertices.Length;
        int extra = person.LongHair ? Columns * Rows : 0;
        Vector3[] shape = new Vector3[count + extra];
        Places = new Vector3[count + extra];
        Hair = new float[count + extra];
        Ambient = new float[count + extra];
        Parts = new FacePart[count + extra];
        mesh.Neutral.CopyTo(Places, 0);
        mesh.Ambient.CopyTo(Ambient, 0);
        mesh.Parts.CopyTo(Parts, 0);
        vertices.CopyTo(shape, 0);
        Vector3 middle = new(0, 4, 1);
        for (int v = 0; v < count; v++)
        {
            if (Parts[v] is not (FacePart.Face or FacePart.Head))
            {
                Hair[v] = -5;
                continue;
            }
            float hair = HeadSurface.HairOf(person, Places[v]);
            Hair[v] = hair;
            if (hair > 0)
            {
                float lumps = 0.6f + (0.8f * Noise.Fractal(Places[v].X * 0.45f, (Places[v].Y * 0.45f) + (Places[v].Z * 0.3f), person.Seed + 70));
                float rise = person.HairVolume * Math.Clamp(hair / 2.2f, 0, 1) * lumps;
                shape[v] += Vector3.Normalize(vertices[v] - (middle * person.Stretch)) * rise;
            }
        }
        List<int> triangles = [.. mesh.Triangles];
        if (extra > 0)
        {
            Hang(person, vertices, mesh, shape, count, triangles, random);
        }
        Triangles = [.. triangles];
        Vertices = pose.Apply(shape);
    }

    /// <summary>In the camera's frame.</summary>
    public Vector3[] Vertices { get; }

    public int[] Triangles { get; }

    /// <summary>Where each vertex is on the neutral head.</summary>
    public Vector3[] Places { get; }

    /// <summary>As <see cref="HeadSurface.HairOf"/>.</summary>
    public float[] Hair { get; }

    /// <summary>The share of the surrounding light that reaches each vertex.</summary>
    public float[] Ambient { get; }

    public FacePart[] Parts { get; }

    // a curtain around the back of the head, open ahead
    private void Hang(FacePerson person, Vector3[] vertices, FaceMesh mesh, Vector3[] shape, int first, List<int> triangles, RandomSequence random)
    {
        // the head's own half width, above the ears
        float width = 0;
        for (int v = 0; v < vertices.Length; v++)
        {
            if (mesh.Parts[v] is FacePart.Face or FacePart.Head && mesh.Neutral[v].Y is > 5 and < 9)
            {
                width = Math.Max(width, Math.Abs(vertices[v].X));
            }
        }
        float top = 11.5f * person.Stretch.Y, bottom = (-3 - person.HairReach) * person.Stretch.Y;
        float wave = random.Next(0, 0.9f), waves = random.Next(0.3f, 0.9f);
        for (int row = 0; row < Rows; row++)
        {
            float t = (float)row / (Rows - 1), y = float.Lerp(top, bottom, t);
            for (int column = 0; column < Columns; column++)
            {
                float around = float.Lerp(person.HairOpening, (2 * MathF.PI) - person.HairOpening, (float)column / (Columns - 1));
                // from the crown outwards to the ears, then down
                float bow = MathF.Sin(Math.Clamp(t * 3.2f, 0, 1) * MathF.PI / 2);
                float lumps = Noise.Fractal(column * 0.35f, row * 0.2f, person.Seed + 80);
                float reach = (width * (0.55f + (0.50f * bow))) + (person.HairSpread * bow * (0.4f + (0.6f * lumps))) + (wave * MathF.Sin(y * waves));
                int index = first + (row * Columns) + column;
                shape[index] = new Vector3(MathF.Sin(around) * reach, y, 1.2f + (MathF.Cos(around) * reach * 1.12f));
                Places[index] = new Vector3(shape[index].X, y, shape[index].Z);
                Hair[index] = 5;
                Ambient[index] = 0.75f - (0.35f * t) + (0.3f * lumps);
                Parts[index] = FacePart.Hair;
                if (row + 1 < Rows && column + 1 < Columns)
                {
                    int below = index + Columns;
                    // both sides are seen
                    triangles.AddRange([index, index + 1, below, index + 1, below + 1, below, index, below, index + 1, index + 1, below, below + 1]);
                }
            }
        }
    }
}
