using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Shape, order and parts. Views share their tensor's memory.
    public partial class Tensor
    {
        /// <summary>The dimensions in reverse order.</summary>
        public Tensor T => Ops.numpy_T.Call(this);

        /// <summary>The conjugate transpose of a matrix.</summary>
        public Tensor H => Ops.matrix_H.Call(this);

        /// <summary>The last two dimensions swapped.</summary>
        public Tensor mT => Ops.mT.Call(this);

        /// <summary>The conjugate of <see cref="mT"/>.</summary>
        public Tensor mH => Ops.mH.Call(this);

        public Tensor index_select(long dim, Tensor index) => Ops.index_select.Call(this, dim, index);

        public Tensor select(long dim, long index) => Ops.select_int.Call(this, dim, index);

        public Tensor take(Tensor index) => Ops.take.Call(this, index);

        public Tensor take_along_dim(Tensor indices) => Ops.take_along_dim.Call(this, indices);

        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray()));

        public Tensor take_along_dim(Tensor indices, long dim) => Ops.take_along_dim.Call(this, indices, dim);

        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(tensor(indices.ToArray()), dim);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add.Call(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Ops.index_copy.Call(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => Ops.index_fill_int_Scalar.Call(this, dim, index, value);

        public Tensor reshape(params long[] shape) => Ops.reshape.Call(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.flatten_using_ints.Call(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            // As reshape: the operator's own signature is not the same in every libtorch.
            long[] old = shape;
            long place = dim < 0 ? dim + old.Length : dim;
            if (place < 0 || place >= old.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"A tensor of {old.Length} dimensions has no dimension {dim}.");
            }

            return reshape([.. old[..(int)place], .. sizes, .. old[((int)place + 1)..]]);
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor squeeze(long? dim = null) => dim is { } given ? Ops.squeeze_dim.Call(this, given) : Ops.squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } given ? Ops.squeeze__dim.InPlace(this, this, given) : Ops.squeeze_.InPlace(this, this);

        public Tensor t() => Ops.t.Call(this);

        public Tensor transpose(long dim0, long dim1) => Ops.transpose_int.Call(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Ops.transpose_.InPlace(this, this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => Ops.transpose_int.Call(this, dim0, dim1);

        public Tensor tril(long diagonal = 0) => Ops.tril.Call(this, diagonal);

        public Tensor triu(long diagonal = 0) => Ops.triu.Call(this, diagonal);

        public Tensor view(params long[] shape) => Ops.view.Call(this, shape);

        public Tensor view_as(Tensor other) => Ops.view.Call(this, other.shape);

        public Tensor tile(long[] reps) => Ops.tile.Call(this, reps);

        public Tensor diag(long diagonal = 0) => Ops.diag.Call(this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Ops.diagonal.Call(this, offset, dim1, dim2);

        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.masked_fill_Scalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Ops.masked_fill__Scalar.InPlace(this, this, mask, value);

        public Tensor masked_select(Tensor mask) => Ops.masked_select.Call(this, mask);

        public Tensor[] unbind(long dimension = 0) => Ops.unbind_int.CallList(this, dimension);

        /// <summary>Windows of <paramref name="size"/> along a dimension, every <paramref name="step"/>; they become the last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => Ops.unfold.Call(this, dimension, size, step);

        public Tensor[] split(long size, int dim = 0) => Ops.split_Tensor.CallList(this, size, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Ops.split_with_sizes.CallList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0);

        public Tensor[] chunk(long chunks, long dim = 0) => Ops.chunk.CallList(this, chunks, dim);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Ops.expand.Call(this, sizes, isImplicit);

        public Tensor expand_as(Tensor other) => Ops.expand_as.Call(this, other);

        public Tensor expand(params long[] sizes) => expand(sizes, false);

        public Tensor repeat(params long[] sizes) => Ops.repeat.Call(this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_Tensor.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_int.Call(this, repeats, dim, output_size);

        public Tensor movedim(long[] source, long[] destination) => Ops.movedim_intlist.Call(this, source, destination);

        public Tensor permute(params long[] permutation) => Ops.permute.Call(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor scatter(long dim, Tensor index, Tensor src) => Ops.scatter_src.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Ops.scatter__src.InPlace(this, this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Ops.scatter_add.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Ops.scatter_add_.InPlace(this, this, dim, index, src);

        public Tensor gather(long dim, Tensor index) => Ops.gather.Call(this, dim, index);

        public Tensor flip(params long[] dims) => Ops.flip.Call(this, dims);

        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Call(this, dim, start, length);

        public Tensor roll(long shifts, long? dims = null) => roll(new[] { shifts }, dims is { } given ? new[] { given } : []);

        public Tensor roll((long, long) shifts, (long, long) dims) => roll(new[] { shifts.Item1, shifts.Item2 }, new[] { dims.Item1, dims.Item2 });

        public Tensor roll(long[] shifts, long[] dims) => Ops.roll.Call(this, shifts, dims);

        public Tensor roll(long[] shifts) => Ops.roll.Call(this, shifts);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll(new[] { shifts.Item1, shifts.Item2, shifts.Item3 }, new[] { dims.Item1, dims.Item2, dims.Item3 });

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => roll(shifts.ToArray(), dims.ToArray());

        public Tensor slice(long dim, long start, long finish, long step) => Ops.slice_Tensor.Call(this, dim, start, finish, step);

        public Tensor unsqueeze(long dim) => Ops.unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => Ops.unsqueeze_.InPlace(this, this, dim);

        /// <summary>The places of the elements that are not zero: a row for each.</summary>
        public Tensor nonzero() => Ops.nonzero.Call(this);

        public IList<Tensor> nonzero_as_list() => Ops.nonzero_numpy.CallList(this);
    }
}
