using System.Numerics;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Operators: comparisons give a tensor of truth values, element by element; use "is null" to ask for null.
    public partial class Tensor
    {
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator +(Tensor left, Tensor right) => Ops.add_Tensor.Call(left, right);

        public static Tensor operator +(Tensor left, Scalar right) => Ops.add_Scalar.Call(left, right);

        public static Tensor operator +(Scalar left, Tensor right) => Ops.add_Scalar.Call(right, left);

        public static Tensor operator +(Tensor left, int right) => Ops.add_Scalar.Call(left, right);

        public static Tensor operator +(Tensor left, long right) => Ops.add_Scalar.Call(left, right);

        public static Tensor operator +(Tensor left, float right) => Ops.add_Scalar.Call(left, right);

        public static Tensor operator +(Tensor left, double right) => Ops.add_Scalar.Call(left, right);

        public static Tensor operator +(int left, Tensor right) => Ops.add_Scalar.Call(right, left);

        public static Tensor operator +(long left, Tensor right) => Ops.add_Scalar.Call(right, left);

        public static Tensor operator +(float left, Tensor right) => Ops.add_Scalar.Call(right, left);

        public static Tensor operator +(double left, Tensor right) => Ops.add_Scalar.Call(right, left);

        public static Tensor operator *(Tensor left, Tensor right) => Ops.mul_Tensor.Call(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => Ops.mul_Scalar.Call(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => Ops.mul_Scalar.Call(right, left);

        public static Tensor operator *(Tensor left, int right) => Ops.mul_Scalar.Call(left, right);

        public static Tensor operator *(Tensor left, long right) => Ops.mul_Scalar.Call(left, right);

        public static Tensor operator *(Tensor left, float right) => Ops.mul_Scalar.Call(left, right);

        public static Tensor operator *(Tensor left, double right) => Ops.mul_Scalar.Call(left, right);

        public static Tensor operator *(int left, Tensor right) => Ops.mul_Scalar.Call(right, left);

        public static Tensor operator *(long left, Tensor right) => Ops.mul_Scalar.Call(right, left);

        public static Tensor operator *(float left, Tensor right) => Ops.mul_Scalar.Call(right, left);

        public static Tensor operator *(double left, Tensor right) => Ops.mul_Scalar.Call(right, left);

        public static Tensor operator -(Tensor left, Tensor right) => Ops.sub_Tensor.Call(left, right);

        public static Tensor operator -(Tensor left, Scalar right) => Ops.sub_Scalar.Call(left, right);

        public static Tensor operator -(Scalar left, Tensor right) => Ops.rsub_Scalar.Call(right, left);

        public static Tensor operator -(Tensor left, int right) => Ops.sub_Scalar.Call(left, right);

        public static Tensor operator -(Tensor left, long right) => Ops.sub_Scalar.Call(left, right);

        public static Tensor operator -(Tensor left, float right) => Ops.sub_Scalar.Call(left, right);

        public static Tensor operator -(Tensor left, double right) => Ops.sub_Scalar.Call(left, right);

        public static Tensor operator -(int left, Tensor right) => Ops.rsub_Scalar.Call(right, left);

        public static Tensor operator -(long left, Tensor right) => Ops.rsub_Scalar.Call(right, left);

        public static Tensor operator -(float left, Tensor right) => Ops.rsub_Scalar.Call(right, left);

        public static Tensor operator -(double left, Tensor right) => Ops.rsub_Scalar.Call(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Ops.div_Tensor.Call(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Ops.div_Scalar.Call(left, right);

        public static Tensor operator /(Scalar left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(Tensor left, int right) => Ops.div_Scalar.Call(left, right);

        public static Tensor operator /(Tensor left, long right) => Ops.div_Scalar.Call(left, right);

        public static Tensor operator /(Tensor left, float right) => Ops.div_Scalar.Call(left, right);

        public static Tensor operator /(Tensor left, double right) => Ops.div_Scalar.Call(left, right);

        public static Tensor operator /(int left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(long left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(float left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(double left, Tensor right) => Quotient(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Ops.remainder_Tensor.Call(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Ops.remainder_Scalar.Call(left, right);

        public static Tensor operator %(Tensor left, int right) => Ops.remainder_Scalar.Call(left, right);

        public static Tensor operator %(Tensor left, long right) => Ops.remainder_Scalar.Call(left, right);

        public static Tensor operator %(Tensor left, float right) => Ops.remainder_Scalar.Call(left, right);

        public static Tensor operator %(Tensor left, double right) => Ops.remainder_Scalar.Call(left, right);

        public static Tensor operator &(Tensor left, Tensor right) => Ops.bitwise_and_Tensor.Call(left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Ops.bitwise_or_Tensor.Call(left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Ops.bitwise_xor_Tensor.Call(left, right);

        public static Tensor operator ~(Tensor left) => Ops.bitwise_not.Call(left);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor((float, float) value) => tensor(value);

        public static implicit operator Tensor(Complex value) => tensor(value);

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        public static implicit operator Tensor(short[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor((float, float)[] value) => tensor(value);

        public static implicit operator Tensor(Complex[] value) => tensor(value);

        public static implicit operator Tensor(Scalar scalar) => scalar.ToTensor();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        /// <summary>A number by a tensor, in one operation, so that whole numbers divide to fractions as in Python.</summary>
        private static Tensor Quotient(Arg left, Tensor right)
        {
            using Tensor number = Ops.scalar_tensor.Call(left, right.dtype is var type && Utils.ElementTypes.IsWhole(type) ? get_default_dtype() : type, Arg.None, right.device)
                .DetachFromDisposeScope();
            return Ops.div_Tensor.Call(number, right);
        }
    }
}
