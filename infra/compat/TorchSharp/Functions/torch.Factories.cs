using TorchSharp.Native;

namespace TorchSharp;

// New tensors by shape. dtype null is the default element type (get_default_dtype), device null the default device.
public static partial class torch
{
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty(size, dtype, device, requires_grad, names);

    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty(size.ToArray(), dtype, device, requires_grad, names);

    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([size], dtype, device, requires_grad, names);

    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([rows, columns], dtype, device, requires_grad, names);

    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([dim0, dim1, dim2], dtype, device, requires_grad, names);

    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor empty(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([size], dtype, device, requires_grad, names);

    public static Tensor empty(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([rows, columns], dtype, device, requires_grad, names);

    public static Tensor empty(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([dim0, dim1, dim2], dtype, device, requires_grad, names);

    public static Tensor empty(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Empty([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros(size, dtype, device, requires_grad, names);

    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros(size.ToArray(), dtype, device, requires_grad, names);

    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([size], dtype, device, requires_grad, names);

    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([rows, columns], dtype, device, requires_grad, names);

    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([dim0, dim1, dim2], dtype, device, requires_grad, names);

    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor zeros(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([size], dtype, device, requires_grad, names);

    public static Tensor zeros(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([rows, columns], dtype, device, requires_grad, names);

    public static Tensor zeros(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([dim0, dim1, dim2], dtype, device, requires_grad, names);

    public static Tensor zeros(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Zeros([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones(size, dtype, device, requires_grad, names);

    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones(size.ToArray(), dtype, device, requires_grad, names);

    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([size], dtype, device, requires_grad, names);

    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([rows, columns], dtype, device, requires_grad, names);

    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([dim0, dim1, dim2], dtype, device, requires_grad, names);

    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor ones(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([size], dtype, device, requires_grad, names);

    public static Tensor ones(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([rows, columns], dtype, device, requires_grad, names);

    public static Tensor ones(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([dim0, dim1, dim2], dtype, device, requires_grad, names);

    public static Tensor ones(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Ones([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full(size, value, dtype, device, requires_grad, names);

    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full(size.ToArray(), value, dtype, device, requires_grad, names);

    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([size], value, dtype, device, requires_grad, names);

    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([rows, columns], value, dtype, device, requires_grad, names);

    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([dim0, dim1, dim2], value, dtype, device, requires_grad, names);

    public static Tensor full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([dim0, dim1, dim2, dim3], value, dtype, device, requires_grad, names);

    public static Tensor full(int size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([size], value, dtype, device, requires_grad, names);

    public static Tensor full(int rows, int columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([rows, columns], value, dtype, device, requires_grad, names);

    public static Tensor full(int dim0, int dim1, int dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([dim0, dim1, dim2], value, dtype, device, requires_grad, names);

    public static Tensor full(int dim0, int dim1, int dim2, int dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Full([dim0, dim1, dim2, dim3], value, dtype, device, requires_grad, names);

    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand(size, dtype, device, requires_grad, generator, names);

    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand(size.ToArray(), dtype, device, requires_grad, generator, names);

    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([size], dtype, device, requires_grad, generator, names);

    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([rows, columns], dtype, device, requires_grad, generator, names);

    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    public static Tensor rand(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([size], dtype, device, requires_grad, generator, names);

    public static Tensor rand(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([rows, columns], dtype, device, requires_grad, generator, names);

    public static Tensor rand(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    public static Tensor rand(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Rand([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn(size, dtype, device, requires_grad, generator, names);

    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn(size.ToArray(), dtype, device, requires_grad, generator, names);

    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([size], dtype, device, requires_grad, generator, names);

    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([rows, columns], dtype, device, requires_grad, generator, names);

    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    public static Tensor randn(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([size], dtype, device, requires_grad, generator, names);

    public static Tensor randn(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([rows, columns], dtype, device, requires_grad, generator, names);

    public static Tensor randn(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    public static Tensor randn(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randn([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Finish(Ops.empty_like.Call(input, dtype, Arg.None, device), requires_grad, names);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Finish(Ops.zeros_like.Call(input, dtype, Arg.None, device), requires_grad, names);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Finish(Ops.ones_like.Call(input, dtype, Arg.None, device), requires_grad, names);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Finish(Ops.full_like.Call(input, value, dtype, Arg.None, device), requires_grad, names);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Ops.rand_like.Call(input, dtype, Arg.None, device), requires_grad, null);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Ops.randn_like.Call(input, dtype, Arg.None, device), requires_grad, null);

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randint(low, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randint(low, high, Array.ConvertAll(size, value => (long)value), dtype, device, requires_grad, generator, names);

    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Randint(0, high, Array.ConvertAll(size, value => (long)value), dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(Ops.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, device ?? DefaultDevice), requires_grad, null);

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) => Ops.randperm_generator_out.InPlace(@out, n, generator, @out);

    /// <summary>From start to before stop; whole numbers alone give Int64.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Ops.arange_start_step.Call(start, stop, step, dtype ?? Infer(start, stop, step), Arg.None, device ?? DefaultDevice), requires_grad, null);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Ops.eye_m.Call(rows, columns < 0 ? rows : columns, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, names);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Ops.linspace.Call((Scalar)start, (Scalar)end, steps, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, null);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Ops.logspace.Call((Scalar)start, (Scalar)end, steps, @base, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, null);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Ops.hann_window_periodic.Call(len, periodic, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, null);

    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Ops.hamming_window_periodic_alpha_beta.Call(len, periodic, alpha, beta, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, null);

    private static Tensor Empty(long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Finish(Ops.empty_memory_format.Call(size, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, names);

    private static Tensor Zeros(long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Finish(Ops.zeros.Call(size, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, names);

    private static Tensor Ones(long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Finish(Ops.ones.Call(size, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, names);

    private static Tensor Full(long[] size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Finish(Ops.full.Call(size, value, dtype ?? Infer(value), Arg.None, device ?? DefaultDevice), requires_grad, names);

    private static Tensor Rand(long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names) =>
        Finish(Ops.rand_generator.Call(size, generator, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, names);

    private static Tensor Randn(long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names) =>
        Finish(Ops.randn_generator.Call(size, generator, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, names);

    private static Tensor Randint(long low, long high, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names) =>
        Finish(Ops.randint_low_generator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, device ?? DefaultDevice), requires_grad, names);

    /// <summary>Python's rule: truth values stay, whole numbers become Int64, others the default type.</summary>
    private static ScalarType Infer(params ReadOnlySpan<Scalar> values)
    {
        bool whole = true, truth = true;
        foreach (Scalar value in values)
        {
            if (value.Tag == Tag.Complex)
            {
                return value.Type;
            }

            whole &= value.IsWhole;
            truth &= value.Tag == Tag.Bool;
        }

        return truth ? ScalarType.Bool : whole ? ScalarType.Int64 : get_default_dtype();
    }

    private static Tensor Finish(Tensor tensor, bool requires_grad, string[]? names)
    {
        if (names is not null)
        {
            tensor.Dispose();
            throw new NotSupportedException("Dimensions cannot be named here: leave names out.");
        }

        return requires_grad ? tensor.requires_grad_() : tensor;
    }
}
