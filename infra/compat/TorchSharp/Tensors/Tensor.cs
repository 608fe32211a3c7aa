using System.Runtime.CompilerServices;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An array of numbers of one type on one device, with its gradient's history. It holds a reference to libtorch's tensor and
    /// gives it back when disposed, by its dispose scope, or by the finalizer. Used after that, it throws
    /// <see cref="ObjectDisposedException"/>; what libtorch refuses comes as
    /// <see cref="System.Runtime.InteropServices.ExternalException"/> with libtorch's message.
    /// </summary>
    public partial class Tensor : IDisposable, IScoped
    {
        private static long _totalCount;
        private nint _handle;
        private DisposeScope? _scope;

        /// <summary>Takes over one reference to libtorch's tensor.</summary>
        internal Tensor(nint handle)
        {
            if (handle == 0)
            {
                throw new InvalidOperationException("libtorch gave no tensor where one was expected.");
            }

            _handle = handle;
            Interlocked.Increment(ref _totalCount);
            _scope = DisposeScopeManager.Register(this);
        }

        /// <summary>Takes the place of another tensor, which is empty from then on, in its scope too.</summary>
        private protected Tensor(Tensor other)
        {
            _handle = other.Handle;
            _scope = other._scope;
            other._handle = 0;
            GC.SuppressFinalize(other);
            if (_scope is not null)
            {
                _scope.MarkAsDisposed(other);
                _scope.Include(this);
            }
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensors the process holds.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>Whether the tensor is disposed.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>libtorch's tensor.</summary>
        /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
        public nint Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                nint handle = _handle;
                if (handle == 0)
                {
                    ThrowDisposed();
                }

                return handle;
            }
        }

        public long Dimensions
        {
            get
            {
                int result = wav2kp_tensor_dim(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long ndim => Dimensions;

        public long NumberOfElements
        {
            get
            {
                long result = wav2kp_tensor_numel(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>Bytes of one element.</summary>
        public long ElementSize
        {
            get
            {
                int result = wav2kp_tensor_item_size(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor was made by the user, not by an operation whose gradient is tracked.</summary>
        public unsafe bool is_leaf
        {
            get
            {
                int result;
                Check(wav2kp_tensor_is_leaf(Handle, &result));
                GC.KeepAlive(this);
                return result != 0;
            }
        }

        public ScalarType dtype
        {
            get
            {
                int result = wav2kp_tensor_dtype(Handle);
                GC.KeepAlive(this);
                return (ScalarType)result;
            }
        }

        public Device device
        {
            get
            {
                (DeviceType type, int index) = Where();
                return type == DeviceType.CPU ? CPU : new Device(type, index);
            }
        }

        public int device_index => Where().Index;

        public DeviceType device_type => Where().Type;

        public bool is_sparse
        {
            get
            {
                int result = wav2kp_tensor_is_sparse(Handle);
                GC.KeepAlive(this);
                return result != 0;
            }
        }

        public unsafe bool requires_grad
        {
            get
            {
                int result = wav2kp_tensor_requires_grad(Handle);
                GC.KeepAlive(this);
                return result != 0;
            }

            set
            {
                Check(wav2kp_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* first = sizes)
                {
                    Check(wav2kp_tensor_sizes(Handle, first, null));
                }

                GC.KeepAlive(this);
                return sizes;
            }
        }

        /// <summary>The names of the dimensions; none of them has one.</summary>
        public string[] names => new string[Dimensions];

        /// <summary>The gradient, while there is one.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint result;
                Check(wav2kp_tensor_grad(Handle, &result));
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }

            set
            {
                Check(wav2kp_tensor_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        /// <summary>The scope that will dispose the tensor.</summary>
        internal DisposeScope? OwningDisposeScope => _scope;

        DisposeScope? IScoped.OwningDisposeScope
        {
            get => _scope;
            set => _scope = value;
        }

        bool IScoped.IsDisposed => _handle == 0;

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>The size of one dimension; negative counts from the last.</summary>
        public long size(int dim) => At(shape, dim);

        public long[] size() => shape;

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* first = strides)
            {
                Check(wav2kp_tensor_sizes(Handle, null, first));
            }

            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => At(stride(), dim);

        public unsafe long storage_offset()
        {
            long offset;
            Check(wav2kp_tensor_storage_offset(Handle, &offset));
            GC.KeepAlive(this);
            return offset;
        }

        public unsafe bool is_contiguous()
        {
            int result;
            Check(wav2kp_tensor_is_contiguous(Handle, &result));
            GC.KeepAlive(this);
            return result != 0;
        }

        /// <summary>Gives the tensor's memory back. More than once does no harm.</summary>
        public void Dispose()
        {
            if (_handle != 0)
            {
                DisposeScopeManager.Statistics.CountDisposed(this, _scope is not null);
                _scope?.MarkAsDisposed(this);
            }

            Dispose(true);
            GC.SuppressFinalize(this);
        }

        void IScoped.DisposeCounted()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                wav2kp_tensor_release(handle);
                Interlocked.Decrement(ref _totalCount);
            }
        }

        /// <summary>Gives the tensor to the scope outside of its own; without one it is detached.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            _ = Handle;
            if (_scope is not null)
            {
                DisposeScope.Move(this, _scope.OuterScope);
            }

            return this;
        }

        /// <summary>Takes the tensor out of every scope.</summary>
        public Tensor DetachFromDisposeScope()
        {
            _ = Handle;
            DisposeScope.Move(this, null);
            return this;
        }

        /// <summary>Gives the tensor to the scope that another tensor lies in.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other._scope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            _ = Handle;
            DisposeScope.Move(this, other);
            return this;
        }

        private static long At(long[] values, int dim)
        {
            int place = dim < 0 ? dim + values.Length : dim;
            return (uint)place < (uint)values.Length
                ? values[place]
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"A tensor of {values.Length} dimensions has no dimension {dim}.");
        }

        private static void ThrowDisposed() => throw new ObjectDisposedException(nameof(Tensor), "The tensor is disposed.");

        private unsafe (DeviceType Type, int Index) Where()
        {
            int type, index;
            wav2kp_tensor_device(Handle, &type, &index);
            GC.KeepAlive(this);
            return ((DeviceType)type, index);
        }
    }
}
