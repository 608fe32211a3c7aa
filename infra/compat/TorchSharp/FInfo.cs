namespace TorchSharp;

public static partial class torch
{
    /// <summary>The limits of the default floating type.</summary>
    public static FInfo finfo() => finfo(get_default_dtype());

    /// <summary>The limits of a floating type.</summary>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => new(16, 0.0009765625, 65504, 6.103515625e-05, 0.001),
        ScalarType.BFloat16 => new(16, 0.0078125, 3.3895313892515355e+38, 1.1754943508222875e-38, 0.01),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => new(32, 1.1920928955078125e-07, float.MaxValue, 1.1754943508222875e-38, 1e-06),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => new(64, 2.220446049250313e-16, double.MaxValue, 2.2250738585072014e-308, 1e-15),
        _ => throw new ArgumentException($"{dtype} is no floating type.", nameof(dtype)),
    };

    /// <summary>The limits of a floating type.</summary>
    public struct FInfo
    {
        public int bits;

        /// <summary>From 1 to the next larger number.</summary>
        public double eps;

        public double max;

        public double min;

        /// <summary>The smallest positive number of full precision.</summary>
        public double tiny;

        public double smallest_normal;

        /// <summary>The precision in decimal digits, as a number.</summary>
        public double resolution;

        internal FInfo(int bits, double eps, double max, double tiny, double resolution)
        {
            this.bits = bits;
            this.eps = eps;
            this.max = max;
            min = -max;
            this.tiny = tiny;
            smallest_normal = tiny;
            this.resolution = resolution;
        }
    }
}
