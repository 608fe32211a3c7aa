using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Decompositions, norms and solutions. Matrices lie in the last two dimensions.</summary>
    public static class linalg
    {
        /// <summary>Which parts of a QR decomposition are wanted.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky.Call(input);

        public static Tensor det(Tensor input) => Ops.linalg_det.Call(input);

        /// <summary>The eigenvalues, ascending, and eigenvectors (columns) of symmetric or Hermitian matrices.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh.Call2(input, UPLO.ToString());

        public static Tensor inv(Tensor input) => Ops.linalg_inv.Call(input);

        /// <summary>The least squares solution, the residuals, the rank and the singular values.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            Ops.linalg_lstsq.Call4(input, other);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            Ops.linalg_lstsq.Call4(input, other, rcond);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm_str_ord.Call(input, ord, dims ?? [-2, -1], keepdim);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm.Call(input, (Scalar)ord, dims ?? [-2, -1], keepdim);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm_ord_str.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm.Call(input, (Scalar)ord, dims, keepdim);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm.Call(input, (Scalar)ord, dims, keepdim);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm.Call(input, Arg.None, dims, keepdim);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_pinv_atol_rtol_float.Call(input, atol, rtol, hermitian);

        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Ops.linalg_pinv_atol_rtol_tensor.Call(input, atol, rtol, hermitian);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => Ops.linalg_qr.Call2(input, mode switch
        {
            QRMode.Reduced => "reduced",
            QRMode.Complete => "complete",
            QRMode.R => "r",
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown mode."),
        });

        /// <summary>X of A X = B, or of X A = B where <paramref name="left"/> is false.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Ops.linalg_solve.Call(A, B, left);

        /// <summary>U, the singular values (descending) and the conjugate transpose of V.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Ops.linalg_svd.Call3(input, fullMatrices);

        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals.Call(input);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_vector_norm.Call(input, (Scalar)ord, dims, keepdim);
    }
}
