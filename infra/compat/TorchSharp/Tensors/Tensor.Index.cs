using System.Runtime.CompilerServices;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Between brackets: numbers, slices, masks, index tensors, None and the ellipsis, as in Python.
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => At(stackalloc long[] { i1 });
            set => Put(stackalloc long[] { i1 }, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At(stackalloc long[] { i1, i2 });
            set => Put(stackalloc long[] { i1, i2 }, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(stackalloc long[] { i1, i2, i3 });
            set => Put(stackalloc long[] { i1, i2, i3 }, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(stackalloc long[] { i1, i2, i3, i4 });
            set => Put(stackalloc long[] { i1, i2, i3, i4 }, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At(stackalloc long[] { i1, i2, i3, i4, i5 });
            set => Put(stackalloc long[] { i1, i2, i3, i4, i5 }, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At(stackalloc long[] { i1, i2, i3, i4, i5, i6 });
            set => Put(stackalloc long[] { i1, i2, i3, i4, i5, i6 }, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Put(indices, value);
        }

        public unsafe Tensor index(params TensorIndex[] indices)
        {
            NativeIndex* native = stackalloc NativeIndex[indices.Length];
            for (int i = 0; i < indices.Length; i++)
            {
                native[i] = indices[i].ToNative();
            }

            nint result;
            Check(wav2kp_tensor_index(Handle, native, indices.Length, &result));
            GC.KeepAlive(indices);
            GC.KeepAlive(this);
            return new Tensor(result);
        }

        public Tensor index(params Tensor[] indices) => index(AsIndices(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public unsafe Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            NativeIndex* native = stackalloc NativeIndex[indices.Length];
            for (int i = 0; i < indices.Length; i++)
            {
                native[i] = indices[i].ToNative();
            }

            Put(native, indices.Length, value, accumulate);
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, AsIndices(indices), false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => index_put_(value, AsIndices(indices), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor number = Ops.scalar_tensor.Call(value, dtype, Arg.None, device).DetachFromDisposeScope();
            return index_put_(number, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, AsIndices(indices));

        private static TensorIndex[] AsIndices(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private unsafe Tensor At(ReadOnlySpan<long> indices)
        {
            NativeIndex* native = stackalloc NativeIndex[indices.Length];
            Numbers(indices, native);
            nint result;
            Check(wav2kp_tensor_index(Handle, native, indices.Length, &result));
            GC.KeepAlive(this);
            return new Tensor(result);
        }

        private unsafe void Put(ReadOnlySpan<long> indices, Tensor value)
        {
            NativeIndex* native = stackalloc NativeIndex[indices.Length];
            Numbers(indices, native);
            Put(native, indices.Length, value, false);
        }

        private unsafe void Put(NativeIndex* native, int count, Tensor value, bool accumulate)
        {
            Check(wav2kp_tensor_index_put(Handle, native, count, value.Handle, accumulate ? 1 : 0));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        private static unsafe void Numbers(ReadOnlySpan<long> indices, NativeIndex* native)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                native[i] = new NativeIndex { Kind = NativeIndex.IndexKind.Number, Start = indices[i] };
            }
        }
    }
}
