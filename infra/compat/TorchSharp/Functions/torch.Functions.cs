using TorchSharp.Native;

namespace TorchSharp;

// The tensors' methods as functions, and what joins several tensors.
public static partial class torch
{
    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    public static Tensor abs(Tensor input) => input.abs();

    public static Tensor angle(Tensor input) => input.angle();

    public static Tensor ceil(Tensor input) => input.ceil();

    public static Tensor cos(Tensor input) => input.cos();

    public static Tensor exp(Tensor input) => input.exp();

    public static Tensor floor(Tensor input) => input.floor();

    public static Tensor frac(Tensor input) => input.frac();

    public static Tensor imag(Tensor input) => input.imag;

    public static Tensor log(Tensor input) => input.log();

    public static Tensor log10(Tensor input) => input.log10();

    public static Tensor log1p(Tensor input) => input.log1p();

    public static Tensor log2(Tensor input) => input.log2();

    public static Tensor real(Tensor input) => input.real;

    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    public static Tensor sign(Tensor input) => input.sign();

    public static Tensor sin(Tensor input) => input.sin();

    public static Tensor sqrt(Tensor input) => input.sqrt();

    public static Tensor square(Tensor input) => input.square();

    public static Tensor tanh(Tensor input) => input.tanh();

    public static Tensor trunc(Tensor input) => input.trunc();

    public static Tensor nonzero(Tensor input) => input.nonzero();

    public static Tensor inverse(Tensor input) => input.inverse();

    public static Tensor isnan(Tensor input) => input.isnan();

    public static Tensor complex(Tensor real, Tensor imag) => Ops.complex.Call(real, imag);

    public static Tensor polar(Tensor abs, Tensor angle) => Ops.polar.Call(abs, angle);

    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => Ops.trapz_x.Call(y, x, dim);

    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => Ops.trapz_dx.Call(y, dx, dim);

    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);

    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);

    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);

    public static Tensor equal(Tensor tensor, Tensor target) => tensor.equal(target);

    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) => tensor.isclose(other, rtol, atol, nanEqual);

    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    public static (Tensor Values, Tensor Indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) => input.sort(dim, descending, stable);

    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) => Ops.searchsorted_Tensor.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor? sorter) => Ops.searchsorted_Scalar.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static (Tensor values, Tensor indexes) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => tensor.topk(k, dim, largest, sorted);

    public static Tensor norm(Tensor input) => input.norm();

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);

    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Ops.cat.Call(tensors as Tensor[] ?? [.. tensors], dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => Ops.cat.Call(tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Ops.cat.Call(tensors.ToArray(), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => Ops.cat.Call(tensors as Tensor[] ?? [.. tensors], dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => Ops.cat.Call(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Ops.cat.Call(tensors.ToArray(), dim);

    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => Ops.gather.Call(input, dim, index, sparse_grad);

    public static Tensor hstack(IList<Tensor> tensors) => Ops.hstack.Call((Tensor[])[.. tensors]);

    public static Tensor hstack(params Tensor[] tensors) => Ops.hstack.Call(tensors);

    public static Tensor hstack(IEnumerable<Tensor> tensors) => Ops.hstack.Call((Tensor[])[.. tensors]);

    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => Ops.hstack.Call(tensors.ToArray());

    public static Tensor vstack(IList<Tensor> tensors) => Ops.vstack.Call((Tensor[])[.. tensors]);

    public static Tensor vstack(Tensor[] tensors) => Ops.vstack.Call(tensors);

    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => Ops.vstack.Call(tensors.ToArray());

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Ops.stack.Call(tensors as Tensor[] ?? [.. tensors], dim);

    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    public static Tensor swapaxes(Tensor input, long axis0, long axis1) => input.swapaxes(axis0, axis1);

    public static Tensor tile(Tensor input, long[] dims) => input.tile(dims);

    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Ops.where_self.Call(condition, x, y);

    public static Tensor[] where(Tensor condition) => Ops.where.CallList(condition);

    public static Tensor bucketize(Tensor input, Tensor boundaries, bool outInt32 = false, bool right = false) => Ops.bucketize_Tensor.Call(input, boundaries, outInt32, right);

    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) => Ops.cdist.Call(x1, x2, p, (long)compute_mode);

    public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => input.cumprod(dim, dtype);

    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);

    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);

    public static Tensor diff(Tensor input, long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => input.diff(n, dim, prepend, append);

    public static Tensor einsum(string equation, params Tensor[] tensors) => Ops.einsum.Call(equation, tensors);

    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => input.histc(bins, min, max);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Ops.meshgrid_indexing.CallList((Tensor[])[.. tensors], indexing);

    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, long[] shifts) => input.roll(shifts);

    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);

    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);

    public static Tensor view_as_real(Tensor input) => Ops.view_as_real.Call(input);

    public static Tensor view_as_complex(Tensor input) => Ops.view_as_complex.Call(input);

    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    public static Tensor add(Tensor left, Scalar right, Scalar alpha) => left.add(right, alpha);

    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);

    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    public static Tensor clip(Tensor input, Scalar? min = null, Scalar? max = null) => input.clip(min, max);

    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor fmod(Tensor left, Tensor right) => left.fmod(right);

    public static Tensor fmod(Tensor left, Scalar right) => left.fmod(right);

    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    public static Tensor nan_to_num(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) => input.nan_to_num(nan, posinf, neginf);

    public static Tensor round(Tensor input, long decimals = 0) => input.round(decimals);

    public static Tensor argmax(Tensor input) => input.argmax();

    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

    public static Tensor argmin(Tensor input) => input.argmin();

    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);

    public static Tensor max(Tensor input) => input.max();

    public static Tensor max(Tensor input, Tensor other) => input.max(other);

    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);

    public static Tensor min(Tensor input) => input.min();

    public static Tensor min(Tensor input, Tensor other) => input.min(other);

    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);

    public static Tensor mean(Tensor input) => input.mean();

    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => input.mean(dimensions, keepdim, type);

    public static Tensor nanmean(Tensor input, int? dim = null, bool keepdim = false, ScalarType? dtype = null) => input.nanmean(dim, keepdim, dtype);

    public static Tensor median(Tensor input) => input.median();

    public static Tensor norm(Tensor input, float p = 2f) => input.norm(p);

    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2f) => input.norm(dimension, keepdim, p);

    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);

    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);

    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);

    public static Tensor std(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);

    public static Tensor std(Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);

    public static Tensor std(Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);

    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);

    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);

    public static Tensor var(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);

    public static Tensor var(Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);

    public static Tensor var(Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);

    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);

    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);

    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);

    public static Tensor stft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
        input.stft(n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);

    public static Tensor istft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        input.istft(n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);
}
