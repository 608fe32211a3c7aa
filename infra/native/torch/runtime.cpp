// The process: threads, random numbers, devices, versions.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <mutex>

namespace {

at::Generator borrow_generator(const void* handle) {
  TORCH_CHECK(handle != nullptr, "a generator handle is null");
  auto* impl = static_cast<c10::GeneratorImpl*>(const_cast<void*>(handle));
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::unsafe_reclaim_from_nonowning(impl));
}

}  // namespace

/// Counts the changes of these functions; the managed side refuses a library of another count.
WAV2KP_API int32_t wav2kp_torch_interface() { return 1; }

WAV2KP_API const char* wav2kp_version() { return TORCH_VERSION; }

WAV2KP_API int32_t wav2kp_get_num_threads() { return at::get_num_threads(); }

WAV2KP_API char* wav2kp_set_num_threads(int32_t count) {
  return wav2kp::guarded([&] {
    TORCH_CHECK(count > 0, "the number of threads must be positive, not ", count);
    at::set_num_threads(count);
  });
}

WAV2KP_API int32_t wav2kp_get_num_interop_threads() { return at::get_num_interop_threads(); }

WAV2KP_API char* wav2kp_set_num_interop_threads(int32_t count) {
  return wav2kp::guarded([&] { at::set_num_interop_threads(count); });
}

WAV2KP_API char* wav2kp_set_default_dtype(int32_t dtype) {
  return wav2kp::guarded([&] {
    auto type = static_cast<c10::ScalarType>(dtype);
    TORCH_CHECK(c10::isFloatingType(type), "the default element type must be a floating one, not ", type);
    c10::set_default_dtype(c10::scalarTypeToTypeMeta(type));
  });
}

WAV2KP_API char* wav2kp_set_deterministic(int32_t enabled, int32_t warn_only) {
  return wav2kp::guarded([&] { at::globalContext().setDeterministicAlgorithms(enabled != 0, warn_only != 0); });
}

WAV2KP_API int32_t wav2kp_deterministic() { return at::globalContext().deterministicAlgorithms(); }

WAV2KP_API int32_t wav2kp_deterministic_warn_only() { return at::globalContext().deterministicAlgorithmsWarnOnly(); }

WAV2KP_API char* wav2kp_cuda_device_count(int32_t* count) {
  return wav2kp::guarded([&] { *count = static_cast<int32_t>(torch::cuda::device_count()); });
}

WAV2KP_API char* wav2kp_cudnn_available(int32_t* result) {
  return wav2kp::guarded([&] { *result = torch::cuda::cudnn_is_available(); });
}

WAV2KP_API char* wav2kp_cuda_synchronize(int64_t index) {
  return wav2kp::guarded([&] { torch::cuda::synchronize(index); });
}

WAV2KP_API char* wav2kp_cuda_manual_seed(int64_t seed, int32_t all) {
  return wav2kp::guarded([&] {
    auto value = static_cast<uint64_t>(seed);
    all != 0 ? torch::cuda::manual_seed_all(value) : torch::cuda::manual_seed(value);
  });
}

/// TensorFloat-32 in matrix products and in cuDNN, read (value < 0) or set.
WAV2KP_API char* wav2kp_allow_tf32(int32_t cudnn, int32_t value, int32_t* result) {
  return wav2kp::guarded([&] {
    auto& context = at::globalContext();
    if (value >= 0) cudnn != 0 ? context.setAllowTF32CuDNN(value != 0) : context.setAllowTF32CuBLAS(value != 0);
    *result = cudnn != 0 ? context.allowTF32CuDNN() : context.allowTF32CuBLAS();
  });
}

/// Seeds the generators of every device.
WAV2KP_API char* wav2kp_manual_seed(int64_t seed) {
  return wav2kp::guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

/// A new generator; without new (is_default) the device's own.
WAV2KP_API char* wav2kp_generator_create(int32_t device_type, int32_t device_index, int32_t is_default, int64_t seed,
                                         void** result) {
  return wav2kp::guarded([&] {
    auto device = wav2kp::device_of(device_type, device_index);
    const auto& standard = at::globalContext().defaultGenerator(device);
    if (is_default != 0) {
      *result = at::Generator(standard).unsafeReleaseGeneratorImpl();
      return;
    }
    auto generator = device.is_cpu() ? at::detail::createCPUGenerator() : standard.clone();
    generator.set_current_seed(static_cast<uint64_t>(seed));
    *result = generator.unsafeReleaseGeneratorImpl();
  });
}

WAV2KP_API void wav2kp_generator_release(void* handle) {
  if (handle != nullptr)
    c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(handle));
}

WAV2KP_API char* wav2kp_generator_set_seed(void* handle, int64_t seed) {
  return wav2kp::guarded([&] {
    auto generator = borrow_generator(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(static_cast<uint64_t>(seed));
  });
}

/// The seed in use, or (fresh) a new one from the machine's entropy, which is then in use.
WAV2KP_API char* wav2kp_generator_seed(void* handle, int32_t fresh, int64_t* seed) {
  return wav2kp::guarded([&] {
    auto generator = borrow_generator(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    *seed = static_cast<int64_t>(fresh != 0 ? generator.seed() : generator.current_seed());
  });
}

WAV2KP_API char* wav2kp_generator_get_state(void* handle, void** state) {
  return wav2kp::guarded([&] {
    auto generator = borrow_generator(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    *state = wav2kp::release(generator.get_state());
  });
}

WAV2KP_API char* wav2kp_generator_set_state(void* handle, const void* state) {
  return wav2kp::guarded([&] {
    auto generator = borrow_generator(handle);
    auto value = wav2kp::borrow(state);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(value);
  });
}
