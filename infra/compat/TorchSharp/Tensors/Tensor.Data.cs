using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The memory of a contiguous tensor on the CPU. Setting copies as many bytes as the tensor has, to any device.
        /// </summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_cpu())
                {
                    throw new NotSupportedException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                }

                if (!is_contiguous())
                {
                    throw new NotSupportedException("The bytes of a tensor that is not contiguous cannot be viewed: call contiguous() first.");
                }

                return new Span<byte>(DataPointer(), checked((int)(NumberOfElements * ElementSize)));
            }

            set
            {
                long size = NumberOfElements * ElementSize;
                if (value.Length != size)
                {
                    throw new ArgumentException($"The tensor holds {size} bytes, {value.Length} were given.", nameof(value));
                }

                if (is_cpu() && is_contiguous())
                {
                    value.CopyTo(bytes);
                    return;
                }

                using Tensor source = FromBytes(value, dtype, shape);
                using IDisposable _ = no_grad();
                copy_(source);
            }
        }

        /// <summary>The elements as C# values; see <see cref="TensorAccessor{T}"/>.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged => new(this);

        /// <summary>The only element.</summary>
        /// <exception cref="ArgumentException">There is not exactly one element, or it is of another type.</exception>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException($"item() needs a tensor of one element, this one has {NumberOfElements}.");
            }

            if (!ElementTypes.Fits<T>(dtype))
            {
                throw new ArgumentException($"An element of {dtype} cannot be read as {typeof(T).Name}.");
            }

            if (is_cpu())
            {
                return data<T>()[new long[Dimensions]];
            }

            using Tensor here = Ops._to_copy.Call(this, Arg.None, Arg.None, CPU).DetachFromDisposeScope();
            return here.data<T>()[new long[Dimensions]];
        }

        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);

        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        public float ReadCpuFloat16(long i) => (float)ReadCpuValue<Half>(i);

        public float ReadCpuBFloat16(long i)
        {
            using Tensor one = Ops._to_copy.Call(this, ScalarType.Float32).DetachFromDisposeScope();
            return one.data<float>()[Place(i)];
        }

        /// <summary>The element at a place of the row-major order.</summary>
        public T ReadCpuValue<T>(long i)
            where T : unmanaged => data<T>()[Place(i)];

        /// <summary>The only element as a number for operators.</summary>
        public unsafe Scalar ToScalar()
        {
            double real, imaginary;
            long whole;
            Check(wav2kp_tensor_item(Handle, &real, &imaginary, &whole));
            GC.KeepAlive(this);
            ScalarType type = dtype;
            return type switch
            {
                ScalarType.Bool => whole != 0,
                ScalarType.ComplexFloat32 => ((float)real, (float)imaginary),
                ScalarType.ComplexFloat64 => new Complex(real, imaginary),
                ScalarType.Float32 => (float)real,
                _ when ElementTypes.IsWhole(type) => whole,
                _ => real,
            };
        }

        public Tensor fill_(Scalar value) => Ops.fill__Scalar.InPlace(this, this, value);

        public Tensor zero_() => Ops.zero_.InPlace(this, this);

        public Tensor clone() => Ops.clone.Call(this);

        /// <summary>Copies another tensor's elements into this one, converting and broadcasting.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_.InPlace(this, this, source, nonBlocking);

        public Tensor contiguous() => Ops.contiguous.Call(this);

        public Tensor pin_memory() => Ops.pin_memory.Call(this);

        public Tensor detach() => Ops.detach.Call(this);

        public Tensor detach_() => Ops.detach_.InPlace(this, this);

        /// <summary>Another handle of the same tensor's memory and history.</summary>
        public Tensor alias() => Ops.alias.Call(this);

        public Tensor cpu() => to(CPU);

        public Tensor mps(bool non_blocking = false) => to(MPS, non_blocking: non_blocking);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, null, copy, disposeAfter, non_blocking);

        public Tensor type_as(Tensor tensor) => Ops.type_as.Call(this, tensor);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(null, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, device, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, null, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(null, new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(null, device, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => To(other.dtype, other.device, false, false, non_blocking);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type(ScalarType dtype) => to_type(dtype);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor half() => to_type(ScalarType.Float16);

        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>A tensor on the CPU with a copy of these bytes.</summary>
        internal static unsafe Tensor FromBytes(ReadOnlySpan<byte> data, ScalarType dtype, ReadOnlySpan<long> shape)
        {
            nint result;
            fixed (byte* first = data)
            fixed (long* sizes = shape)
            {
                Check(wav2kp_tensor_from_bytes(first, data.Length, (int)dtype, sizes, shape.Length, &result));
            }

            return new Tensor(result);
        }

        internal static Tensor FromSpan<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape)
            where T : unmanaged => FromBytes(MemoryMarshal.AsBytes(data), ElementTypes.Of<T>(), shape);

        internal unsafe void* DataPointer()
        {
            void* data;
            Check(wav2kp_tensor_data(Handle, &data));
            return data;
        }

        /// <summary>Gives this very tensor another's data, type and device, as Python's <c>x.data = y</c>.</summary>
        internal unsafe void SetData(Tensor value)
        {
            Check(wav2kp_tensor_set_data(Handle, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        private long[] Place(long i)
        {
            if (Dimensions == 0)
            {
                return i == 0 ? [] : throw new IndexOutOfRangeException($"A tensor of one element has none at {i}.");
            }

            return [i];
        }

        private Tensor To(ScalarType? type, Device? where, bool copy, bool disposeAfter, bool nonBlocking)
        {
            // Where nothing is to be converted, the result is another handle of the same tensor.
            Tensor result = Ops.to_dtype_layout.Call(this, type, Arg.None, where, Arg.None, nonBlocking, copy);
            if (disposeAfter)
            {
                Dispose();
            }

            return result;
        }
    }
}
