using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>What a cv::Mat says of itself.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MatInfo
{
    public IntPtr Data;
    public IntPtr DataStart;
    public IntPtr DataEnd;
    public long Total;
    public long Step;
    public int Flags;
    public int Dims;
    public int Rows;
    public int Cols;
    public int Type;
    public int ElemSize;
    public int ElemSize1;
    public int Continuous;
    public int Submatrix;
    public int Empty;
}
