// What a tensor says of itself, and tensors from and to plain memory.
#include "shim.h"

#include <c10/core/ScalarType.h>

namespace {

const c10::TensorImpl& impl_of(const void* handle) { return *static_cast<const c10::TensorImpl*>(handle); }

}  // namespace

WAV2KP_API void wav2kp_free(void* memory) { std::free(memory); }

WAV2KP_API void wav2kp_tensor_release(void* handle) {
  if (handle != nullptr)
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(handle));
}

WAV2KP_API int32_t wav2kp_tensor_dim(const void* handle) { return static_cast<int32_t>(impl_of(handle).dim()); }

WAV2KP_API int64_t wav2kp_tensor_numel(const void* handle) { return impl_of(handle).numel(); }

WAV2KP_API int32_t wav2kp_tensor_dtype(const void* handle) {
  return static_cast<int32_t>(c10::typeMetaToScalarType(impl_of(handle).dtype()));
}

WAV2KP_API int32_t wav2kp_tensor_item_size(const void* handle) {
  return static_cast<int32_t>(impl_of(handle).dtype().itemsize());
}

WAV2KP_API void wav2kp_tensor_device(const void* handle, int32_t* type, int32_t* index) {
  auto device = impl_of(handle).device();
  *type = static_cast<int32_t>(device.type());
  *index = device.index();
}

/// Fills as many numbers as the tensor has dimensions.
WAV2KP_API char* wav2kp_tensor_sizes(const void* handle, int64_t* sizes, int64_t* strides) {
  return wav2kp::guarded([&] {
    const auto& impl = impl_of(handle);
    if (sizes != nullptr) std::copy(impl.sizes().begin(), impl.sizes().end(), sizes);
    if (strides != nullptr) std::copy(impl.strides().begin(), impl.strides().end(), strides);
  });
}

WAV2KP_API char* wav2kp_tensor_storage_offset(const void* handle, int64_t* offset) {
  return wav2kp::guarded([&] { *offset = impl_of(handle).storage_offset(); });
}

WAV2KP_API char* wav2kp_tensor_is_contiguous(const void* handle, int32_t* result) {
  return wav2kp::guarded([&] { *result = impl_of(handle).is_contiguous(); });
}

WAV2KP_API int32_t wav2kp_tensor_is_sparse(const void* handle) { return impl_of(handle).is_sparse(); }

/// The first element's address; null for an empty tensor.
WAV2KP_API char* wav2kp_tensor_data(const void* handle, void** data) {
  return wav2kp::guarded([&] { *data = wav2kp::borrow(handle).data_ptr(); });
}

/// A tensor of its own memory with these bytes, on the CPU.
WAV2KP_API char* wav2kp_tensor_from_bytes(const void* data, int64_t byte_count, int32_t dtype, const int64_t* sizes,
                                          int32_t dimensions, void** result) {
  return wav2kp::guarded([&] {
    *result = nullptr;
    TORCH_CHECK(dimensions >= 0 && (dimensions == 0 || sizes != nullptr), "a tensor's sizes are missing");
    auto tensor = at::empty(c10::IntArrayRef(sizes, dimensions),
                            at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype)));
    auto expected = static_cast<int64_t>(tensor.nbytes());
    TORCH_CHECK(byte_count == expected, "a tensor of these dimensions needs ", expected, " bytes, not ", byte_count);
    if (byte_count != 0) {
      TORCH_CHECK(data != nullptr, "a tensor's data are missing");
      std::memcpy(tensor.data_ptr(), data, static_cast<size_t>(byte_count));
    }
    *result = wav2kp::release(std::move(tensor));
  });
}

/// A tensor over memory that belongs to another; the deleter is called with the context when the last reference goes.
WAV2KP_API char* wav2kp_tensor_from_memory(void* data, int32_t dtype, const int64_t* sizes, int32_t dimensions,
                                           void (*deleter)(void*), void* context, void** result) {
  return wav2kp::guarded([&] {
    *result = nullptr;
    TORCH_CHECK(data != nullptr && deleter != nullptr, "a tensor's memory is missing");
    TORCH_CHECK(dimensions >= 0 && (dimensions == 0 || sizes != nullptr), "a tensor's sizes are missing");
    *result = wav2kp::release(at::from_blob(
        data, c10::IntArrayRef(sizes, dimensions), [deleter, context](void*) { deleter(context); },
        at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype))));
  });
}

/// The only element, as a complex number of doubles and as a whole number (exact for integers beyond 2^53).
WAV2KP_API char* wav2kp_tensor_item(const void* handle, double* real, double* imaginary, int64_t* whole) {
  return wav2kp::guarded([&] {
    auto tensor = wav2kp::borrow(handle);
    auto item = tensor.item();
    *imaginary = 0;
    *whole = 0;
    if (item.isComplex()) {
      auto value = item.toComplexDouble();
      *real = value.real();
      *imaginary = value.imag();
    } else if (item.isFloatingPoint()) {
      *real = item.toDouble();
    } else {
      *whole = item.isBoolean() ? static_cast<int64_t>(item.toBool()) : item.toLong();
      *real = static_cast<double>(*whole);
    }
  });
}

/// In place, without a new dimension order: the tensor takes the value's data, dtype and device (torch's x.data = y).
WAV2KP_API char* wav2kp_tensor_set_data(void* handle, const void* value) {
  return wav2kp::guarded([&] { wav2kp::borrow(handle).set_data(wav2kp::borrow(value)); });
}
