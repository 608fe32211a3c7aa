// What every file of the torch shim shares: the calling convention of its C functions.
//
// A tensor crosses the border as the address of its TensorImpl, holding one reference, so a handle costs no allocation of
// its own. Every function that can fail returns nullptr, or a message from malloc that the caller frees with
// wav2kp_free; no C++ exception ever leaves the library.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/jit_type.h>
#include <ATen/core/stack.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#define WAV2KP_API extern "C" __attribute__((visibility("default")))

namespace wav2kp {

/// What a Value holds; the numbers are known to the managed side.
enum class Tag : int32_t {
  None = 0,
  Tensor = 1,      // bits: TensorImpl*, borrowed as argument, owned as result
  Int = 2,         // bits
  Double = 3,      // bits, as the double's own
  Bool = 4,        // bits
  String = 5,      // bits: UTF-8, count bytes
  IntList = 6,     // bits: int64_t*, count
  DoubleList = 7,  // bits: double*, count
  TensorList = 8,  // bits: TensorImpl**, count
  Complex = 9,     // bits: double[2]
  Device = 10,     // count: device type, bits: index
  Generator = 11,  // bits: GeneratorImpl*
};

/// One argument or result of an operator.
struct Value {
  Tag tag;
  int32_t count;
  int64_t bits;
};
static_assert(sizeof(Value) == 16, "the managed side lays it out so");

inline char* copy_message(const char* text) {
  auto size = std::strlen(text) + 1;
  auto* copy = static_cast<char*>(std::malloc(size));
  if (copy != nullptr) std::memcpy(copy, text, size);
  return copy;
}

/// Runs the body; an exception becomes its message, without the C++ backtrace that c10::Error carries.
template <typename Body>
char* guarded(Body&& body) noexcept {
  try {
    body();
    return nullptr;
  } catch (const c10::Error& error) {
    return copy_message(error.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    return copy_message("libtorch ran out of memory");
  } catch (const std::exception& error) {
    return copy_message(error.what());
  } catch (...) {
    return copy_message("libtorch threw an exception of an unknown kind");
  }
}

/// The tensor behind a handle that the caller keeps.
inline at::Tensor borrow(const void* handle) {
  TORCH_CHECK(handle != nullptr, "a tensor handle is null");
  auto* impl = static_cast<c10::TensorImpl*>(const_cast<void*>(handle));
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::unsafe_reclaim_from_nonowning(impl));
}

/// The same, for an optional tensor: null is an undefined tensor.
inline at::Tensor borrow_optional(const void* handle) { return handle == nullptr ? at::Tensor() : borrow(handle); }

/// A handle that the caller owns; null for an undefined tensor.
inline void* release(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

inline std::vector<at::Tensor> borrow_all(void* const* handles, int64_t count) {
  TORCH_CHECK(count == 0 || handles != nullptr, "a list of tensors is null");
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

/// An array from malloc, which the caller frees.
inline void** release_all(const std::vector<at::Tensor>& tensors) {
  auto** handles = static_cast<void**>(std::malloc(sizeof(void*) * (tensors.empty() ? 1 : tensors.size())));
  if (handles == nullptr) throw std::bad_alloc();
  for (size_t i = 0; i < tensors.size(); i++) handles[i] = release(tensors[i]);
  return handles;
}

inline c10::Device device_of(int32_t type, int32_t index) {
  return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

}  // namespace wav2kp
