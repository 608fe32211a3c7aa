namespace OpenCvSharp;

/// <summary>An array whose elements are of one .NET type.</summary>
/// <typeparam name="TElem">The elements.</typeparam>
public class Mat<TElem> : Mat
    where TElem : unmanaged
{
    /// <summary>An empty array.</summary>
    public Mat()
    {
    }

    /// <summary>An array whose elements hold anything.</summary>
    public Mat(int rows, int cols)
        : base(rows, cols, ElementTypes.Of<TElem>())
    {
    }

    /// <summary>An array whose elements hold anything.</summary>
    public Mat(Size size)
        : base(size, ElementTypes.Of<TElem>())
    {
    }

    /// <summary>An array filled with a value.</summary>
    public Mat(int rows, int cols, Scalar s)
        : base(rows, cols, ElementTypes.Of<TElem>(), s)
    {
    }

    /// <summary>A copy of the elements, row by row.</summary>
    public TElem[] ToArray()
    {
        if (Empty())
        {
            return [];
        }
        GetArray(out TElem[] data);
        return data;
    }

    /// <summary>A copy of the elements.</summary>
    public TElem[,] ToRectangularArray()
    {
        if (Empty())
        {
            return new TElem[0, 0];
        }
        GetRectangularArray(out TElem[,] data);
        return data;
    }

    internal static Mat<TElem> Of(int rows, int cols, ReadOnlySpan<TElem> values)
    {
        var mat = new Mat<TElem>(rows, cols);
        values.CopyTo(mat.AsSpan<TElem>());
        return mat;
    }
}
