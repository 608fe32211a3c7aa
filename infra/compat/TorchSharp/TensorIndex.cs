using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One entry between the brackets of a tensor.</summary>
    public struct TensorIndex
    {
        /// <summary>All dimensions that no other entry stands for.</summary>
        public static TensorIndex Ellipsis = new(NativeIndex.IndexKind.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new(NativeIndex.IndexKind.None);

        /// <summary>The same as <see cref="None"/>.</summary>
        public static TensorIndex Null = new(NativeIndex.IndexKind.None);

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        private readonly NativeIndex _native;
        private readonly torch.Tensor? _tensor;

        private TensorIndex(NativeIndex.IndexKind kind, long start = 0, torch.Tensor? tensor = null)
        {
            _native = new NativeIndex { Kind = kind, Start = start };
            _tensor = tensor;
        }

        private TensorIndex(long? start, long? stop, long? step)
        {
            _native = new NativeIndex
            {
                Kind = NativeIndex.IndexKind.Slice,
                Given = (start is null ? 0 : 1) | (stop is null ? 0 : 2) | (step is null ? 0 : 4),
                Start = start ?? 0,
                Stop = stop ?? 0,
                Step = step ?? 1,
            };
        }

        /// <summary>Python's start:stop:step; negative numbers count from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(start, stop, step);

        public static TensorIndex Slice((int?, int?) range) => new(range.Item1, range.Item2, null);

        public static TensorIndex Slice(Range range) => new(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value,
            null);

        public static TensorIndex Bool(bool value) => new(NativeIndex.IndexKind.Boolean, value ? 1 : 0);

        /// <summary>One place of a dimension, which falls away; null is a new dimension.</summary>
        public static TensorIndex Single(long? index) => index is { } given ? new(NativeIndex.IndexKind.Number, given) : None;

        /// <summary>Places, or a mask of truth values.</summary>
        public static TensorIndex Tensor(torch.Tensor tensor) => new(NativeIndex.IndexKind.Tensor, 0, tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        internal readonly NativeIndex ToNative()
        {
            NativeIndex native = _native;
            if (_tensor is not null)
            {
                native.Start = _tensor.Handle;
            }

            return native;
        }
    }
}
