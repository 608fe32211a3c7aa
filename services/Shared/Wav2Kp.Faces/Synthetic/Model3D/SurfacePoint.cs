using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>A place on a triangle of a mesh, by three vertices and their weights.</summary>
internal readonly record struct SurfacePoint(int A, int B, int C, float WeightA, float WeightB, float WeightC)
{
    /// <summary>Where it is when the mesh has these vertices.</summary>
    public Vector3 At(Vector3[] vertices) => (vertices[A] * WeightA) + (vertices[B] * WeightB) + (vertices[C] * WeightC);
}
