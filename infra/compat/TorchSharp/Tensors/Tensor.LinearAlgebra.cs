using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Products of matrices and vectors, decompositions, spectra and random numbers.
    public partial class Tensor
    {
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            Ops.baddbmm.Call(this, batch1, batch2, (Scalar)beta, (Scalar)alpha);

        public Tensor bmm(Tensor batch2) => Ops.bmm.Call(this, batch2);

        public Tensor outer(Tensor vec2) => Ops.outer.Call(this, vec2);

        public Tensor inner(Tensor vec2) => Ops.inner.Call(this, vec2);

        public Tensor inverse() => Ops.inverse.Call(this);

        public Tensor matmul(Tensor target) => Ops.matmul.Call(this, target);

        public Tensor mm(Tensor target) => Ops.mm.Call(this, target);

        public Tensor mv(Tensor target) => Ops.mv.Call(this, target);

        public Tensor dot(Tensor target) => Ops.dot.Call(this, target);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Ops.addmm.Call(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        public Tensor cholesky(bool upper = false) => Ops.cholesky.Call(this, upper);

        public Tensor det() => Ops.det.Call(this);

        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => Ops.linalg_pinv.Call(this, rcond, hermitian);

        /// <summary>The short-time Fourier transform: frequencies by frames, complex unless <paramref name="return_complex"/> is false.</summary>
        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null)
        {
            long? hop = Given(hop_length), length = Given(win_length);
            if (!center)
            {
                return Ops.stft.Call(this, n_fft, hop, length, window, normalized, onesided, return_complex);
            }

            // Padded here, because the operator with padding came after libtorch's first releases with the plain one.
            long signal = Dimensions;
            using Tensor lifted = reshape(signal == 1 ? [1, 1, -1] : [1, shape[0], -1]);
            using Tensor padded = nn.functional.pad(lifted, [n_fft / 2, n_fft / 2], pad_mode);
            using Tensor flat = padded.reshape(signal == 1 ? [-1] : [shape[0], -1]);
            return Ops.stft.Call(flat, n_fft, hop, length, window, normalized, onesided, return_complex);
        }

        /// <summary>The signal of a short-time Fourier transform.</summary>
        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            Ops.istft.Call(this, n_fft, Given(hop_length), Given(win_length), window, center, normalized, onesided, Given(length), return_complex);

        public Tensor bernoulli(Generator? generator = null) => Ops.bernoulli.Call(this, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Ops.multinomial.Call(this, num_samples, replacement, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Ops.bernoulli__float.InPlace(this, this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Ops.bernoulli__Tensor.InPlace(this, this, p, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => Ops.normal_.InPlace(this, this, mean, std, generator);

        public Tensor random_(double from, double to, Generator? generator = null) =>
            Ops.random__from.InPlace(this, this, checked((long)from), checked((long)to), generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Ops.uniform_.InPlace(this, this, from, to, generator);

        private static long? Given(long value) => value < 0 ? null : value;
    }
}
