namespace OpenCvSharp;

/// <summary>A short vector whose elements are of one type.</summary>
/// <typeparam name="TSelf">The vector.</typeparam>
/// <typeparam name="TElem">Its elements.</typeparam>
public interface IVec<TSelf, TElem> : IVec
    where TSelf : IVec
    where TElem : unmanaged
{
    /// <summary>An element by its index.</summary>
    TElem this[int i] { get; set; }

    /// <summary>The sum by element.</summary>
    TSelf Add(TSelf other);

    /// <summary>The difference by element.</summary>
    TSelf Subtract(TSelf other);

    /// <summary>Each element times a factor.</summary>
    TSelf Multiply(double alpha);

    /// <summary>Each element divided by a number.</summary>
    TSelf Divide(double alpha);
}
