using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Element by element. A name that ends in _ changes the tensor itself and gives it back.
    public partial class Tensor
    {
        public Tensor exp() => Ops.exp.Call(this);

        public Tensor expm1() => Ops.expm1.Call(this);

        public Tensor ceil() => Ops.ceil.Call(this);

        public Tensor floor() => Ops.floor.Call(this);

        public Tensor log() => Ops.log.Call(this);

        public Tensor log10() => Ops.log10.Call(this);

        public Tensor log1p() => Ops.log1p.Call(this);

        public Tensor log2() => Ops.log2.Call(this);

        public Tensor logical_not() => Ops.logical_not.Call(this);

        public Tensor neg() => Ops.neg.Call(this);

        public Tensor reciprocal() => Ops.reciprocal.Call(this);

        public Tensor rsqrt() => Ops.rsqrt.Call(this);

        public Tensor square() => Ops.square.Call(this);

        public Tensor sqrt() => Ops.sqrt.Call(this);

        public Tensor sign() => Ops.sign.Call(this);

        public Tensor trunc() => Ops.trunc.Call(this);

        public Tensor angle() => Ops.angle.Call(this);

        public Tensor atan() => Ops.atan.Call(this);

        public Tensor cos() => Ops.cos.Call(this);

        public Tensor sin() => Ops.sin.Call(this);

        public Tensor tan() => Ops.tan.Call(this);

        public Tensor sinh() => Ops.sinh.Call(this);

        public Tensor cosh() => Ops.cosh.Call(this);

        public Tensor tanh() => Ops.tanh.Call(this);

        public Tensor relu() => Ops.relu.Call(this);

        public Tensor gelu() => Ops.gelu.Call(this);

        public Tensor isinf() => Ops.isinf.Call(this);

        public Tensor isfinite() => Ops.isfinite.Call(this);

        public Tensor isnan() => Ops.isnan.Call(this);

        public Tensor silu() => Ops.silu.Call(this);

        public Tensor erf() => Ops.erf.Call(this);

        public Tensor sigmoid() => Ops.sigmoid.Call(this);

        public Tensor abs() => Ops.abs.Call(this);

        public Tensor conj() => Ops.conj.Call(this);

        public Tensor frac() => Ops.frac.Call(this);

        public Tensor exp_() => Ops.exp_.InPlace(this, this);

        public Tensor log_() => Ops.log_.InPlace(this, this);

        public Tensor sqrt_() => Ops.sqrt_.InPlace(this, this);

        public Tensor tanh_() => Ops.tanh_.InPlace(this, this);

        public Tensor relu_() => Ops.relu_.InPlace(this, this);

        public Tensor sigmoid_() => Ops.sigmoid_.InPlace(this, this);

        public Tensor abs_() => Ops.abs_.InPlace(this, this);

        public Tensor logical_not_() => Ops.logical_not_.InPlace(this, this);

        public Tensor round(long decimals = 0) => decimals == 0 ? Ops.round.Call(this) : Ops.round_decimals.Call(this, decimals);

        public Tensor add(Tensor target) => Ops.add_Tensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => Ops.add_Scalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Ops.add_Scalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => Ops.add__Tensor.InPlace(this, this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Ops.add__Tensor.InPlace(this, this, target, alpha);

        public Tensor add_(Scalar scalar) => Ops.add__Scalar.InPlace(this, this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Ops.add__Scalar.InPlace(this, this, scalar, alpha);

        public Tensor sub(Tensor target) => Ops.sub_Tensor.Call(this, target);

        public Tensor sub(Scalar target) => Ops.sub_Scalar.Call(this, target);

        public Tensor sub_(Tensor target) => Ops.sub__Tensor.InPlace(this, this, target);

        public Tensor sub_(Scalar target) => Ops.sub__Scalar.InPlace(this, this, target);

        public Tensor mul(Tensor target) => Ops.mul_Tensor.Call(this, target);

        public Tensor mul(Scalar target) => Ops.mul_Scalar.Call(this, target);

        public Tensor mul_(Tensor target) => Ops.mul__Tensor.InPlace(this, this, target);

        public Tensor mul_(Scalar target) => Ops.mul__Scalar.InPlace(this, this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Tensor.Call(this, target) : Ops.div_Tensor_mode.Call(this, target, rounding_mode.ToString());

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Tensor.InPlace(this, this, target) : Ops.div__Tensor_mode.InPlace(this, this, target, rounding_mode.ToString());

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Scalar.Call(this, target) : Ops.div_Scalar_mode.Call(this, target, rounding_mode.ToString());

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Scalar.InPlace(this, this, target) : Ops.div__Scalar_mode.InPlace(this, this, target, rounding_mode.ToString());

        public Tensor fmod(Tensor target) => Ops.fmod_Tensor.Call(this, target);

        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar.Call(this, scalar);

        public Tensor remainder(Tensor target) => Ops.remainder_Tensor.Call(this, target);

        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar.Call(this, scalar);

        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor.InPlace(this, this, exponent);

        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar.Call(this, exponent);

        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar.InPlace(this, this, exponent);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_.InPlace(this, this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Ops.addcdiv_.InPlace(this, this, tensor1, tensor2);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_.InPlace(this, this, tensor1, tensor2, value);

        public Tensor atan2(Tensor other) => Ops.atan2.Call(this, other);

        public Tensor logical_and(Tensor other) => Ops.logical_and.Call(this, other);

        public Tensor logical_and_(Tensor other) => Ops.logical_and_.InPlace(this, this, other);

        public Tensor logical_or(Tensor other) => Ops.logical_or.Call(this, other);

        public Tensor logical_or_(Tensor other) => Ops.logical_or_.InPlace(this, this, other);

        public Tensor logical_xor(Tensor other) => Ops.logical_xor.Call(this, other);

        public Tensor logical_xor_(Tensor other) => Ops.logical_xor_.InPlace(this, this, other);

        public Tensor eq(Tensor target) => Ops.eq_Tensor.Call(this, target);

        public Tensor eq(Scalar target) => Ops.eq_Scalar.Call(this, target);

        public Tensor ge(Tensor target) => Ops.ge_Tensor.Call(this, target);

        public Tensor ge(Scalar target) => Ops.ge_Scalar.Call(this, target);

        public Tensor gt(Tensor target) => Ops.gt_Tensor.Call(this, target);

        public Tensor gt(Scalar target) => Ops.gt_Scalar.Call(this, target);

        public Tensor le(Tensor target) => Ops.le_Tensor.Call(this, target);

        public Tensor le(Scalar target) => Ops.le_Scalar.Call(this, target);

        public Tensor lt(Tensor target) => Ops.lt_Tensor.Call(this, target);

        public Tensor lt(Scalar target) => Ops.lt_Scalar.Call(this, target);

        public Tensor ne(Tensor target) => Ops.ne_Tensor.Call(this, target);

        public Tensor ne(Scalar target) => Ops.ne_Scalar.Call(this, target);

        public Tensor maximum(Tensor other) => Ops.maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Ops.minimum.Call(this, other);

        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu.Call(this, negative_slope);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.softmax_int.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.log_softmax_int.Call(this, dim, dtype);

        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor.InPlace(this, this, end, weight);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.clamp_Tensor.Call(this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => Ops.clamp.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_.InPlace(this, this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Ops.clamp__Tensor.InPlace(this, this, min, max);

        public Tensor clamp_max(Scalar max) => Ops.clamp_max.Call(this, max);

        public Tensor clamp_min(Scalar min) => Ops.clamp_min.Call(this, min);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Ops.nan_to_num.Call(this, nan, posinf, neginf);

        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            Ops.isclose.Call(this, other, rtol, atol, nanEqual);

        /// <summary>Whether all elements are close: |this − target| ≤ atol + rtol · |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            Ops.allclose.CallBool(this, target, rtol, atol, equal_nan);

        /// <summary>Element by element; see <see cref="Equals(Tensor)"/> for one answer.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Whether both tensors have the same shape and elements.</summary>
        public bool Equals(Tensor target) => Ops.equal.CallBool(this, target);

        public override bool Equals(object? obj) => obj is Tensor other && (ReferenceEquals(this, other) || Equals(other));

        /// <summary>By identity: two tensors of the same elements are two keys.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>The real parts, a view.</summary>
        public Tensor real => Ops.real.Call(this);

        /// <summary>The imaginary parts, a view.</summary>
        public Tensor imag => Ops.imag.Call(this);
    }
}
