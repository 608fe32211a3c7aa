// Python's t[...] with numbers, slices, masks, index tensors, None and the ellipsis.
#include "shim.h"

#include <ATen/TensorIndexing.h>

namespace {

/// One entry between the brackets; the numbers are known to the managed side.
struct Index {
  enum class Kind : int32_t { None = 0, Ellipsis = 1, Number = 2, Boolean = 3, Slice = 4, Tensor = 5 };
  Kind kind;
  int32_t given;  // of a slice: bit 0 start, bit 1 stop, bit 2 step
  int64_t start;  // of a number or boolean: its value; of a tensor: its handle
  int64_t stop;
  int64_t step;
};
static_assert(sizeof(Index) == 32, "the managed side lays it out so");

/// Later libtorch counts in symbolic integers and has a plain int beside them, which would cut large numbers short.
template <typename TensorIndex>
TensorIndex number(int64_t value) {
  if constexpr (std::is_constructible_v<TensorIndex, c10::SymInt>)
    return TensorIndex(c10::SymInt(value));
  else
    return TensorIndex(value);
}

std::vector<at::indexing::TensorIndex> to_indices(const Index* indices, int32_t count) {
  std::vector<at::indexing::TensorIndex> result;
  result.reserve(count);
  for (int32_t i = 0; i < count; i++) {
    const auto& index = indices[i];
    switch (index.kind) {
      case Index::Kind::None:
        result.emplace_back(at::indexing::None);
        break;
      case Index::Kind::Ellipsis:
        result.emplace_back(at::indexing::Ellipsis);
        break;
      case Index::Kind::Number:
        result.push_back(number<at::indexing::TensorIndex>(index.start));
        break;
      case Index::Kind::Boolean:
        result.emplace_back(index.start != 0);
        break;
      case Index::Kind::Slice: {
        int64_t step = (index.given & 4) != 0 ? index.step : 1;
        TORCH_CHECK(step > 0, "a slice's step must be greater than zero, not ", step);
        result.emplace_back(at::indexing::Slice((index.given & 1) != 0 ? index.start : 0,
                                                (index.given & 2) != 0 ? index.stop : INT64_MAX, step));
        break;
      }
      case Index::Kind::Tensor:
        result.emplace_back(wav2kp::borrow(reinterpret_cast<void*>(index.start)));
        break;
      default:
        TORCH_CHECK(false, "an index of unknown kind ", static_cast<int>(index.kind));
    }
  }
  return result;
}

}  // namespace

WAV2KP_API char* wav2kp_tensor_index(const void* handle, const Index* indices, int32_t count, void** result) {
  return wav2kp::guarded([&] { *result = wav2kp::release(wav2kp::borrow(handle).index(to_indices(indices, count))); });
}

/// With accumulate, a place given twice takes both values; its indices are then tensors and whole dimensions only.
WAV2KP_API char* wav2kp_tensor_index_put(void* handle, const Index* indices, int32_t count, const void* value,
                                         int32_t accumulate) {
  return wav2kp::guarded([&] {
    auto tensor = wav2kp::borrow(handle);
    if (accumulate == 0) {
      tensor.index_put_(to_indices(indices, count), wav2kp::borrow(value));
      return;
    }
    c10::List<std::decay_t<decltype(c10::IValue().toOptional<at::Tensor>())>> places;
    for (int32_t i = 0; i < count; i++) {
      if (indices[i].kind == Index::Kind::Tensor) {
        places.push_back(wav2kp::borrow(reinterpret_cast<void*>(indices[i].start)));
      } else {
        TORCH_CHECK(indices[i].kind == Index::Kind::Slice && indices[i].given == 0,
                    "values are added up at places given by tensors and whole dimensions only");
        places.push_back({});
      }
    }
    tensor.index_put_(places, wav2kp::borrow(value), true);
  });
}
