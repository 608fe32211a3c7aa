// Gradients: their flow backwards, their modes, and where a tensor keeps them.
#include "shim.h"

#include <c10/core/InferenceMode.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <memory>

namespace {

std::vector<at::Tensor> gradients(void* const* handles, int64_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(wav2kp::borrow_optional(handles[i]));
  return tensors;
}

}  // namespace

WAV2KP_API char* wav2kp_backward(void* const* tensors, int64_t count, void* const* grads, int64_t grad_count,
                                 int32_t retain_graph, int32_t create_graph, void* const* inputs, int64_t input_count) {
  return wav2kp::guarded([&] {
    torch::autograd::backward(wav2kp::borrow_all(tensors, count), gradients(grads, grad_count), retain_graph != 0,
                              create_graph != 0, wav2kp::borrow_all(inputs, input_count));
  });
}

/// The gradients of the outputs with respect to the inputs, input_count of them; null where one is unused.
WAV2KP_API char* wav2kp_grad(void* const* outputs, int64_t output_count, void* const* inputs, int64_t input_count,
                             void* const* grads, int64_t grad_count, int32_t retain_graph, int32_t create_graph,
                             int32_t allow_unused, void** results) {
  return wav2kp::guarded([&] {
    auto found = torch::autograd::grad(wav2kp::borrow_all(outputs, output_count),
                                       wav2kp::borrow_all(inputs, input_count), gradients(grads, grad_count),
                                       retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (size_t i = 0; i < found.size(); i++) results[i] = wav2kp::release(std::move(found[i]));
  });
}

WAV2KP_API int32_t wav2kp_tensor_requires_grad(const void* handle) {
  return static_cast<const c10::TensorImpl*>(handle)->requires_grad() || wav2kp::borrow(handle).requires_grad();
}

WAV2KP_API char* wav2kp_tensor_set_requires_grad(void* handle, int32_t value) {
  return wav2kp::guarded([&] { wav2kp::borrow(handle).set_requires_grad(value != 0); });
}

WAV2KP_API char* wav2kp_tensor_is_leaf(const void* handle, int32_t* result) {
  return wav2kp::guarded([&] { *result = wav2kp::borrow(handle).is_leaf(); });
}

WAV2KP_API char* wav2kp_tensor_retain_grad(void* handle) {
  return wav2kp::guarded([&] { wav2kp::borrow(handle).retain_grad(); });
}

/// The gradient, or null while there is none.
WAV2KP_API char* wav2kp_tensor_grad(const void* handle, void** result) {
  return wav2kp::guarded([&] {
    const auto tensor = wav2kp::borrow(handle);
    *result = tensor.is_leaf() || tensor.retains_grad() ? wav2kp::release(tensor.grad()) : nullptr;
  });
}

WAV2KP_API char* wav2kp_tensor_set_grad(void* handle, const void* grad) {
  return wav2kp::guarded([&] {
    auto tensor = wav2kp::borrow(handle);
    auto value = wav2kp::borrow_optional(grad);
    TORCH_CHECK(!value.defined() || value.sizes() == tensor.sizes(), "a gradient of size ", value.sizes(),
                " was given to a tensor of size ", tensor.sizes());
    tensor.mutable_grad() = value;
  });
}

/// Drops (set_to_none) or zeroes the gradients of many tensors at once.
WAV2KP_API char* wav2kp_zero_grad(void* const* handles, int64_t count, int32_t set_to_none) {
  return wav2kp::guarded([&] {
    for (auto& tensor : wav2kp::borrow_all(handles, count)) {
      auto& grad = tensor.mutable_grad();
      if (!grad.defined()) continue;
      if (set_to_none != 0)
        grad.reset();
      else
        grad.detach_().zero_();
    }
  });
}

WAV2KP_API int32_t wav2kp_grad_enabled() { return c10::GradMode::is_enabled(); }

WAV2KP_API void wav2kp_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

WAV2KP_API int32_t wav2kp_inference_mode_enabled() { return c10::InferenceMode::is_enabled(); }

/// Enters or leaves inference mode on this thread until the guard is given to wav2kp_inference_mode_end, on the same thread.
WAV2KP_API char* wav2kp_inference_mode_begin(int32_t enabled, void** guard) {
  return wav2kp::guarded([&] { *guard = new c10::InferenceMode(enabled != 0); });
}

WAV2KP_API void wav2kp_inference_mode_end(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

WAV2KP_API int32_t wav2kp_anomaly_mode() { return torch::autograd::AnomalyMode::is_enabled(); }

WAV2KP_API int32_t wav2kp_anomaly_check_nan() { return torch::autograd::AnomalyMode::should_check_nan(); }

WAV2KP_API void wav2kp_set_anomaly_mode(int32_t enabled, int32_t check_nan) {
  torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
}
