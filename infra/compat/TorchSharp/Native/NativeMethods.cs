using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>
/// The C functions of <c>libwav2kp_torch.so</c> (infra/native/torch). Each that can fail returns null or a message; see
/// <see cref="Check"/>. Metadata getters are short, never block and never call back, so they run without a GC transition.
/// </summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "wav2kp_torch";

    /// <summary>Turns a function's message into the exception that TorchSharp throws for libtorch's errors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(byte* message)
    {
        if (message is not null)
        {
            Throw(message);
        }
    }

    private static void Throw(byte* message)
    {
        string text = Marshal.PtrToStringUTF8((nint)message) ?? "libtorch failed without a message";
        wav2kp_free(message);
        throw new ExternalException(text);
    }

    [LibraryImport(Library)] internal static partial void wav2kp_free(void* memory);

    // Operators
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial byte* wav2kp_op_find(string name, string overload, nint* op);
    [LibraryImport(Library)] internal static partial byte* wav2kp_op_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity, int* resultCount);

    // Tensors
    [LibraryImport(Library)] internal static partial void wav2kp_tensor_release(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int wav2kp_tensor_dim(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long wav2kp_tensor_numel(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int wav2kp_tensor_dtype(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int wav2kp_tensor_item_size(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void wav2kp_tensor_device(nint handle, int* type, int* index);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int wav2kp_tensor_is_sparse(nint handle);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_sizes(nint handle, long* sizes, long* strides);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_storage_offset(nint handle, long* offset);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_is_contiguous(nint handle, int* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_data(nint handle, void** data);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_from_bytes(void* data, long byteCount, int dtype, long* sizes, int dimensions, nint* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_from_memory(void* data, int dtype, long* sizes, int dimensions, delegate* unmanaged<nint, void> deleter, nint context, nint* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_item(nint handle, double* real, double* imaginary, long* whole);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_set_data(nint handle, nint value);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_index(nint handle, NativeIndex* indices, int count, nint* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_index_put(nint handle, NativeIndex* indices, int count, nint value, int accumulate);

    // Autograd
    [LibraryImport(Library)] internal static partial byte* wav2kp_backward(nint* tensors, long count, nint* grads, long gradCount, int retainGraph, int createGraph, nint* inputs, long inputCount);
    [LibraryImport(Library)] internal static partial byte* wav2kp_grad(nint* outputs, long outputCount, nint* inputs, long inputCount, nint* grads, long gradCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int wav2kp_tensor_requires_grad(nint handle);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_set_requires_grad(nint handle, int value);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_is_leaf(nint handle, int* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_retain_grad(nint handle);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_grad(nint handle, nint* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_tensor_set_grad(nint handle, nint grad);
    [LibraryImport(Library)] internal static partial byte* wav2kp_zero_grad(nint* handles, long count, int setToNone);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int wav2kp_grad_enabled();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void wav2kp_set_grad_enabled(int enabled);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int wav2kp_inference_mode_enabled();
    [LibraryImport(Library)] internal static partial byte* wav2kp_inference_mode_begin(int enabled, nint* guard);
    [LibraryImport(Library)] internal static partial void wav2kp_inference_mode_end(nint guard);
    [LibraryImport(Library)] internal static partial int wav2kp_anomaly_mode();
    [LibraryImport(Library)] internal static partial int wav2kp_anomaly_check_nan();
    [LibraryImport(Library)] internal static partial void wav2kp_set_anomaly_mode(int enabled, int checkNan);

    // The process
    [LibraryImport(Library)] internal static partial byte* wav2kp_version();
    [LibraryImport(Library)] internal static partial int wav2kp_get_num_threads();
    [LibraryImport(Library)] internal static partial byte* wav2kp_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int wav2kp_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial byte* wav2kp_set_num_interop_threads(int count);
    [LibraryImport(Library)] internal static partial byte* wav2kp_set_default_dtype(int dtype);
    [LibraryImport(Library)] internal static partial byte* wav2kp_set_deterministic(int enabled, int warnOnly);
    [LibraryImport(Library)] internal static partial int wav2kp_deterministic();
    [LibraryImport(Library)] internal static partial int wav2kp_deterministic_warn_only();
    [LibraryImport(Library)] internal static partial byte* wav2kp_cuda_device_count(int* count);
    [LibraryImport(Library)] internal static partial byte* wav2kp_cudnn_available(int* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_cuda_synchronize(long index);
    [LibraryImport(Library)] internal static partial byte* wav2kp_cuda_manual_seed(long seed, int all);
    [LibraryImport(Library)] internal static partial byte* wav2kp_allow_tf32(int cudnn, int value, int* result);
    [LibraryImport(Library)] internal static partial byte* wav2kp_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial byte* wav2kp_generator_create(int deviceType, int deviceIndex, int isDefault, long seed, nint* result);
    [LibraryImport(Library)] internal static partial void wav2kp_generator_release(nint handle);
    [LibraryImport(Library)] internal static partial byte* wav2kp_generator_set_seed(nint handle, long seed);
    [LibraryImport(Library)] internal static partial byte* wav2kp_generator_seed(nint handle, int fresh, long* seed);
    [LibraryImport(Library)] internal static partial byte* wav2kp_generator_get_state(nint handle, nint* state);
    [LibraryImport(Library)] internal static partial byte* wav2kp_generator_set_state(nint handle, nint state);

    // Optimisers
    [LibraryImport(Library)] internal static partial byte* wav2kp_adam_step(nint* parameters, nint* expAvgs, nint* expAvgSqs, nint* maxExpAvgSqs, long* steps, long count, double lr, double beta1, double beta2, double eps, double weightDecay, int decoupled, int maximize);
    [LibraryImport(Library)] internal static partial byte* wav2kp_sgd_step(nint* parameters, nint* buffers, long count, double lr, double momentum, double dampening, double weightDecay, int nesterov, int maximize);
    [LibraryImport(Library)] internal static partial byte* wav2kp_clip_grad_norm(nint* parameters, long count, double maxNorm, double normType, double* totalNorm);

    // Files
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial byte* wav2kp_save(nint handle, string path);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial byte* wav2kp_load(string path, nint* result);
}
