// One native call for an optimiser's step over a whole group of parameters.
#include "shim.h"

#include <c10/core/GradMode.h>

#include <cmath>

namespace {

struct AdamNumbers {
  double lr;
  double beta1;
  double beta2;
  double eps;
  double weight_decay;
  double bias_correction1;
  double bias_correction2;
  bool decoupled;  // AdamW
  bool maximize;
};

bool plain(const at::Tensor& tensor, c10::ScalarType dtype) {
  return tensor.device().is_cpu() && tensor.scalar_type() == dtype && tensor.is_contiguous();
}

/// Adam's update in one pass over the memory, operation by operation as PyTorch's own sequence of tensor operations.
template <bool Decoupled, bool Coupled, bool Amsgrad, typename T>
__attribute__((always_inline)) inline void adam_pass(T* __restrict param, const T* __restrict gradient,
                                                     T* __restrict exp_avg, T* __restrict exp_avg_sq,
                                                     T* __restrict max_exp_avg_sq, int64_t count,
                                                     const AdamNumbers& n) {
  const T beta1 = static_cast<T>(n.beta1), rest1 = static_cast<T>(1 - n.beta1);
  const T beta2 = static_cast<T>(n.beta2), rest2 = static_cast<T>(1 - n.beta2);
  const T eps = static_cast<T>(n.eps), decay = static_cast<T>(n.weight_decay);
  const T shrink = static_cast<T>(1 - n.lr * n.weight_decay);
  const T root2 = static_cast<T>(std::sqrt(n.bias_correction2));
  const T step = static_cast<T>(-(n.lr / n.bias_correction1));
  const T sign = n.maximize ? T(-1) : T(1);
  for (int64_t i = 0; i < count; i++) {
    T p = param[i], g = sign * gradient[i];
    if constexpr (Decoupled) p *= shrink;
    if constexpr (Coupled) g += decay * p;
    T m = exp_avg[i] * beta1 + rest1 * g;
    T v = exp_avg_sq[i] * beta2 + rest2 * (g * g);
    exp_avg[i] = m;
    exp_avg_sq[i] = v;
    if constexpr (Amsgrad) {
      v = max_exp_avg_sq[i] > v ? max_exp_avg_sq[i] : v;
      max_exp_avg_sq[i] = v;
    }
    param[i] = p + step * (m / (std::sqrt(v) / root2 + eps));
  }
}

template <typename T>
__attribute__((always_inline)) inline void adam_any(T* param, const T* gradient, T* exp_avg, T* exp_avg_sq,
                                                    T* max_exp_avg_sq, int64_t count, const AdamNumbers& n) {
  const bool decays = n.weight_decay != 0;
  if (max_exp_avg_sq != nullptr) {
    if (!decays)
      adam_pass<false, false, true>(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
    else if (n.decoupled)
      adam_pass<true, false, true>(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
    else
      adam_pass<false, true, true>(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
  } else if (!decays) {
    adam_pass<false, false, false>(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
  } else if (n.decoupled) {
    adam_pass<true, false, false>(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
  } else {
    adam_pass<false, true, false>(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
  }
}

// Wide registers where the machine has them. One thread: the pass is bound by memory, and a second OpenMP runtime beside
// libtorch's own would only fight with it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WAV2KP_CLONES __attribute__((target_clones("arch=haswell", "default")))
#else
#define WAV2KP_CLONES
#endif

WAV2KP_CLONES void adam_fused(float* param, const float* gradient, float* exp_avg, float* exp_avg_sq,
                              float* max_exp_avg_sq, int64_t count, const AdamNumbers& n) {
  adam_any(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
}

WAV2KP_CLONES void adam_fused(double* param, const double* gradient, double* exp_avg, double* exp_avg_sq,
                              double* max_exp_avg_sq, int64_t count, const AdamNumbers& n) {
  adam_any(param, gradient, exp_avg, exp_avg_sq, max_exp_avg_sq, count, n);
}

/// One parameter as the sequence of tensor operations that Adam is defined by.
void adam_tensors(at::Tensor param, at::Tensor grad, at::Tensor exp_avg, at::Tensor exp_avg_sq,
                  at::Tensor max_exp_avg_sq, const AdamNumbers& n) {
  if (n.maximize) grad = -grad;
  if (n.weight_decay != 0) {
    if (n.decoupled)
      param.mul_(1 - n.lr * n.weight_decay);
    else
      grad = grad.add(param, n.weight_decay);
  }
  exp_avg.mul_(n.beta1).add_(grad, 1 - n.beta1);
  exp_avg_sq.mul_(n.beta2).addcmul_(grad, grad.conj(), 1 - n.beta2);
  at::Tensor second = exp_avg_sq;
  if (max_exp_avg_sq.defined()) {
    max_exp_avg_sq.copy_(at::maximum(max_exp_avg_sq, exp_avg_sq));
    second = max_exp_avg_sq;
  }
  auto denominator = (second.sqrt() / std::sqrt(n.bias_correction2)).add_(n.eps);
  param.addcdiv_(exp_avg, denominator, -(n.lr / n.bias_correction1));
}

/// Parameters of one device, type and number of steps, which are updated together: few kernels on a GPU, not many small ones.
struct AdamBatch {
  c10::Device device;
  c10::ScalarType dtype;
  int64_t step;
  AdamNumbers numbers;
  std::vector<at::Tensor> params, grads, exp_avgs, exp_avg_sqs;
};

void adam_together(AdamBatch& batch) {
  const auto& n = batch.numbers;
  auto grads = n.maximize ? at::_foreach_neg(batch.grads) : batch.grads;
  if (n.weight_decay != 0) {
    if (n.decoupled)
      at::_foreach_mul_(batch.params, 1 - n.lr * n.weight_decay);
    else
      grads = at::_foreach_add(grads, batch.params, n.weight_decay);
  }
  at::_foreach_mul_(batch.exp_avgs, n.beta1);
  at::_foreach_add_(batch.exp_avgs, grads, 1 - n.beta1);
  at::_foreach_mul_(batch.exp_avg_sqs, n.beta2);
  at::_foreach_addcmul_(batch.exp_avg_sqs, grads, grads, 1 - n.beta2);
  auto denominators = at::_foreach_sqrt(batch.exp_avg_sqs);
  at::_foreach_div_(denominators, std::sqrt(n.bias_correction2));
  at::_foreach_add_(denominators, n.eps);
  at::_foreach_addcdiv_(batch.params, batch.exp_avgs, denominators, -(n.lr / n.bias_correction1));
}

}  // namespace

/// One step of Adam or AdamW. exp_avgs, exp_avg_sqs and, with AMSGrad, max_exp_avg_sqs (else null) are updated in place;
/// steps holds each parameter's number of steps, this one included. Parameters without a gradient are not to be given.
WAV2KP_API char* wav2kp_adam_step(void* const* params, void* const* exp_avgs, void* const* exp_avg_sqs,
                                  void* const* max_exp_avg_sqs, const int64_t* steps, int64_t count, double lr,
                                  double beta1, double beta2, double eps, double weight_decay, int32_t decoupled,
                                  int32_t maximize) {
  return wav2kp::guarded([&] {
    c10::AutoGradMode no_grad(false);
    std::vector<AdamBatch> batches;
    for (int64_t i = 0; i < count; i++) {
      auto param = wav2kp::borrow(params[i]);
      auto grad = param.grad();
      TORCH_CHECK(grad.defined(), "a parameter has no gradient");
      auto exp_avg = wav2kp::borrow(exp_avgs[i]);
      auto exp_avg_sq = wav2kp::borrow(exp_avg_sqs[i]);
      auto max_exp_avg_sq = max_exp_avg_sqs == nullptr ? at::Tensor() : wav2kp::borrow(max_exp_avg_sqs[i]);
      TORCH_CHECK(exp_avg.sizes() == param.sizes() && exp_avg_sq.sizes() == param.sizes() &&
                      grad.sizes() == param.sizes() &&
                      (!max_exp_avg_sq.defined() || max_exp_avg_sq.sizes() == param.sizes()),
                  "Adam's state has another shape than its parameter of size ", param.sizes());
      auto step = static_cast<double>(steps[i]);
      AdamNumbers numbers{lr,
                          beta1,
                          beta2,
                          eps,
                          weight_decay,
                          1 - std::pow(beta1, step),
                          1 - std::pow(beta2, step),
                          decoupled != 0,
                          maximize != 0};
      auto fits = [&](c10::ScalarType dtype) {
        return plain(param, dtype) && plain(grad, dtype) && plain(exp_avg, dtype) && plain(exp_avg_sq, dtype) &&
               (!max_exp_avg_sq.defined() || plain(max_exp_avg_sq, dtype));
      };
      auto fused = [&](auto zero) {
        using T = decltype(zero);
        adam_fused(static_cast<T*>(param.data_ptr()), static_cast<const T*>(grad.data_ptr()),
                      static_cast<T*>(exp_avg.data_ptr()), static_cast<T*>(exp_avg_sq.data_ptr()),
                      max_exp_avg_sq.defined() ? static_cast<T*>(max_exp_avg_sq.data_ptr()) : nullptr, param.numel(),
                      numbers);
        param.unsafeGetTensorImpl()->bump_version();
      };
      if (fits(at::kFloat))
        fused(0.0f);
      else if (fits(at::kDouble))
        fused(0.0);
      else if (max_exp_avg_sq.defined() || param.is_complex())
        adam_tensors(param, grad, exp_avg, exp_avg_sq, max_exp_avg_sq, numbers);
      else {
        AdamBatch* target = nullptr;
        for (auto& batch : batches)
          if (batch.device == param.device() && batch.dtype == param.scalar_type() && batch.step == steps[i])
            target = &batch;
        if (target == nullptr) {
          batches.push_back({param.device(), param.scalar_type(), steps[i], numbers, {}, {}, {}, {}});
          target = &batches.back();
        }
        target->params.push_back(param);
        target->grads.push_back(grad);
        target->exp_avgs.push_back(exp_avg);
        target->exp_avg_sqs.push_back(exp_avg_sq);
      }
    }
    for (auto& batch : batches) adam_together(batch);
  });
}

/// One step of stochastic gradient descent. With momentum != 0, buffers holds each parameter's momentum buffer; a null one
/// is created from the first gradient and owned by the caller.
WAV2KP_API char* wav2kp_sgd_step(void* const* params, void** buffers, int64_t count, double lr, double momentum,
                                 double dampening, double weight_decay, int32_t nesterov, int32_t maximize) {
  return wav2kp::guarded([&] {
    c10::AutoGradMode no_grad(false);
    for (int64_t i = 0; i < count; i++) {
      auto param = wav2kp::borrow(params[i]);
      auto grad = param.grad();
      TORCH_CHECK(grad.defined(), "a parameter has no gradient");
      if (maximize != 0) grad = -grad;
      if (weight_decay != 0) grad = grad.add(param, weight_decay);
      if (momentum != 0) {
        if (buffers[i] == nullptr) {
          buffers[i] = wav2kp::release(grad.clone().detach());
        } else {
          wav2kp::borrow(buffers[i]).mul_(momentum).add_(grad, 1 - dampening);
        }
        auto buffer = wav2kp::borrow(buffers[i]);
        grad = nesterov != 0 ? grad.add(buffer, momentum) : buffer;
      }
      param.add_(grad, -lr);
    }
  });
}

/// Scales the gradients so that their norm together is at most max_norm; gives the norm before. Infinity as norm_type is
/// the largest absolute value.
WAV2KP_API char* wav2kp_clip_grad_norm(void* const* params, int64_t count, double max_norm, double norm_type,
                                       double* total_norm) {
  return wav2kp::guarded([&] {
    *total_norm = 0;
    c10::AutoGradMode no_grad(false);
    std::vector<at::Tensor> grads, norms;
    for (auto& param : wav2kp::borrow_all(params, count))
      if (param.grad().defined()) grads.push_back(param.grad().detach());
    if (grads.empty()) return;
    auto device = grads[0].device();
    bool infinite = std::isinf(norm_type);
    for (const auto& grad : grads)
      norms.push_back((infinite ? grad.abs().max() : grad.norm(norm_type)).to(device));
    auto stacked = at::stack(norms);
    auto total = infinite ? stacked.max() : stacked.norm(norm_type);
    auto scale = at::clamp_max(max_norm / (total + 1e-6), 1.0);
    for (auto& grad : grads) grad.mul_(scale.to(grad.device()));
    *total_norm = total.item().toDouble();
  });
}
