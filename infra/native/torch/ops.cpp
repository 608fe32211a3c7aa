// Any operator of libtorch by its name, through the dispatcher's boxed calls: autograd, devices and checks come with it.
#include "shim.h"

namespace {

using wav2kp::Tag;
using wav2kp::Value;

/// An operator, looked up once and kept for the life of the process.
struct Operator {
  explicit Operator(c10::OperatorHandle found) : handle(found) {
    for (const auto& argument : handle.schema().arguments()) {
      c10::TypePtr type = argument.type();
      if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
      is_float.push_back(type->kind() == c10::TypeKind::FloatType);
    }
  }

  c10::OperatorHandle handle;
  std::vector<bool> is_float;  // by argument: a whole number given for it becomes a double
};

c10::IValue to_ivalue(const Value& value, bool is_float) {
  switch (value.tag) {
    case Tag::None:
      return {};
    case Tag::Tensor:
      return value.bits == 0 ? c10::IValue() : c10::IValue(wav2kp::borrow(reinterpret_cast<void*>(value.bits)));
    case Tag::Int:
      return is_float ? c10::IValue(static_cast<double>(value.bits)) : c10::IValue(value.bits);
    case Tag::Double: {
      double number;
      std::memcpy(&number, &value.bits, sizeof number);
      return number;
    }
    case Tag::Bool:
      return value.bits != 0;
    case Tag::String:
      return std::string(reinterpret_cast<const char*>(value.bits), value.count);
    case Tag::IntList: {
      const auto* items = reinterpret_cast<const int64_t*>(value.bits);
      return c10::IValue(c10::IntArrayRef(items, value.count));
    }
    case Tag::DoubleList: {
      const auto* items = reinterpret_cast<const double*>(value.bits);
      return c10::IValue(c10::ArrayRef<double>(items, value.count));
    }
    case Tag::TensorList: {
      auto* const* items = reinterpret_cast<void* const*>(value.bits);
      c10::List<at::Tensor> list;
      list.reserve(value.count);
      for (int32_t i = 0; i < value.count; i++) list.push_back(wav2kp::borrow(items[i]));
      return list;
    }
    case Tag::Complex: {
      const auto* parts = reinterpret_cast<const double*>(value.bits);
      return c10::complex<double>(parts[0], parts[1]);
    }
    case Tag::Device:
      return wav2kp::device_of(value.count, static_cast<int32_t>(value.bits));
    case Tag::Generator: {
      if (value.bits == 0) return {};
      auto* impl = reinterpret_cast<c10::GeneratorImpl*>(value.bits);
      return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::unsafe_reclaim_from_nonowning(impl));
    }
  }
  TORCH_CHECK(false, "an argument of unknown kind ", static_cast<int>(value.tag));
}

Value to_value(const c10::IValue& value) {
  if (value.isTensor()) return {Tag::Tensor, 0, reinterpret_cast<int64_t>(wav2kp::release(value.toTensor()))};
  if (value.isInt()) return {Tag::Int, 0, value.toInt()};
  if (value.isBool()) return {Tag::Bool, 0, value.toBool()};
  if (value.isDouble()) {
    Value result{Tag::Double, 0, 0};
    double number = value.toDouble();
    std::memcpy(&result.bits, &number, sizeof number);
    return result;
  }
  if (value.isTensorList()) {
    auto tensors = value.toTensorVector();
    return {Tag::TensorList, static_cast<int32_t>(tensors.size()),
            reinterpret_cast<int64_t>(wav2kp::release_all(tensors))};
  }
  if (value.isNone()) return {Tag::None, 0, 0};
  TORCH_CHECK(false, "an operator's result of kind ", value.tagKind(), " has no counterpart");
}

}  // namespace

/// Looks an operator up ("aten::add", "Tensor"); the address is good for the life of the process.
WAV2KP_API char* wav2kp_op_find(const char* name, const char* overload, void** op) {
  return wav2kp::guarded([&] {
    *op = nullptr;
    TORCH_CHECK(name != nullptr && overload != nullptr, "an operator needs a name");
    *op = new Operator(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

/// Calls an operator. Arguments that are not given, at the end, take the operator's defaults. Writes up to
/// capacity results and their number; tensors among them are owned by the caller, lists' arrays come from malloc.
WAV2KP_API char* wav2kp_op_call(const void* op, const Value* arguments, int32_t count, Value* results, int32_t capacity,
                                int32_t* result_count) {
  return wav2kp::guarded([&] {
    *result_count = 0;
    TORCH_CHECK(op != nullptr, "an operator handle is null");
    const auto& target = *static_cast<const Operator*>(op);
    const auto& schema = target.handle.schema();
    const auto& declared = schema.arguments();
    TORCH_CHECK(count >= 0 && static_cast<size_t>(count) <= declared.size(), schema.name(), " takes ", declared.size(),
                " arguments, not ", count);
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    for (size_t i = 0; i < declared.size(); i++) {
      if (i < static_cast<size_t>(count)) {
        stack.push_back(to_ivalue(arguments[i], target.is_float[i]));
      } else {
        const auto& value = declared[i].default_value();
        TORCH_CHECK(value.has_value(), schema.name(), " needs a value for ", declared[i].name());
        stack.push_back(*value);
      }
    }
    target.handle.callBoxed(&stack);
    TORCH_CHECK(stack.size() <= static_cast<size_t>(capacity), schema.name(), " gave ", stack.size(), " results");
    for (const auto& value : stack) results[(*result_count)++] = to_value(value);
  });
}
