using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>What a distant light sees of a mesh: a place is in shadow if something of the mesh is nearer to the light.</summary>
internal sealed class ShadowMap
{
    // a place this near behind the surface, in centimetres, is of the surface itself
    private const float Bias = 0.25f;

    private readonly float[] _depth;
    private readonly int _resolution;
    private readonly Vector3 _right, _up, _towards;
    private readonly float _scale, _left, _bottom;

    /// <param name="vertices">The mesh.</param>
    /// <param name="triangles">Three vertices each.</param>
    /// <param name="towardsLight">The unit direction to the light.</param>
    /// <param name="resolution">The map's width and height.</param>
    public ShadowMap(Vector3[] vertices, int[] triangles, Vector3 towardsLight, int resolution)
    {
        _resolution = resolution;
        _towards = towardsLight;
        _right = Vector3.Normalize(Vector3.Cross(MathF.Abs(towardsLight.Y) < 0.9f ? Vector3.UnitY : Vector3.UnitX, towardsLight));
        _up = Vector3.Cross(towardsLight, _right);
        float left = float.MaxValue, right = float.MinValue, bottom = float.MaxValue, top = float.MinValue;
        foreach (Vector3 vertex in vertices)
        {
            float x = Vector3.Dot(vertex, _right), y = Vector3.Dot(vertex, _up);
            (left, right, bottom, top) = (Math.Min(left, x), Math.Max(right, x), Math.Min(bottom, y), Math.Max(top, y));
        }
        _scale = (resolution - 3) / Math.Max(right - left, top - bottom);
        (_left, _bottom) = (left - (1 / _scale), bottom - (1 / _scale));
        Vector3[] screen = new Vector3[vertices.Length];
        for (int v = 0; v < vertices.Length; v++)
        {
            // the rasteriser keeps what has the larger third number
            screen[v] = new Vector3((Vector3.Dot(vertices[v], _right) - _left) * _scale, (Vector3.Dot(vertices[v], _up) - _bottom) * _scale, Vector3.Dot(vertices[v], _towards));
        }
        _depth = new float[resolution * resolution];
        Array.Fill(_depth, float.NegativeInfinity);
        Rasterizer.Draw(screen, triangles, resolution, resolution, _depth, null);
    }

    /// <summary>How much of the light reaches a place, 0 to 1.</summary>
    public float Light(Vector3 place)
    {
        float x = (Vector3.Dot(place, _right) - _left) * _scale, y = (Vector3.Dot(place, _up) - _bottom) * _scale, depth = Vector3.Dot(place, _towards) + Bias;
        int column = (int)MathF.Floor(x), row = (int)MathF.Floor(y);
        if (column < 0 || row < 0 || column >= _resolution - 1 || row >= _resolution - 1)
        {
            return 1;
        }
        float tx = x - column, ty = y - row;
        int at = (row * _resolution) + column;
        float top = float.Lerp(Open(at, depth), Open(at + 1, depth), tx);
        float bottom = float.Lerp(Open(at + _resolution, depth), Open(at + _resolution + 1, depth), tx);
        return float.Lerp(top, bottom, ty);
    }

    private float Open(int at, float depth) => _depth[at] > depth ? 0 : 1;
}
