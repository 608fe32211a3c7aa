using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Fourier transforms. n and s cut or zero-pad the input first; negative n and null s take it as it is.</summary>
    public static class fft
    {
        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ifft.Call(input, Length(n), dim, Norm(norm));

        /// <summary>The half of a real input's transform that tells it all: n / 2 + 1 complex numbers.</summary>
        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfft.Call(input, Length(n), dim, Norm(norm));

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_irfft.Call(input, Length(n), dim, Norm(norm));

        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfft2.Call(input, s, dim ?? [-2, -1], Norm(norm));

        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_irfft2.Call(input, s, dim ?? [-2, -1], Norm(norm));

        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfftn.Call(input, s, dim, Norm(norm));

        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_irfftn.Call(input, s, dim, Norm(norm));

        /// <summary>Brings the frequency zero to the middle.</summary>
        public static Tensor fftshift(Tensor input, long[]? dim = null) => Ops.fft_fftshift.Call(input, dim);

        public static Tensor ifftshift(Tensor input, long[]? dim = null) => Ops.fft_ifftshift.Call(input, dim);

        /// <summary>The frequencies of the transform of n samples that are d apart.</summary>
        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Ops.fft_fftfreq.Call(n, d, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, null);

        public static Tensor rfftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Ops.fft_rfftfreq.Call(n, d, dtype ?? get_default_dtype(), Arg.None, device ?? DefaultDevice), requires_grad, null);

        private static long? Length(long n) => n < 0 ? null : n;

        private static Arg Norm(FFTNormType norm) => norm switch
        {
            FFTNormType.Backward => "backward",
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "Unknown normalisation."),
        };
    }
}
