using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>
/// An array of pixels or numbers: rows x columns of elements with one or more channels, or more dimensions. Parts of an array
/// (<see cref="SubMat(Rect)"/>, <see cref="Row"/>, <see cref="Reshape(int, int)"/>) share its memory, which lives until the last of them is disposed.
/// </summary>
public partial class Mat : CvObject
{
    private readonly MatHandle _handle;
    private PinnedArray? _memory;

    /// <summary>An empty array.</summary>
    public Mat()
        : this(NewEmpty())
    {
    }

    /// <summary>An image file; empty when it cannot be read.</summary>
    public Mat(string fileName, ImreadModes flags = ImreadModes.Color)
        : this()
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        Call.Check(NativeMethods.w2k_imread(fileName, (int)flags, _handle));
    }

    /// <summary>An array whose elements hold anything.</summary>
    public Mat(int rows, int cols, MatType type)
        : this() => Create(rows, cols, type);

    /// <summary>An array whose elements hold anything.</summary>
    public Mat(Size size, MatType type)
        : this(size.Height, size.Width, type)
    {
    }

    /// <summary>An array filled with a value.</summary>
    public Mat(int rows, int cols, MatType type, Scalar s)
        : this(rows, cols, type) => SetTo(s);

    /// <summary>An array filled with a value.</summary>
    public Mat(Size size, MatType type, Scalar s)
        : this(size.Height, size.Width, type, s)
    {
    }

    /// <summary>A part of an array.</summary>
    public Mat(Mat m, Range rowRange, Range? colRange = null)
        : this(m, [rowRange, colRange ?? Range.All])
    {
    }

    /// <summary>A part of an array.</summary>
    public Mat(Mat m, params Range[] ranges)
        : this(Part(m, ranges))
    {
        ShareMemory(m);
    }

    /// <summary>A part of an array.</summary>
    public Mat(Mat m, Rect roi)
        : this(m, [Span(roi.Y, roi.Height), Span(roi.X, roi.Width)])
    {
    }

    /// <summary>An array of any number of dimensions, whose elements hold anything.</summary>
    public Mat(IEnumerable<int> sizes, MatType type)
        : this()
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Create(type, [.. sizes]);
    }

    /// <summary>An array of any number of dimensions, filled with a value.</summary>
    public Mat(IEnumerable<int> sizes, MatType type, Scalar s)
        : this(sizes, type) => SetTo(s);

    /// <summary>Looks at memory that belongs to the caller and must outlive the array.</summary>
    [Obsolete("Use Mat.FromPixelData instead.")]
    public Mat(int rows, int cols, MatType type, IntPtr data, long step = 0)
        : this(Over([rows, cols], type, data, [step, 0]))
    {
    }

    /// <summary>Another view of an array's memory.</summary>
    protected Mat(Mat m)
        : this(HeaderOf(m)) => ShareMemory(m);

    /// <summary>Looks at a .NET array.</summary>
    protected Mat(int rows, int cols, MatType type, Array data, long step = 0)
        : this([rows, cols], type, data, [step, 0])
    {
    }

    /// <summary>Looks at a .NET array.</summary>
    protected Mat(IEnumerable<int> sizes, MatType type, Array data, IEnumerable<long>? steps = null)
        : this(Over(sizes, type, data, steps, out PinnedArray memory)) => _memory = memory.Use();

    private protected Mat(MatHandle handle) => _handle = handle;

    /// <summary>OpenCV's flags.</summary>
    public int Flags => Info.Flags;

    /// <summary>Number of dimensions: 2 or more, 0 for an array that has never been made.</summary>
    public int Dims => Info.Dims;

    /// <summary>Number of rows; -1 for more than two dimensions.</summary>
    public int Rows => Info.Rows;

    /// <summary>Number of rows; -1 for more than two dimensions.</summary>
    public int Height => Info.Rows;

    /// <summary>Number of columns; -1 for more than two dimensions.</summary>
    public int Cols => Info.Cols;

    /// <summary>Number of columns; -1 for more than two dimensions.</summary>
    public int Width => Info.Cols;

    /// <summary>Address of the first element; zero for an empty array.</summary>
    public IntPtr Data => Info.Data;

    /// <summary>Address of the first element; null for an empty array.</summary>
    public unsafe byte* DataPointer => (byte*)Info.Data;

    /// <summary>Address of the first element of the array that this is a part of.</summary>
    public IntPtr DataStart => Info.DataStart;

    /// <summary>Address just after the last element.</summary>
    public IntPtr DataEnd => Info.DataEnd;

    internal MatHandle Handle
    {
        get
        {
            ThrowIfDisposed();
            return _handle;
        }
    }

    private protected override NativeHandle? NativeObject => _handle;

    private MatInfo Info
    {
        get
        {
            Call.Check(NativeMethods.w2k_mat_info_of(Handle, out MatInfo info));
            return info;
        }
    }

    /// <summary>A part; setting it copies an array of the same size and type into it.</summary>
    public Mat this[int rowStart, int rowEnd, int colStart, int colEnd]
    {
        get => SubMat(rowStart, rowEnd, colStart, colEnd);
        set => SetPart(SubMat(rowStart, rowEnd, colStart, colEnd), value);
    }

    /// <summary>A part; setting it copies an array of the same size and type into it.</summary>
    public Mat this[Range rowRange, Range colRange]
    {
        get => SubMat(rowRange, colRange);
        set => SetPart(SubMat(rowRange, colRange), value);
    }

    /// <summary>A part; setting it copies an array of the same size and type into it.</summary>
    public Mat this[System.Range rowRange, System.Range colRange]
    {
        get => SubMat(rowRange, colRange);
        set => SetPart(SubMat(rowRange, colRange), value);
    }

    /// <summary>A part; setting it copies an array of the same size and type into it.</summary>
    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set => SetPart(SubMat(roi), value);
    }

    /// <summary>A part; setting it copies an array of the same size and type into it.</summary>
    public Mat this[params Range[] ranges]
    {
        get => SubMat(ranges);
        set => SetPart(SubMat(ranges), value);
    }

    /// <summary>Looks at memory that belongs to the caller and must outlive the array and its parts.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="cols">Number of columns.</param>
    /// <param name="type">The elements' type.</param>
    /// <param name="data">Address of the first element.</param>
    /// <param name="step">Bytes from row to row; 0 when there is nothing between rows.</param>
    public static Mat FromPixelData(int rows, int cols, MatType type, IntPtr data, long step = 0) => new(Over([rows, cols], type, data, [step, 0]));

    /// <summary>Looks at a .NET array, which stays pinned until the array and its parts are disposed.</summary>
    /// <exception cref="ArgumentException">The .NET array is too short.</exception>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0) => new(rows, cols, type, data, step);

    /// <summary>Looks at memory that belongs to the caller and must outlive the array and its parts.</summary>
    public static Mat FromPixelData(IEnumerable<int> sizes, MatType type, IntPtr data, IEnumerable<long>? steps = null) => new(Over(sizes, type, data, steps));

    /// <summary>Looks at a .NET array, which stays pinned until the array and its parts are disposed.</summary>
    /// <exception cref="ArgumentException">The .NET array is too short.</exception>
    public static Mat FromPixelData(IEnumerable<int> sizes, MatType type, Array data, IEnumerable<long>? steps = null) => new(sizes, type, data, steps);

    /// <summary>A matrix with the values of a row or column on its diagonal.</summary>
    public static Mat Diag(Mat d)
    {
        Call.Check(NativeMethods.w2k_mat_from_diagonal(Call.In(d), out IntPtr result));
        return new Mat(new MatHandle(result));
    }

    /// <summary>An array of zeros.</summary>
    public static MatExpr Zeros(int rows, int cols, MatType type) => new(() => new Mat(rows, cols, type, Scalar.All(0)));

    /// <summary>An array of zeros.</summary>
    public static MatExpr Zeros(Size size, MatType type) => Zeros(size.Height, size.Width, type);

    /// <summary>An array of zeros.</summary>
    public static MatExpr Zeros(MatType type, params int[] sizes) => new(() => new Mat(sizes, type, Scalar.All(0)));

    /// <summary>An array of ones (in the first channel).</summary>
    public static MatExpr Ones(int rows, int cols, MatType type) => new(() => new Mat(rows, cols, type, new Scalar(1)));

    /// <summary>An array of ones (in the first channel).</summary>
    public static MatExpr Ones(Size size, MatType type) => Ones(size.Height, size.Width, type);

    /// <summary>An array of ones (in the first channel).</summary>
    public static MatExpr Ones(MatType type, params int[] sizes) => new(() => new Mat(sizes, type, new Scalar(1)));

    /// <summary>An identity matrix.</summary>
    public static MatExpr Eye(Size size, MatType type) => Eye(size.Height, size.Width, type);

    /// <summary>An identity matrix.</summary>
    public static MatExpr Eye(int rows, int cols, MatType type) => new(() =>
    {
        var mat = new Mat(rows, cols, type);
        Call.Check(NativeMethods.w2k_mat_set_identity(mat.Handle, new Scalar(1)));
        return mat;
    });

    /// <summary>A column with a copy of the values.</summary>
    public static Mat<TElem> FromArray<TElem>(params TElem[] arr)
        where TElem : unmanaged
    {
        ArgumentNullException.ThrowIfNull(arr);
        return Mat<TElem>.Of(arr.Length, 1, arr);
    }

    /// <summary>A matrix with a copy of the values.</summary>
    public static Mat<TElem> FromArray<TElem>(TElem[,] arr)
        where TElem : unmanaged
    {
        ArgumentNullException.ThrowIfNull(arr);
        return Mat<TElem>.Of(arr.GetLength(0), arr.GetLength(1), Flat(arr));
    }

    /// <summary>A column with a copy of the values.</summary>
    public static Mat<TElem> FromArray<TElem>(IEnumerable<TElem> enumerable)
        where TElem : unmanaged
    {
        ArgumentNullException.ThrowIfNull(enumerable);
        return FromArray(enumerable.ToArray());
    }

    /// <summary>Lets go of the memory; the array is empty.</summary>
    public void Release() => Call.Check(NativeMethods.w2k_mat_release(Handle));

    /// <summary>A column.</summary>
    public Mat Col(int x) => ColRange(x, x + 1);

    /// <summary>Columns from the first up to, and without, the second.</summary>
    public Mat ColRange(int startCol, int endCol) => ColRange(new Range(startCol, endCol));

    /// <summary>Columns.</summary>
    public Mat ColRange(Range range) => SubMat(Range.All, range);

    /// <summary>Columns.</summary>
    public Mat ColRange(System.Range range) => SubMat(System.Range.All, range);

    /// <summary>A row.</summary>
    public Mat Row(int y) => RowRange(y, y + 1);

    /// <summary>Rows from the first up to, and without, the second.</summary>
    public Mat RowRange(int startRow, int endRow) => RowRange(new Range(startRow, endRow));

    /// <summary>Rows.</summary>
    public Mat RowRange(Range range) => SubMat(range, Range.All);

    /// <summary>Rows.</summary>
    public Mat RowRange(System.Range range) => SubMat(range, System.Range.All);

    /// <summary>A diagonal as a column.</summary>
    public Mat Diag(MatDiagType d = MatDiagType.Main)
    {
        Call.Check(NativeMethods.w2k_mat_diagonal(Handle, (int)d, out IntPtr result));
        return View(result);
    }

    /// <summary>A copy.</summary>
    public Mat Clone()
    {
        var copy = new Mat();
        CopyTo(copy);
        return copy;
    }

    /// <summary>A copy of a part.</summary>
    public Mat Clone(Rect roi)
    {
        using Mat part = SubMat(roi);
        return part.Clone();
    }

    /// <summary>Copies all elements, or those where the mask is not 0.</summary>
    public void CopyTo(OutputArray m, InputArray? mask = null) => Call.Done(NativeMethods.w2k_mat_copy_to(Handle, Call.Out(m), Call.Optional(mask)), m, mask);

    /// <summary>Copies all elements, or those where the mask is not 0.</summary>
    public void CopyTo(Mat m, InputArray? mask = null) => Call.Done(NativeMethods.w2k_mat_copy_to(Handle, Call.In(m), Call.Optional(mask)), null, mask);

    /// <summary>Each value times alpha plus beta, rounded and saturated in another depth; the channels stay.</summary>
    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0) =>
        Call.Done(NativeMethods.w2k_mat_convert_to(Handle, Call.Out(m), rtype.Value, alpha, beta), m);

    /// <summary>Makes another array look at this one's memory, or at a conversion.</summary>
    public void AssignTo(Mat m, MatType? type = null)
    {
        Call.Check(NativeMethods.w2k_mat_assign_to(Handle, Call.In(m), type?.Value ?? -1));
        if (_memory is not null && m._memory is null)
        {
            m._memory = _memory.Use();
        }
    }

    /// <summary>Sets all elements, or those where the mask is not 0.</summary>
    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Call.Check(NativeMethods.w2k_mat_set_scalar(Handle, value, mask?.Handle ?? MatHandle.None));
        return this;
    }

    /// <summary>Sets all elements, or those where the mask is not 0.</summary>
    public Mat SetTo(InputArray value, Mat? mask = null)
    {
        Call.Done(NativeMethods.w2k_mat_set_to(Handle, Call.In(value), mask?.Handle ?? MatHandle.None), null, value);
        return this;
    }

    /// <summary>The same memory with another number of channels or rows; 0 keeps either.</summary>
    public Mat Reshape(int cn, int rows = 0) => Reshaped(cn, [rows]);

    /// <summary>The same memory with other dimensions.</summary>
    public Mat Reshape(int cn, params int[] newDims)
    {
        ArgumentNullException.ThrowIfNull(newDims);
        // one dimension alone would mean the number of rows
        return Reshaped(cn, newDims.Length == 1 ? [newDims[0], 1] : newDims);
    }

    /// <summary>The transposed matrix.</summary>
    public MatExpr T() => MatExpr.Of(this, result => NativeMethods.w2k_transpose(Handle, result.Handle));

    /// <summary>The inverse matrix.</summary>
    public MatExpr Inv(DecompTypes method = DecompTypes.LU) => MatExpr.Of(this, result => NativeMethods.w2k_invert(Handle, result.Handle, (int)method, out _));

    /// <summary>The product by element, times a factor.</summary>
    public MatExpr Mul(InputArray m, double scale = 1) => MatExpr.Of(this, result => NativeMethods.w2k_multiply(Handle, Call.In(m), m.IsValue ? 2 : 0, result.Handle, scale, -1));

    /// <summary>The sum of the products by element.</summary>
    public double Dot(InputArray m)
    {
        Call.Done(NativeMethods.w2k_mat_dot(Handle, Call.In(m), out double result), null, m);
        return result;
    }

    /// <summary>Makes the array anew unless its size and type are these.</summary>
    public void Create(int rows, int cols, MatType type) => Create(type, rows, cols);

    /// <summary>Makes the array anew unless its size and type are these.</summary>
    public void Create(Size size, MatType type) => Create(type, size.Height, size.Width);

    /// <summary>Makes the array anew unless its dimensions and type are these.</summary>
    public void Create(MatType type, params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Call.Check(NativeMethods.w2k_mat_create(Handle, sizes.Length, sizes, type.Value));
    }

    /// <summary>Changes the number of rows; new ones hold anything.</summary>
    public unsafe void Resize(int sz) => Call.Check(NativeMethods.w2k_mat_resize(Handle, sz, null));

    /// <summary>Changes the number of rows; new ones hold the value.</summary>
    public unsafe void Resize(int sz, Scalar s) => Call.Check(NativeMethods.w2k_mat_resize(Handle, sz, &s));

    /// <summary>A part.</summary>
    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd) => SubMat(new Range(rowStart, rowEnd), new Range(colStart, colEnd));

    /// <summary>A part.</summary>
    public Mat SubMat(Range rowRange, Range colRange) => SubMat([rowRange, colRange]);

    /// <summary>A part.</summary>
    public Mat SubMat(System.Range rowRange, System.Range colRange)
    {
        (int row, int rows) = rowRange.GetOffsetAndLength(Rows);
        (int col, int cols) = colRange.GetOffsetAndLength(Cols);
        return SubMat([Span(row, rows), Span(col, cols)]);
    }

    /// <summary>A part.</summary>
    public Mat SubMat(Rect roi) => new(this, roi);

    /// <summary>A part: a range for each dimension.</summary>
    public Mat SubMat(params Range[] ranges) => new(this, ranges);

    /// <summary>Whether nothing lies between rows.</summary>
    public bool IsContinuous() => Info.Continuous != 0;

    /// <summary>Whether it is a part of another array.</summary>
    public bool IsSubmatrix() => Info.Submatrix != 0;

    /// <summary>Bytes of an element.</summary>
    public int ElemSize() => Info.ElemSize;

    /// <summary>Bytes of one channel of an element.</summary>
    public int ElemSize1() => Info.ElemSize1;

    /// <summary>The elements' type.</summary>
    public MatType Type() => Info.Type;

    /// <summary>The elements' depth.</summary>
    public int Depth() => Type().Depth;

    /// <summary>The elements' number of channels.</summary>
    public int Channels() => Type().Channels;

    /// <summary>Values (single channels) from one index of a dimension to the next.</summary>
    public long Step1(int i = 0) => Step(i) / ElemSize1();

    /// <summary>Whether there is no element.</summary>
    public bool Empty() => Info.Empty != 0;

    /// <summary>Number of elements.</summary>
    public long Total() => Info.Total;

    /// <summary>Number of elements of some dimensions.</summary>
    public long Total(int startDim, int endDim = int.MaxValue)
    {
        long total = 1;
        int end = Math.Min(endDim, Dims);
        for (int i = startDim; i < end; i++)
        {
            total *= Size(i);
        }
        return total;
    }

    /// <summary>Address of a row.</summary>
    public IntPtr Ptr(int i0) => Address([i0], 1);

    /// <summary>Address of an element.</summary>
    public IntPtr Ptr(int i0, int i1) => Address([i0, i1], 1);

    /// <summary>Address of an element.</summary>
    public IntPtr Ptr(int i0, int i1, int i2) => Address([i0, i1, i2], 1);

    /// <summary>Address of an element.</summary>
    public IntPtr Ptr(params int[] idx) => Address(idx, 1);

    /// <summary>Width and height.</summary>
    public Size Size()
    {
        MatInfo info = Info;
        return new Size(info.Cols, info.Rows);
    }

    /// <summary>Length of a dimension.</summary>
    public int Size(int dim)
    {
        Call.Check(NativeMethods.w2k_mat_dimension(Handle, dim, out int size, out _));
        return size;
    }

    /// <summary>Bytes from row to row.</summary>
    public long Step() => Info.Step;

    /// <summary>Bytes from one index of a dimension to the next.</summary>
    public long Step(int i)
    {
        Call.Check(NativeMethods.w2k_mat_dimension(Handle, i, out _, out long step));
        return step;
    }

    /// <summary>An array of the same size and type whose elements hold anything.</summary>
    public Mat EmptyClone()
    {
        MatInfo info = Info;
        return info.Dims == 0 ? new Mat() : new Mat(Enumerable.Range(0, info.Dims).Select(Size), info.Type);
    }

    /// <summary>The first element of a row (or plane).</summary>
    public T Get<T>(int i0)
        where T : struct => Read<T>([i0]);

    /// <summary>An element.</summary>
    public T Get<T>(int i0, int i1)
        where T : struct => Read<T>([i0, i1]);

    /// <summary>An element.</summary>
    public T Get<T>(int i0, int i1, int i2)
        where T : struct => Read<T>([i0, i1, i2]);

    /// <summary>An element.</summary>
    public T Get<T>(params int[] idx)
        where T : struct => Read<T>(idx);

    /// <summary>The first element of a row (or plane), in place. The array must not be disposed while it is used.</summary>
    public unsafe ref T At<T>(int i0)
        where T : unmanaged => ref *(T*)Address([i0], sizeof(T));

    /// <summary>An element, in place. The array must not be disposed while it is used.</summary>
    public unsafe ref T At<T>(int i0, int i1)
        where T : unmanaged => ref *(T*)Address([i0, i1], sizeof(T));

    /// <summary>An element, in place. The array must not be disposed while it is used.</summary>
    public unsafe ref T At<T>(int i0, int i1, int i2)
        where T : unmanaged => ref *(T*)Address([i0, i1, i2], sizeof(T));

    /// <summary>An element, in place. The array must not be disposed while it is used.</summary>
    public unsafe ref T At<T>(params int[] idx)
        where T : unmanaged => ref *(T*)Address(idx, sizeof(T));

    /// <summary>Sets the first element of a row (or plane).</summary>
    public void Set<T>(int i0, T value)
        where T : struct => Write([i0], value);

    /// <summary>Sets an element.</summary>
    public void Set<T>(int i0, int i1, T value)
        where T : struct => Write([i0, i1], value);

    /// <summary>Sets an element.</summary>
    public void Set<T>(int i0, int i1, int i2, T value)
        where T : struct => Write([i0, i1, i2], value);

    /// <summary>Sets an element.</summary>
    public void Set<T>(int[] idx, T value)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(idx);
        Write(idx, value);
    }

    /// <summary>Copies all elements out, row by row.</summary>
    /// <exception cref="OpenCvSharpException">The elements do not make values of this type.</exception>
    public bool GetArray<T>(out T[] data)
        where T : unmanaged
    {
        MatInfo info = Info;
        data = new T[ElementTypes.CountOf<T>(info.Type, info.Total)];
        CopyRows(data, outwards: true);
        return true;
    }

    /// <summary>Copies all elements of a two-dimensional array out.</summary>
    /// <exception cref="OpenCvSharpException">The elements do not make values of this type.</exception>
    public bool GetRectangularArray<T>(out T[,] data)
        where T : unmanaged
    {
        MatInfo info = Info;
        if (info.Dims > 2)
        {
            throw new OpenCvSharpException($"An array of {info.Dims} dimensions is no matrix.");
        }
        data = new T[info.Rows, info.Rows == 0 ? 0 : ElementTypes.CountOf<T>(info.Type, info.Total) / info.Rows];
        CopyRows(Flat(data), outwards: true);
        return true;
    }

    /// <summary>Copies values in, row by row.</summary>
    /// <exception cref="OpenCvSharpException">The values do not make elements of the array.</exception>
    /// <exception cref="ArgumentException">They are not as many as the array holds.</exception>
    public bool SetArray<T>(params T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        CopyIn<T>(data);
        return true;
    }

    /// <summary>Copies values in, row by row.</summary>
    /// <exception cref="OpenCvSharpException">The values do not make elements of the array.</exception>
    /// <exception cref="ArgumentException">They are not as many as the array holds.</exception>
    public bool SetRectangularArray<T>(T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        CopyIn(Flat(data));
        return true;
    }

    /// <summary>All elements in place. The array must not be disposed while they are used.</summary>
    /// <exception cref="InvalidOperationException">Something lies between the rows (a part of an image): use <see cref="AsRows{T}"/>.</exception>
    public unsafe Span<T> AsSpan<T>()
        where T : unmanaged
    {
        MatInfo info = Info;
        if (info.Empty != 0)
        {
            return [];
        }
        if (info.Continuous == 0)
        {
            throw new InvalidOperationException("The array is a part of another one, whose rows do not follow each other in memory: use AsRows, or Clone it.");
        }
        long bytes = info.Total * info.ElemSize;
        return bytes % sizeof(T) == 0
            ? new Span<T>((void*)info.Data, checked((int)(bytes / sizeof(T))))
            : throw new OpenCvSharpException($"The elements of type {(MatType)info.Type} do not make whole values of {typeof(T).Name}.");
    }

    /// <summary>The rows in place, one by one. The array must not be disposed while they are used.</summary>
    public MatRowAccessor<T> AsRows<T>()
        where T : unmanaged => new(this);

    /// <summary>Size and type.</summary>
    public override string ToString()
    {
        if (IsDisposed)
        {
            return "Mat [ disposed ]";
        }
        MatInfo info = Info;
        return info.Dims > 2
            ? $"Mat [ {string.Join('*', Enumerable.Range(0, info.Dims).Select(Size))}*{(MatType)info.Type}, IsContinuous={info.Continuous != 0}, IsSubmatrix={info.Submatrix != 0} ]"
            : $"Mat [ {info.Rows}*{info.Cols}*{(MatType)info.Type}, IsContinuous={info.Continuous != 0}, IsSubmatrix={info.Submatrix != 0} ]";
    }

    /// <summary>An array with a copy of the values.</summary>
    internal static Mat FromValues<T>(int rows, int cols, MatType type, ReadOnlySpan<T> values)
        where T : struct
    {
        var mat = new Mat(rows, cols, type);
        try
        {
            Span<byte> to = mat.AsSpan<byte>();
            ReadOnlySpan<byte> from = MemoryMarshal.AsBytes(values);
            if (from.Length != to.Length)
            {
                throw new ArgumentException($"{values.Length} values of {typeof(T).Name} do not fill an array of {rows} x {cols} {type}.", nameof(values));
            }
            from.CopyTo(to);
            return mat;
        }
        catch
        {
            mat.Dispose();
            throw;
        }
    }

    /// <summary>All values of a rectangular .NET array.</summary>
    internal static Span<T> Flat<T>(T[,] array)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    /// <summary>Another view of the same memory.</summary>
    internal Mat Header() => new(this);

    /// <summary>The bytes of a row.</summary>
    internal unsafe Span<byte> RowBytes(int row)
    {
        MatInfo info = Info;
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, info.Rows);
        return new Span<byte>((byte*)info.Data + (row * info.Step), info.Cols * info.ElemSize);
    }

    private protected override void DisposeNative()
    {
        _handle.Dispose();
        _memory?.Leave();
    }

    private static MatHandle NewEmpty()
    {
        Call.Check(NativeMethods.w2k_mat_new(out IntPtr result));
        return new MatHandle(result);
    }

    private static MatHandle HeaderOf(Mat m)
    {
        Call.Check(NativeMethods.w2k_mat_new_header(Call.In(m), out IntPtr result));
        return new MatHandle(result);
    }

    private static MatHandle Part(Mat m, Range[] ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        Call.Check(NativeMethods.w2k_mat_new_ranges(Call.In(m), ranges, ranges.Length, out IntPtr result));
        return new MatHandle(result);
    }

    // an overflow must not turn into a range that lies inside
    private static Range Span(int start, int length) => new(start, (int)Math.Clamp((long)start + length, int.MinValue + 1, int.MaxValue - 1));

    private static MatHandle Over(IEnumerable<int> sizes, MatType type, IntPtr data, IEnumerable<long>? steps)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int[] all = [.. sizes];
        long[]? allSteps = steps is null ? null : [.. steps];
        if (allSteps is not null && allSteps.Length < all.Length)
        {
            // the last dimension's step follows from the type
            allSteps = allSteps.Length == all.Length - 1 ? [.. allSteps, 0] : throw new ArgumentException("There is not a step for each dimension.", nameof(steps));
        }
        Call.Check(NativeMethods.w2k_mat_new_data(all.Length, all, type.Value, data, allSteps, out IntPtr result));
        return new MatHandle(result);
    }

    private static MatHandle Over(IEnumerable<int> sizes, MatType type, Array data, IEnumerable<long>? steps, out PinnedArray memory)
    {
        ArgumentNullException.ThrowIfNull(data);
        var pinned = new PinnedArray(data);
        try
        {
            MatHandle handle = Over(sizes, type, pinned.Address, steps);
            Call.Check(NativeMethods.w2k_mat_info_of(handle, out MatInfo info));
            Type element = data.GetType().GetElementType()!;
            long there = element.IsPrimitive ? Buffer.ByteLength(data) : data.LongLength * Marshal.SizeOf(element);
            long needed = info.DataEnd - info.DataStart;
            if (needed > there)
            {
                handle.Dispose();
                throw new ArgumentException($"The .NET array holds {there} bytes, {needed} are needed.", nameof(data));
            }
            memory = pinned;
            return handle;
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    private static void SetPart(Mat part, Mat value)
    {
        using (part)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (part.Type() != value.Type() || part.Dims != value.Dims || Enumerable.Range(0, part.Dims).Any(i => part.Size(i) != value.Size(i)))
            {
                throw new ArgumentException($"{value} does not fit into {part}.", nameof(value));
            }
            value.CopyTo(part);
        }
    }

    private void ShareMemory(Mat m) => _memory = m._memory?.Use();

    private Mat View(IntPtr pointer)
    {
        var view = new Mat(new MatHandle(pointer));
        view.ShareMemory(this);
        return view;
    }

    private Mat Reshaped(int cn, int[] sizes)
    {
        Call.Check(NativeMethods.w2k_mat_reshape(Handle, cn, sizes.Length, sizes, out IntPtr result));
        return View(result);
    }

    private unsafe IntPtr Address(ReadOnlySpan<int> index, int bytes)
    {
        MatInfo info = Info;
        if (index.Length == 0 || index.Length > info.Dims)
        {
            throw new ArgumentException($"{index.Length} indices do not address an array of {info.Dims} dimensions.");
        }
        if (bytes > info.ElemSize)
        {
            throw new OpenCvSharpException($"A value of {bytes} bytes is larger than the array's elements of {info.ElemSize} bytes ({(MatType)info.Type}).");
        }
        if (info.Dims == 2)
        {
            int column = index.Length > 1 ? index[1] : 0;
            if ((uint)index[0] >= (uint)info.Rows || (uint)column >= (uint)info.Cols)
            {
                throw new ArgumentOutOfRangeException(nameof(index), $"Row {index[0]}, column {column} lies outside of an array of {info.Rows} x {info.Cols}.");
            }
            return info.Data + (nint)((index[0] * info.Step) + ((long)column * info.ElemSize));
        }
        long offset = 0;
        for (int i = 0; i < info.Dims; i++)
        {
            int at = i < index.Length ? index[i] : 0;
            Call.Check(NativeMethods.w2k_mat_dimension(Handle, i, out int size, out long step));
            if ((uint)at >= (uint)size)
            {
                throw new ArgumentOutOfRangeException(nameof(index), $"Index {at} of dimension {i} lies outside of its length {size}.");
            }
            offset += at * step;
        }
        return info.Data + (nint)offset;
    }

    private unsafe T Read<T>(ReadOnlySpan<int> index)
        where T : struct
    {
        T value = Unsafe.ReadUnaligned<T>((void*)Address(index, ElementTypes.SizeOf<T>()));
        GC.KeepAlive(this);
        return value;
    }

    private unsafe void Write<T>(ReadOnlySpan<int> index, T value)
        where T : struct
    {
        Unsafe.WriteUnaligned((void*)Address(index, ElementTypes.SizeOf<T>()), value);
        GC.KeepAlive(this);
    }

    private void CopyIn<T>(Span<T> data)
        where T : unmanaged
    {
        MatInfo info = Info;
        int count = ElementTypes.CountOf<T>(info.Type, info.Total);
        if (data.Length != count)
        {
            throw new ArgumentException($"The array holds {count} values of {typeof(T).Name}, {data.Length} are given.", nameof(data));
        }
        CopyRows(data, outwards: false);
    }

    private void CopyRows<T>(Span<T> data, bool outwards)
        where T : unmanaged
    {
        if (data.IsEmpty)
        {
            return;
        }
        Span<byte> bytes = MemoryMarshal.AsBytes(data);
        MatInfo info = Info;
        if (info.Continuous != 0)
        {
            Move(AsSpan<byte>(), bytes);
        }
        else if (info.Dims == 2)
        {
            int width = info.Cols * info.ElemSize;
            for (int row = 0; row < info.Rows; row++)
            {
                Move(RowBytes(row), bytes.Slice(row * width, width));
            }
        }
        else
        {
            using Mat whole = outwards ? Clone() : EmptyClone();
            Move(whole.AsSpan<byte>(), bytes);
            if (!outwards)
            {
                whole.CopyTo(this);
            }
        }
        GC.KeepAlive(this);

        void Move(Span<byte> native, Span<byte> managed)
        {
            if (outwards)
            {
                native.CopyTo(managed);
            }
            else
            {
                managed.CopyTo(native);
            }
        }
    }
}
