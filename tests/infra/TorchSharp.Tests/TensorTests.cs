using System.Numerics;
using System.Runtime.InteropServices;
using Shouldly;
using TorchSharp.Utils;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Tensors: how they are made, computed with, cut, reduced and read.</summary>
public sealed class TensorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void New_tensors_have_the_shape_type_and_values_asked_for()
    {
        zeros(2, 3).data<float>().ToArray().ShouldBe(new float[6]);
        ones([2], dtype: float64).data<double>().ToArray().ShouldBe([1.0, 1.0]);
        full(2, 2, 7, dtype: int32).data<int>().ToArray().ShouldBe([7, 7, 7, 7]);
        eye(2).data<float>().ToArray().ShouldBe([1, 0, 0, 1]);
        arange(3).dtype.ShouldBe(ScalarType.Int64);
        arange(0, 1, 0.25).data<float>().ToArray().ShouldBe([0, 0.25f, 0.5f, 0.75f]);
        linspace(0, 1, 5, dtype: float64).data<double>().ToArray().ShouldBe([0, 0.25, 0.5, 0.75, 1]);
        logspace(0, 2, 3, dtype: float64).data<double>().ToArray().ShouldBe([1, 10, 100]);
        empty(4, 0, 2).NumberOfElements.ShouldBe(0);
        zeros_like(ones(3, dtype: int64)).dtype.ShouldBe(ScalarType.Int64);
        full_like(ones(2), 3).data<float>().ToArray().ShouldBe([3f, 3f]);
        zeros(2, 3).shape.ShouldBe([2, 3]);
        zeros(2, 3).ToString().ShouldBe("[2x3], type = Float32, device = cpu");
    }

    [Fact]
    public void Whole_and_truth_values_decide_the_type_as_in_Python()
    {
        full(2, 1).dtype.ShouldBe(ScalarType.Int64);
        full(2, 1.5).dtype.ShouldBe(ScalarType.Float32);
        full(2, true).dtype.ShouldBe(ScalarType.Bool);
        (tensor(3) / 2).item<float>().ShouldBe(1.5f);
        (1 / tensor(4)).item<float>().ShouldBe(0.25f);
        (tensor(7) % 4).item<int>().ShouldBe(3);
    }

    [Fact]
    public void CSharp_values_become_tensors_of_their_type()
    {
        tensor(1.5f).dtype.ShouldBe(ScalarType.Float32);
        tensor(1.5).dtype.ShouldBe(ScalarType.Float64);
        tensor(3).dtype.ShouldBe(ScalarType.Int32);
        tensor(3L).dtype.ShouldBe(ScalarType.Int64);
        tensor(true).dtype.ShouldBe(ScalarType.Bool);
        tensor((byte)3).dtype.ShouldBe(ScalarType.Byte);
        tensor(new Complex(1, 2)).item<Complex>().ShouldBe(new Complex(1, 2));
        tensor((1f, 2f)).item<(float, float)>().ShouldBe((1f, 2f));
        tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).shape.ShouldBe([3, 2]);
        tensor(new List<long> { 1, 2, 3, 4 }, 2, 2).shape.ShouldBe([2, 2]);
        tensor(new[] { 1f, 2, 3, 4 }, [4, 1]).shape.ShouldBe([4, 1]);
        tensor(new[] { 1.9, -1.9 }, dtype: int32).data<int>().ToArray().ShouldBe([1, -1]);
        from_array(new short[2, 2]).dtype.ShouldBe(ScalarType.Int16);
        tensor(new[] { (Half)0.5 }).item<Half>().ShouldBe((Half)0.5);
        tensor(Array.Empty<float>()).NumberOfElements.ShouldBe(0);
    }

    [Fact]
    public void Values_that_do_not_fill_the_dimensions_are_refused() =>
        Should.Throw<ExternalException>(() => tensor(new[] { 1f, 2, 3 }, [2, 2])).Message.ShouldContain("16 bytes");

    [Fact]
    public void A_tensor_copies_the_array_that_it_is_made_of()
    {
        float[] values = [1, 2];
        Tensor copied = tensor(values);
        values[0] = 9;
        copied.data<float>()[0].ShouldBe(1f);
    }

    [Fact]
    public void A_tensor_from_a_buffer_shares_its_memory()
    {
        float[] values = [1, 2, 3];
        Tensor shared = frombuffer(values, ScalarType.Float32, offset: 4);
        values[2] = 9;
        shared.data<float>().ToArray().ShouldBe([2f, 9f]);
        shared.mul_(2);
        values.ShouldBe([1f, 4f, 18f]);
        Should.Throw<ArgumentOutOfRangeException>(() => frombuffer(values, ScalarType.Float32, count: 4));
        Should.Throw<ArgumentException>(() => frombuffer(new byte[3], ScalarType.Float32));
    }

    [Fact]
    public void Arithmetic_works_element_by_element_with_tensors_and_numbers()
    {
        Tensor a = tensor(new[] { 1f, 2, 3 }), b = tensor(new[] { 4f, 5, 6 });
        (a + b).data<float>().ToArray().ShouldBe([5, 7, 9]);
        (a - b).data<float>().ToArray().ShouldBe([-3, -3, -3]);
        (a * b).data<float>().ToArray().ShouldBe([4, 10, 18]);
        (b / a).data<float>().ToArray().ShouldBe([4, 2.5f, 2]);
        (2 * a + 1).data<float>().ToArray().ShouldBe([3, 5, 7]);
        (1 - a).data<float>().ToArray().ShouldBe([0, -1, -2]);
        (6 / a).data<float>().ToArray().ShouldBe([6, 3, 2]);
        (-a).data<float>().ToArray().ShouldBe([-1, -2, -3]);
        (a % 2).data<float>().ToArray().ShouldBe([1, 0, 1]);
        a.add(b, alpha: 10).data<float>().ToArray().ShouldBe([41, 52, 63]);
        a.div(2, RoundingMode.floor).data<float>().ToArray().ShouldBe([0, 1, 1]);
        a.pow(2).data<float>().ToArray().ShouldBe([1, 4, 9]);
        a.clamp(1.5, 2.5).data<float>().ToArray().ShouldBe([1.5f, 2, 2.5f]);
        maximum(a, tensor(2f)).data<float>().ToArray().ShouldBe([2, 2, 3]);
        a.lerp(b, tensor(0.5f)).data<float>().ToArray().ShouldBe([2.5f, 3.5f, 4.5f]);
        tensor(new[] { -1.5f, 2.5f }).trunc().data<float>().ToArray().ShouldBe([-1, 2]);
        tensor(new[] { 1.234f }).round(1).item<float>().ShouldBe(1.2f, 1e-6f);
        atan2(tensor(1.0), tensor(1.0)).item<double>().ShouldBe(Math.PI / 4, 1e-12);
    }

    [Fact]
    public void Changes_in_place_give_the_tensor_itself_back()
    {
        Tensor a = tensor(new[] { 1f, 2 });
        a.add_(1).mul_(2).ShouldBeSameAs(a);
        a.data<float>().ToArray().ShouldBe([4, 6]);
        a.zero_().data<float>().ToArray().ShouldBe([0, 0]);
        a.copy_(tensor(new[] { 5, 6 })).data<float>().ToArray().ShouldBe([5, 6]);
        a.fill_(1.5).data<float>().ToArray().ShouldBe([1.5f, 1.5f]);
    }

    [Fact]
    public void Comparisons_give_truth_values_and_select()
    {
        Tensor a = tensor(new[] { 1f, 2, 3 });
        (a > 1.5).data<bool>().ToArray().ShouldBe([false, true, true]);
        (a == tensor(new[] { 1f, 0, 3 })).data<bool>().ToArray().ShouldBe([true, false, true]);
        ((a >= 2) & (a < 3)).data<bool>().ToArray().ShouldBe([false, true, false]);
        (~(a <= 2)).data<bool>().ToArray().ShouldBe([false, false, true]);
        where(a > 1.5, a, zeros(3)).data<float>().ToArray().ShouldBe([0, 2, 3]);
        a.masked_fill(a > 2, -1).data<float>().ToArray().ShouldBe([1, 2, -1]);
        a.masked_select(a > 1).data<float>().ToArray().ShouldBe([2, 3]);
        a.Equals(tensor(new[] { 1f, 2, 3 })).ShouldBeTrue();
        a.allclose(a + 1e-7).ShouldBeTrue();
        a.allclose(a + 1).ShouldBeFalse();
        tensor(new[] { float.NaN, 1, float.PositiveInfinity }).isfinite().data<bool>().ToArray().ShouldBe([false, true, false]);
        tensor(new[] { float.NaN, float.PositiveInfinity }).nan_to_num(5, 7).data<float>().ToArray().ShouldBe([5, 7]);
    }

    [Fact]
    public void Brackets_cut_as_in_Python()
    {
        Tensor a = arange(24, dtype: float32).reshape(2, 3, 4);
        a[1, 2, 3].item<float>().ShouldBe(23f);
        a[-1, -1, -1].item<float>().ShouldBe(23f);
        a[1].shape.ShouldBe([3, 4]);
        a[TensorIndex.Ellipsis, 0].shape.ShouldBe([2, 3]);
        a[.., 1..3].shape.ShouldBe([2, 2, 4]);
        a[0, ..^1, 0].data<float>().ToArray().ShouldBe([0, 4]);
        a[0, 0, ^2].item<float>().ShouldBe(2f);
        a[TensorIndex.Colon, TensorIndex.Slice(0, null, 2)].shape.ShouldBe([2, 2, 4]);
        a[TensorIndex.None, 0].shape.ShouldBe([1, 3, 4]);
        a[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { 0L, 2 }))].shape.ShouldBe([2, 2, 4]);
        a[a > 20].data<float>().ToArray().ShouldBe([21, 22, 23]);
        Should.Throw<ExternalException>(() => a[2]).Message.ShouldContain("out of bounds");
        Should.Throw<ExternalException>(() => a[TensorIndex.Slice(0, 2, -1)]).Message.ShouldContain("step must be greater than zero");
    }

    [Fact]
    public void Brackets_assign_as_in_Python()
    {
        Tensor a = zeros(2, 3);
        a[0] = ones(3);
        a[1, 2] = tensor(5f);
        a[.., 0] = tensor(new[] { 7f, 8 });
        a.data<float>().ToArray().ShouldBe([7, 1, 1, 8, 0, 5]);
        a[a == 1] = tensor(-1f);
        a.data<float>().ToArray().ShouldBe([7, -1, -1, 8, 0, 5]);
        Tensor sums = zeros(2);
        sums.index_put_(ones(3), [TensorIndex.Tensor(tensor(new[] { 0L, 0, 1 }))], accumulate: true);
        sums.data<float>().ToArray().ShouldBe([2, 1]);
        a.index_put_((Scalar)3, TensorIndex.Single(0), TensorIndex.Colon);
        a[0].data<float>().ToArray().ShouldBe([3, 3, 3]);
    }

    [Fact]
    public void Shapes_change_without_moving_elements_out_of_order()
    {
        Tensor a = arange(6, dtype: float32);
        a.view(2, 3).t().data<float>().ToArray().ShouldBe([0, 3, 1, 4, 2, 5]);
        a.reshape(2, -1).shape.ShouldBe([2, 3]);
        a.view(1, 2, 3).permute(2, 0, 1).shape.ShouldBe([3, 1, 2]);
        a.view(1, 6).squeeze(0).unsqueeze(1).shape.ShouldBe([6, 1]);
        a.view(2, 3).flatten().shape.ShouldBe([6]);
        a.unflatten(0, 3, 2).shape.ShouldBe([3, 2]);
        a.view(2, 3).transpose(0, 1).is_contiguous().ShouldBeFalse();
        a.view(2, 3).transpose(0, 1).contiguous().stride().ShouldBe([2, 1]);
        a.unfold(0, 3, 2).data<float>().ToArray().ShouldBe([0, 1, 2, 2, 3, 4]);
        a.view(2, 3).flip(1).data<float>().ToArray().ShouldBe([2, 1, 0, 5, 4, 3]);
        a.roll(2).data<float>().ToArray().ShouldBe([4, 5, 0, 1, 2, 3]);
        a[1..3].expand(2, 2).data<float>().ToArray().ShouldBe([1, 2, 1, 2]);
        a[..2].repeat(2).data<float>().ToArray().ShouldBe([0, 1, 0, 1]);
        a[..2].repeat_interleave(2).data<float>().ToArray().ShouldBe([0, 0, 1, 1]);
        ones(2, 2).tril().data<float>().ToArray().ShouldBe([1, 0, 1, 1]);
        ones(2, 3, 4).movedim([0], [2]).shape.ShouldBe([3, 4, 2]);
    }

    [Fact]
    public void Tensors_are_joined_and_split()
    {
        Tensor a = zeros(2, 2), b = ones(1, 2);
        cat([a, b]).shape.ShouldBe([3, 2]);
        cat(new List<Tensor> { a, a }, 1).shape.ShouldBe([2, 4]);
        stack([a, a], 1).shape.ShouldBe([2, 2, 2]);
        vstack([a, b]).shape.ShouldBe([3, 2]);
        hstack(a, a).shape.ShouldBe([2, 4]);
        arange(5).split(2).Select(part => part.size(0)).ShouldBe([2, 2, 1]);
        arange(5).split([1L, 4]).Select(part => part.size(0)).ShouldBe([1, 4]);
        arange(6).chunk(3).Length.ShouldBe(3);
        eye(2).unbind().Select(row => row[0].item<float>()).ShouldBe([1f, 0f]);
        meshgrid([arange(2), arange(3)])[1].shape.ShouldBe([2, 3]);
        cat(Enumerable.Range(0, 300).Select(i => tensor(new[] { i })).ToArray()).sum().item<long>().ShouldBe(44850);
    }

    [Fact]
    public void Gather_and_scatter_move_elements_by_index()
    {
        Tensor a = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        a.gather(1, tensor(new long[,] { { 1 }, { 0 } })).data<float>().ToArray().ShouldBe([2, 3]);
        zeros(2, 2).scatter(1, tensor(new long[,] { { 1 }, { 0 } }), ones(2, 1)).data<float>().ToArray().ShouldBe([0, 1, 1, 0]);
        zeros(2).scatter_add(0, tensor(new[] { 0L, 0 }), tensor(new[] { 2f, 3 })).data<float>().ToArray().ShouldBe([5, 0]);
        a.index_select(0, tensor(new[] { 1L })).data<float>().ToArray().ShouldBe([3, 4]);
        a.take(tensor(new[] { 3L, 0 })).data<float>().ToArray().ShouldBe([4, 1]);
    }

    [Fact]
    public void Reductions_over_all_or_some_dimensions()
    {
        Tensor a = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 9 } });
        a.sum().item<float>().ShouldBe(24f);
        a.sum(0L).data<float>().ToArray().ShouldBe([5, 7, 12]);
        a.sum([1L], keepdim: true).shape.ShouldBe([2, 1]);
        a.mean([1L]).data<float>().ToArray().ShouldBe([2, 6]);
        a.std(false).item<float>().ShouldBe((float)Math.Sqrt(20.0 / 3), 1e-5f);
        a.var(1).data<float>().ToArray().ShouldBe([1, 7]);
        (Tensor values, Tensor places) = a.max(1);
        values.data<float>().ToArray().ShouldBe([3, 9]);
        places.data<long>().ToArray().ShouldBe([2, 2]);
        a.min().item<float>().ShouldBe(1f);
        a.argmax().item<long>().ShouldBe(5);
        a.amax(0L).data<float>().ToArray().ShouldBe([4, 5, 9]);
        a.prod(1).data<float>().ToArray().ShouldBe([6, 180]);
        a.median().item<float>().ShouldBe(3f);
        a.cumsum(1).data<float>().ToArray().ShouldBe([1, 3, 6, 4, 9, 18]);
        a.norm().item<float>().ShouldBe((float)Math.Sqrt(136), 1e-5f);
        a.logsumexp(1)[0].item<float>().ShouldBe((float)Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)), 1e-5f);
        a.quantile(tensor(0.5f)).data<float>().ToArray().ShouldBe([2, 5]);
        (a > 3).any().item<bool>().ShouldBeTrue();
        (a > 3).all().item<bool>().ShouldBeFalse();
        a.count_nonzero().item<long>().ShouldBe(6);
        tensor(new[] { 1f, float.NaN, 3 }).nanmean().item<float>().ShouldBe(2f);
        a.std_mean().mean.item<float>().ShouldBe(4f);
    }

    [Fact]
    public void Sorting_topk_unique_and_search()
    {
        Tensor a = tensor(new[] { 3f, 1, 2, 3 });
        (Tensor sorted, Tensor order) = a.sort(descending: true, stable: true);
        sorted.data<float>().ToArray().ShouldBe([3, 3, 2, 1]);
        order.data<long>().ToArray().ShouldBe([0, 3, 2, 1]);
        a.topk(2).values.data<float>().ToArray().ShouldBe([3, 3]);
        a.argsort().data<long>().ToArray()[0].ShouldBe(1);
        (Tensor output, Tensor? inverse, Tensor? counts) = a.unique(return_counts: true);
        output.data<float>().ToArray().ShouldBe([1, 2, 3]);
        inverse.ShouldBeNull();
        counts!.data<long>().ToArray().ShouldBe([1, 1, 2]);
        searchsorted(tensor(new[] { 1f, 2, 3 }), tensor(new[] { 2.5f })).item<long>().ShouldBe(2);
        a.histc(2, 0, 4).data<float>().ToArray().ShouldBe([1, 3]);
        tensor(new[] { 0L, 1, 1 }).bincount(null).data<long>().ToArray().ShouldBe([1, 2]);
        a.nonzero().shape.ShouldBe([4, 1]);
    }

    [Fact]
    public void Products_of_matrices()
    {
        Tensor a = tensor(new double[,] { { 1, 2 }, { 3, 4 } }), v = tensor(new[] { 5.0, 6 });
        a.matmul(v).data<double>().ToArray().ShouldBe([17, 39]);
        a.mm(a).data<double>().ToArray().ShouldBe([7, 10, 15, 22]);
        v.dot(v).item<double>().ShouldBe(61);
        stack([a, a]).bmm(stack([a, a]))[1].data<double>().ToArray().ShouldBe([7, 10, 15, 22]);
        einsum("ij,j->i", a, v).data<double>().ToArray().ShouldBe([17, 39]);
        outer(v, v)[0, 1].item<double>().ShouldBe(30);
        v.addmm(a, a)[0].data<double>().ToArray().ShouldBe([12, 16]);
        a.det().item<double>().ShouldBe(-2, 1e-12);
        a.inverse().matmul(a).allclose(eye(2, dtype: float64)).ShouldBeTrue();
    }

    [Fact]
    public void Decompositions_put_together_give_the_matrix_again()
    {
        Tensor a = tensor(new double[,] { { 4, 1 }, { 1, 3 }, { 2, 5 } }), square = a.t().mm(a);
        (Tensor u, Tensor s, Tensor vh) = linalg.svd(a, fullMatrices: false);
        u.mm(s.diag()).mm(vh).allclose(a).ShouldBeTrue();
        (Tensor q, Tensor r) = linalg.qr(a);
        q.mm(r).allclose(a).ShouldBeTrue();
        Tensor l = linalg.cholesky(square);
        l.mm(l.t()).allclose(square).ShouldBeTrue();
        (Tensor values, Tensor vectors) = linalg.eigh(square);
        vectors.mm(values.diag()).mm(vectors.t()).allclose(square).ShouldBeTrue();
        square.mm(linalg.solve(square, ones(2, 1, dtype: float64))).allclose(ones(2, 1, dtype: float64)).ShouldBeTrue();
        linalg.lstsq(a, a.mm(ones(2, 1, dtype: float64))).Solution.allclose(ones(2, 1, dtype: float64)).ShouldBeTrue();
        linalg.pinv(a).mm(a).allclose(eye(2, dtype: float64)).ShouldBeTrue();
        linalg.norm(tensor(new[] { 3.0, 4 })).item<double>().ShouldBe(5);
        linalg.vector_norm(tensor(new[] { -3.0, 4 }), 1).item<double>().ShouldBe(7);
        linalg.matrix_norm(a).item<double>().ShouldBe(Math.Sqrt(56), 1e-12);
    }

    [Fact]
    public void Elements_of_a_view_are_read_and_written_in_its_own_order()
    {
        Tensor a = arange(6, dtype: float32).view(2, 3), t = a.t();
        TensorAccessor<float> elements = t.data<float>();
        elements.ToArray().ShouldBe([0, 3, 1, 4, 2, 5]);
        elements[2, 1].ShouldBe(5f);
        elements[3].ShouldBe(4f);
        elements[0, 1] = 30;
        a[1, 0].item<float>().ShouldBe(30f);
        elements.CopyFrom([10f, 11, 12, 13, 14, 15]);
        a.data<float>().ToArray().ShouldBe([10, 12, 14, 11, 13, 15]);
        elements.Sum().ShouldBe(75f);
        ((float[,])elements.ToNDArray())[2, 0].ShouldBe(14f);
        float[] two = new float[2];
        elements.CopyTo(two, tensorIndex: 4);
        two.ShouldBe([14, 15]);
        Should.Throw<IndexOutOfRangeException>(() => elements[3, 0]);
        Should.Throw<ArgumentException>(() => a.data<double>()).Message.ShouldContain("Float32");
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        Tensor a = tensor(new[] { 1, 2 });
        MemoryMarshal.Cast<byte, int>(a.bytes)[1].ShouldBe(2);
        a.bytes[0] = 7;
        a[0].item<int>().ShouldBe(7);
        a.bytes = MemoryMarshal.AsBytes(new[] { 8, 9 }.AsSpan());
        a.data<int>().ToArray().ShouldBe([8, 9]);
        Should.Throw<NotSupportedException>(() => eye(3).t()[.., 0..2].bytes.Length);
        Should.Throw<ArgumentException>(() => a.bytes = new byte[3]);
    }

    [Fact]
    public void One_element_is_read_as_a_number()
    {
        tensor(5L).ToInt32().ShouldBe(5);
        ((float)tensor(2.5)).ShouldBe(2.5f);
        tensor(2.5f).ToDouble().ShouldBe(2.5);
        tensor(long.MaxValue).ToInt64().ShouldBe(long.MaxValue);
        tensor(new[] { true }).ToBoolean().ShouldBeTrue();
        Should.Throw<ArgumentException>(() => ones(2).item<float>()).Message.ShouldContain("one element");
        Should.Throw<ArgumentException>(() => ones(1).item<int>());
        Should.Throw<ExternalException>(() => ones(2).ToSingle());
        ones(3, dtype: bfloat16).ReadCpuBFloat16(1).ShouldBe(1f);
    }

    [Fact]
    public void Types_are_converted_and_what_fits_already_shares_its_memory()
    {
        Tensor a = tensor(new[] { 1.5f, -2.5f });
        a.to(int64).data<long>().ToArray().ShouldBe([1, -2]);
        a.to(float64).dtype.ShouldBe(ScalarType.Float64);
        a.half().to(float32).data<float>().ToArray().ShouldBe([1.5f, -2.5f]);
        a.to(float32).add_(1);
        a[0].item<float>().ShouldBe(2.5f);
        a.to(float32, copy: true).add_(1);
        a[0].item<float>().ShouldBe(2.5f);
        a.to(CPU).device.type.ShouldBe(DeviceType.CPU);
        a.type_as(ones(1, dtype: int32)).dtype.ShouldBe(ScalarType.Int32);
        a.to(META).device_type.ShouldBe(DeviceType.META);
    }

    [Fact]
    public void A_result_of_a_conversion_outlives_its_source_and_the_other_way_round()
    {
        Tensor a = tensor(new[] { 1f });
        Tensor same = a.to(float32);
        a.Dispose();
        same.item<float>().ShouldBe(1f);
        Tensor disposed = tensor(new[] { 2f });
        disposed.to(float64, disposeAfter: true).item<double>().ShouldBe(2);
        disposed.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void Complex_numbers_have_parts_magnitude_and_angle()
    {
        Tensor z = complex(tensor(new[] { 3f, 0 }), tensor(new[] { 4f, 1 }));
        z.abs().data<float>().ToArray().ShouldBe([5, 1]);
        z.real.data<float>().ToArray().ShouldBe([3, 0]);
        z.imag.data<float>().ToArray().ShouldBe([4, 1]);
        z.angle()[1].item<float>().ShouldBe((float)Math.PI / 2, 1e-6f);
        (z * z.conj()).real.data<float>().ToArray().ShouldBe([25, 1]);
        view_as_real(z).shape.ShouldBe([2, 2]);
        view_as_complex(view_as_real(z)).Equals(z).ShouldBeTrue();
        (ones(1) * (Scalar)new Complex(0, 2)).imag.item<float>().ShouldBe(2f);
    }

    [Fact]
    public void The_default_type_can_be_changed()
    {
        set_default_dtype(float64);
        try
        {
            zeros(1).dtype.ShouldBe(ScalarType.Float64);
            (tensor(1) / 3).dtype.ShouldBe(ScalarType.Float64);
        }
        finally
        {
            set_default_dtype(float32);
        }

        zeros(1).dtype.ShouldBe(ScalarType.Float32);
        Should.Throw<ExternalException>(() => set_default_dtype(int32));
    }

    [Fact]
    public void Tensors_are_written_as_text()
    {
        Tensor a = tensor(new float[,] { { 1, 2.5f }, { -3, 4 } });
        a.ToString(TensorStringStyle.Numpy).ShouldBe("[[  1 2.5]\n [ -3   4]]");
        a.cstr().ShouldBe("{{  1, 2.5},\n { -3,   4}}");
        a.jlstr().ShouldStartWith("[2x2], type = Float32, device = cpu\n[[");
        tensor(true).npstr().ShouldBe("True");
        zeros(2000).npstr().ShouldContain("...");
        ones(0).npstr().ShouldBe("[]");
    }

    [Fact]
    public void The_limits_of_floating_types_are_known()
    {
        finfo().eps.ShouldBe(1.1920928955078125e-07);
        finfo(float64).max.ShouldBe(double.MaxValue);
        Should.Throw<ArgumentException>(() => finfo(int32));
    }
}
