using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Wav2Kp.Media;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>
/// A morphable head: a neutral mesh, expressions and identities as displacements of its vertices, and the vertices of the 68
/// points. Centimetres; x to the person's left, y up, z out of the face. The file is that of ICT-FaceKit (R. Li et al., "Learning
/// formation of physically-based face attributes", CVPR 2020) as safetensors: <c>neutral</c> [V, 3], <c>faces</c> [Q, 4] quads
/// (of a triangle the last index is repeated or negative), <c>expr_delta</c> [E, V, 3], <c>ident_delta</c> [I, V, 3],
/// <c>landmarks68</c> [68], and the expressions' names in the metadata as a JSON list <c>expressions</c>.
/// </summary>
internal sealed class FaceMesh
{
    // the parts of the head follow each other in the list of vertices, in every model of this kit
    private static readonly (int First, FacePart Part)[] s_parts =
    [
        (0, FacePart.Face), (9409, FacePart.Head), (11248, FacePart.MouthSocket), (13294, FacePart.EyeSocket), (14062, FacePart.Gums), (17039, FacePart.Teeth),
        (21451, FacePart.LeftEye), (22221, FacePart.None), (23021, FacePart.RightEye), (23791, FacePart.None),
    ];

    private const int ExpectedVertices = 26719;

    // where the visible contour can lie when the head turns: this many places on the way from a jaw point to the face's middle
    private const int ContourSteps = 20;

    // directions of which the share that reaches a vertex is its ambient light
    private const int AmbientDirections = 40, AmbientResolution = 256;

    private readonly Dictionary<string, int> _expressions;
    private readonly float[][] _expressionDeltas, _identityDeltas;

    private FaceMesh(Vector3[] neutral, int[] triangles, FacePart[] parts, int[] landmarks, string[] expressions, float[][] expressionDeltas, float[][] identityDeltas)
    {
        Neutral = neutral;
        Triangles = triangles;
        Parts = parts;
        Landmarks = landmarks;
        _expressions = expressions.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        _expressionDeltas = expressionDeltas;
        _identityDeltas = identityDeltas;
        LeftEye = VerticesOf(FacePart.LeftEye);
        RightEye = VerticesOf(FacePart.RightEye);
        Contours = FindContours();
        Ambient = BakeAmbient();
    }

    /// <summary>The vertices of the mean face at rest [V].</summary>
    public Vector3[] Neutral { get; }

    /// <summary>Three vertex indices for each triangle, counter-clockwise as seen from outside.</summary>
    public int[] Triangles { get; }

    /// <summary>What each vertex belongs to [V].</summary>
    public FacePart[] Parts { get; }

    /// <summary>The vertices of the 68 points.</summary>
    public int[] Landmarks { get; }

    /// <summary>The share of the surrounding light that reaches each vertex of the neutral head [V].</summary>
    public float[] Ambient { get; }

    /// <summary>For each of the 17 jaw points the places of the surface from it inwards, where the contour may lie when the head turns.</summary>
    public SurfacePoint[][] Contours { get; }

    /// <summary>The range of the left eyeball's vertices.</summary>
    public Range LeftEye { get; }

    /// <summary>The range of the right eyeball's vertices.</summary>
    public Range RightEye { get; }

    /// <summary>How many identity displacements there are.</summary>
    public int Identities => _identityDeltas.Length;

    /// <summary>The names of the expressions.</summary>
    public IReadOnlyCollection<string> Expressions => _expressions.Keys;

    /// <summary>Reads a model.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no face model of this kind; the message says what is wrong.</exception>
    public static FaceMesh Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no face model at {path}.", path);
        }
        SafetensorsFile file = SafetensorsFile.Read(path);
        try
        {
            return Build(file);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException)
        {
            throw new InvalidDataException(
                $"'{Path.GetFileName(path)}' is no face model: {exception.Message.TrimEnd('.')}. Expected is ICT-FaceKit's mesh as safetensors: " +
                "neutral, faces, expr_delta, ident_delta, landmarks68 and the expressions' names.", exception);
        }
    }

    /// <summary>The vertices of a head of some identity and expression [V].</summary>
    /// <param name="identity">The weights of the identities; missing ones are 0.</param>
    /// <param name="expression">The weights of expressions by name.</param>
    public Vector3[] Shape(ReadOnlySpan<float> identity, IReadOnlyDictionary<string, float> expression)
    {
        Vector3[] shape = [.. Neutral];
        Span<float> values = MemoryMarshal.Cast<Vector3, float>(shape.AsSpan());
        for (int i = 0; i < Math.Min(identity.Length, _identityDeltas.Length); i++)
        {
            AddScaled(values, _identityDeltas[i], identity[i]);
        }
        foreach ((string name, float weight) in expression)
        {
            if (weight != 0)
            {
                AddScaled(values, _expressionDeltas[_expressions[name]], weight);
            }
        }
        return shape;
    }

    private static void AddScaled(Span<float> values, float[] delta, float weight)
    {
        Vector<float> scale = new(weight);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Span<float> at = values[i..];
            (new Vector<float>(at) + (scale * new Vector<float>(delta, i))).CopyTo(at);
        }
        for (; i < values.Length; i++)
        {
            values[i] += weight * delta[i];
        }
    }

    private static FaceMesh Build(SafetensorsFile file)
    {
        float[] neutral = Floats(file, "neutral", out long[] shape);
        if (shape.Length != 2 || shape[0] != ExpectedVertices || shape[1] != 3)
        {
            throw new InvalidDataException($"its neutral mesh has the shape [{string.Join(", ", shape)}] instead of [{ExpectedVertices}, 3]");
        }
        int vertices = ExpectedVertices;
        FacePart[] parts = new FacePart[vertices];
        foreach ((int first, FacePart part) in s_parts)
        {
            Array.Fill(parts, part, first, vertices - first);
        }
        int[] quads = Integers(file, "faces", vertices, allowNegative: true);
        if (quads.Length % 4 != 0)
        {
            throw new InvalidDataException("its faces are no quads");
        }
        List<int> triangles = [];
        for (int i = 0; i < quads.Length; i += 4)
        {
            (int a, int b, int c, int d) = (quads[i], quads[i + 1], quads[i + 2], quads[i + 3]);
            if (a < 0 || b < 0 || c < 0)
            {
                throw new InvalidDataException($"its face {i / 4} has fewer than three corners");
            }
            if (parts[a] == FacePart.None)
            {
                continue;
            }
            triangles.AddRange([a, b, c]);
            if (d >= 0 && d != c)
            {
                triangles.AddRange([a, c, d]);
            }
        }
        int[] landmarks = Integers(file, "landmarks68", vertices, allowNegative: false);
        if (landmarks.Length != FacePoints.Count)
        {
            throw new InvalidDataException($"it has {landmarks.Length} landmark vertices instead of {FacePoints.Count}");
        }
        if (!file.Metadata.TryGetValue("expressions", out string? list) || JsonSerializer.Deserialize<string[]>(list) is not { Length: > 0 } names)
        {
            throw new InvalidDataException("its metadata do not name the expressions");
        }
        foreach (string name in FaceExpressions.Needed.Where(name => !names.Contains(name, StringComparer.Ordinal)))
        {
            throw new InvalidDataException($"it lacks the expression {name}");
        }
        float[][] expressions = Deltas(file, "expr_delta", vertices);
        if (expressions.Length != names.Length)
        {
            throw new InvalidDataException($"it has {expressions.Length} expressions and {names.Length} names of them");
        }
        return new FaceMesh(
            MemoryMarshal.Cast<float, Vector3>(neutral).ToArray(), [.. triangles], parts, landmarks, names, expressions, Deltas(file, "ident_delta", vertices));
    }

    private static float[] Floats(SafetensorsFile file, string name, out long[] shape)
    {
        SafetensorsTensor tensor = file[name];
        shape = [.. tensor.Shape];
        if (tensor.DType != SafetensorsDType.F32)
        {
            throw new InvalidDataException($"its tensor '{name}' is of {tensor.DType} instead of F32");
        }
        float[] values = tensor.As<float>().ToArray();
        return values.All(float.IsFinite) ? values : throw new InvalidDataException($"its tensor '{name}' holds numbers that are not finite");
    }

    private static int[] Integers(SafetensorsFile file, string name, int below, bool allowNegative)
    {
        SafetensorsTensor tensor = file[name];
        if (tensor.DType != SafetensorsDType.I32)
        {
            throw new InvalidDataException($"its tensor '{name}' is of {tensor.DType} instead of I32");
        }
        int[] values = tensor.As<int>().ToArray();
        return values.All(value => value < below && (allowNegative || value >= 0))
            ? values
            : throw new InvalidDataException($"its tensor '{name}' names vertices that do not exist");
    }

    private static float[][] Deltas(SafetensorsFile file, string name, int vertices)
    {
        float[] values = Floats(file, name, out long[] shape);
        if (shape.Length != 3 || shape[1] != vertices || shape[2] != 3)
        {
            throw new InvalidDataException($"its tensor '{name}' has the shape [{string.Join(", ", shape)}] instead of [N, {vertices}, 3]");
        }
        return [.. Enumerable.Range(0, (int)shape[0]).Select(i => values.AsSpan(i * vertices * 3, vertices * 3).ToArray())];
    }

    private Range VerticesOf(FacePart part) => Array.IndexOf(Parts, part)..(Array.LastIndexOf(Parts, part) + 1);

    // from each jaw point straight to the middle of the face, on its front
    private SurfacePoint[][] FindContours()
    {
        SurfacePoint[][] contours = new SurfacePoint[17][];
        Vector3 chin = Neutral[Landmarks[FacePoints.Chin]];
        for (int i = 0; i < contours.Length; i++)
        {
            Vector3 start = Neutral[Landmarks[i]];
            // the upper points' contour is that of the cheek at their height; the chin's is that of the chin
            float inward = Math.Clamp((start.Y - chin.Y) / 8, 0, 1);
            Vector2 middle = new(0, float.Lerp(chin.Y + 4.5f, start.Y, inward));
            List<SurfacePoint> places = [new SurfacePoint(Landmarks[i], Landmarks[i], Landmarks[i], 1, 0, 0)];
            for (int step = 1; step <= ContourSteps; step++)
            {
                // densely near the start, where the surface falls away steeply
                float t = (float)step / ContourSteps;
                Vector2 place = Vector2.Lerp(new Vector2(start.X, start.Y), middle, 0.7f * t * t);
                if (Front(place) is { } point)
                {
                    places.Add(point);
                }
            }
            contours[i] = [.. places];
        }
        return contours;
    }

    private SurfacePoint? Front(Vector2 place)
    {
        SurfacePoint? best = null;
        float front = float.NegativeInfinity;
        for (int t = 0; t < Triangles.Length; t += 3)
        {
            (int a, int b, int c) = (Triangles[t], Triangles[t + 1], Triangles[t + 2]);
            if (Parts[a] is not FacePart.Face)
            {
                continue;
            }
            Vector3 pa = Neutral[a], pb = Neutral[b], pc = Neutral[c];
            float area = ((pb.X - pa.X) * (pc.Y - pa.Y)) - ((pc.X - pa.X) * (pb.Y - pa.Y));
            if (area == 0)
            {
                continue;
            }
            float wb = (((place.X - pa.X) * (pc.Y - pa.Y)) - ((pc.X - pa.X) * (place.Y - pa.Y))) / area;
            float wc = (((pb.X - pa.X) * (place.Y - pa.Y)) - ((place.X - pa.X) * (pb.Y - pa.Y))) / area;
            if (wb >= 0 && wc >= 0 && wb + wc <= 1)
            {
                SurfacePoint point = new(a, b, c, 1 - wb - wc, wb, wc);
                float z = point.At(Neutral).Z;
                if (z > front)
                {
                    (front, best) = (z, point);
                }
            }
        }
        return best;
    }

    // of directions evenly over the sphere, the share from which nothing else of the head is in the way
    private float[] BakeAmbient()
    {
        float[] ambient = new float[Neutral.Length];
        Vector3[] normals = MeshNormals.Of(Neutral, Triangles);
        float[] weights = new float[Neutral.Length];
        for (int k = 0; k < AmbientDirections; k++)
        {
            // Fibonacci's sphere
            float y = 1 - ((2 * k) + 1f) / AmbientDirections, radius = MathF.Sqrt(1 - (y * y)), angle = k * MathF.PI * (3 - MathF.Sqrt(5));
            Vector3 direction = new(radius * MathF.Cos(angle), y, radius * MathF.Sin(angle));
            ShadowMap shadows = new(Neutral, Triangles, direction, AmbientResolution);
            for (int v = 0; v < ambient.Length; v++)
            {
                float cosine = Vector3.Dot(normals[v], direction);
                if (cosine > 0)
                {
                    ambient[v] += cosine * shadows.Light(Neutral[v] + (normals[v] * 0.15f));
                    weights[v] += cosine;
                }
            }
        }
        for (int v = 0; v < ambient.Length; v++)
        {
            ambient[v] = weights[v] > 0 ? ambient[v] / weights[v] : 1;
        }
        return ambient;
    }
}
