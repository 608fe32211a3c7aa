namespace OpenCvSharp;

/// <summary>Diagonals of a matrix. OpenCV's values.</summary>
public enum MatDiagType
{
    Upper = 1,
    Main = 0,
    Lower = -1,
}
