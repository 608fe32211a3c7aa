using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>Smooth normals of a mesh.</summary>
internal static class MeshNormals
{
    /// <summary>The unit normal of each vertex: the mean of its triangles' normals, weighted by their areas.</summary>
    public static Vector3[] Of(Vector3[] vertices, int[] triangles)
    {
        Vector3[] normals = new Vector3[vertices.Length];
        for (int t = 0; t < triangles.Length; t += 3)
        {
            (int a, int b, int c) = (triangles[t], triangles[t + 1], triangles[t + 2]);
            Vector3 normal = Vector3.Cross(vertices[b] - vertices[a], vertices[c] - vertices[a]);
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
        }
        for (int v = 0; v < normals.Length; v++)
        {
            float length = normals[v].Length();
            normals[v] = length > 0 ? normals[v] / length : Vector3.UnitZ;
        }
        return normals;
    }
}
