using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

/// <summary>The entry to everything, as Python's module of that name.</summary>
public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    public static ScalarType @bool = ScalarType.Bool;
    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType complex64 = ScalarType.ComplexFloat32;
    public static ScalarType complex128 = ScalarType.ComplexFloat64;
    public static ScalarType half = ScalarType.Float16;

    private static ScalarType _defaultDtype = ScalarType.Float32;
    private static volatile Device _defaultDevice = CPU;

    public static Device CUDA => new(DeviceType.CUDA);

    public static Device MPS => new(DeviceType.MPS);

    /// <summary>The version of libtorch.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)wav2kp_version())!;

    internal static Device DefaultDevice => _defaultDevice;

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    /// <summary>Opens a scope on this thread: what is created until it is disposed goes with it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewScope();

    /// <summary>Evaluates in a scope of its own, which only the result leaves.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>No gradients are tracked on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => wav2kp_grad_enabled() != 0;

    /// <summary>As <see cref="no_grad"/>, and what is computed can never be part of a gradient later.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => wav2kp_inference_mode_enabled() != 0;

    public static int get_num_threads() => wav2kp_get_num_threads();

    /// <summary>How many threads one operation may use. Call it early: some builds of libtorch start with one.</summary>
    public static unsafe void set_num_threads(int num) => Check(wav2kp_set_num_threads(num));

    public static int get_num_interop_threads() => wav2kp_get_num_interop_threads();

    public static unsafe void set_num_interop_threads(int num) => Check(wav2kp_set_num_interop_threads(num));

    /// <summary>Seeds the generators of every device.</summary>
    public static unsafe Generator manual_seed(long seed)
    {
        Check(wav2kp_manual_seed(seed));
        return Generator.Default;
    }

    public static long initial_seed() => Generator.Default.initial_seed();

    public static Tensor get_rng_state() => Generator.Default.get_state();

    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    /// <summary>Writes one tensor as libtorch's own file.</summary>
    public static unsafe void save(Tensor t, string location)
    {
        Check(wav2kp_save(t.Handle, location));
        GC.KeepAlive(t);
    }

    public static unsafe Tensor load(string location)
    {
        nint result;
        Check(wav2kp_load(location, &result));
        return new Tensor(result);
    }

    public static bool is_tensor(object obj) => obj is Tensor;

    /// <summary>The element type of new tensors where none is given.</summary>
    public static unsafe void set_default_dtype(ScalarType dtype)
    {
        Check(wav2kp_set_default_dtype((int)dtype));
        _defaultDtype = dtype;
    }

    public static ScalarType get_default_dtype() => _defaultDtype;

    public static Device get_default_device() => _defaultDevice;

    /// <summary>The device of new tensors where none is given.</summary>
    public static void set_default_device(Device device) => _defaultDevice = device;

    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static long numel(Tensor input) => input.NumberOfElements;

    /// <summary>Operations that would give another result each time throw until the result is disposed.</summary>
    [Obsolete("The published package marks it so.")]
    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false) => new DeterministicMode(mode, warn_only);

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    /// <exception cref="InvalidOperationException">The device is not there.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
        }
    }

    public static Device InitializeDevice(Device? device)
    {
        Device result = device ?? CPU;
        InitializeDeviceType(result.type);
        return result;
    }

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>The generators' seeds and states, as functions of a module.</summary>
    public static class random
    {
        public static long seed() => Generator.Default.seed();

        public static long initial_seed() => torch.initial_seed();

        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }

    /// <summary>NVIDIA's devices.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static unsafe bool is_cudnn_available()
        {
            int result;
            Check(wav2kp_cudnn_available(&result));
            return result != 0;
        }

        public static unsafe int device_count()
        {
            int count;
            Check(wav2kp_cuda_device_count(&count));
            return count;
        }

        public static unsafe void manual_seed(long seed) => Check(wav2kp_cuda_manual_seed(seed, 0));

        public static unsafe void manual_seed_all(long seed) => Check(wav2kp_cuda_manual_seed(seed, 1));

        /// <summary>Waits until the device has done all that it was given.</summary>
        public static unsafe void synchronize(Device? device = null) => Check(wav2kp_cuda_synchronize(device?.index ?? -1));
    }

    /// <summary>Settings of the libraries beneath.</summary>
    public static class backends
    {
        private static unsafe bool Tf32(bool cudnn, int value)
        {
            int result;
            Check(wav2kp_allow_tf32(cudnn ? 1 : 0, value, &result));
            return result != 0;
        }

        public static class cuda
        {
            public static class matmul
            {
                /// <summary>Whether matrix products may round their factors to 10 bits of mantissa.</summary>
                public static bool allow_tf32
                {
                    get => Tf32(false, -1);
                    set => Tf32(false, value ? 1 : 0);
                }
            }
        }

        public static class cudnn
        {
            /// <summary>Whether convolutions may round their factors to 10 bits of mantissa.</summary>
            public static bool allow_tf32
            {
                get => Tf32(true, -1);
                set => Tf32(true, value ? 1 : 0);
            }
        }
    }

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = wav2kp_grad_enabled();
        private bool _disposed;

        internal GradMode(bool enabled) => wav2kp_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                wav2kp_set_grad_enabled(_before);
            }
        }
    }

    private sealed unsafe class InferenceMode : IDisposable
    {
        private nint _guard;

        internal InferenceMode(bool enabled)
        {
            nint guard;
            Check(wav2kp_inference_mode_begin(enabled ? 1 : 0, &guard));
            _guard = guard;
        }

        public void Dispose() => wav2kp_inference_mode_end(Interlocked.Exchange(ref _guard, 0));
    }

    private sealed unsafe class DeterministicMode : IDisposable
    {
        private readonly int _before = wav2kp_deterministic();
        private readonly int _beforeWarnOnly = wav2kp_deterministic_warn_only();

        internal DeterministicMode(bool mode, bool warnOnly) => Check(wav2kp_set_deterministic(mode ? 1 : 0, warnOnly ? 1 : 0));

        public void Dispose() => Check(wav2kp_set_deterministic(_before, _beforeWarnOnly));
    }
}
