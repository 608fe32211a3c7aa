using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Where weights start. Each function changes the tensor and gives it back, untracked.</summary>
        public static class init
        {
            /// <summary>What follows the weights.</summary>
            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            /// <summary>Whether the variance is kept forwards or backwards.</summary>
            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            /// <summary>The factor that makes up for what the nonlinearity takes of the standard deviation.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
                _ => 1,
            };

            public static Tensor ones_(Tensor tensor) => Untracked(tensor, () => tensor.fill_(1));

            public static Tensor zeros_(Tensor tensor) => Untracked(tensor, () => tensor.zero_());

            /// <summary>Convolution weights that pass their input through.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                if (tensor.Dimensions is < 3 or > 5)
                {
                    throw new ArgumentException("Only the weights of convolutions (3 to 5 dimensions) can be a Dirac delta.", nameof(tensor));
                }

                return Untracked(tensor, () =>
                {
                    tensor.zero_();
                    long[] shape = tensor.shape;
                    for (long i = 0; i < Math.Min(shape[0], shape[1]); i++)
                    {
                        using Tensor value = torch.tensor(1.0, tensor.dtype, tensor.device);
                        tensor[(long[])[i, i, .. shape[2..].Select(size => size / 2)]] = value;
                    }
                });
            }

            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.Dimensions != 2)
                {
                    throw new ArgumentException("Only a matrix can be the identity.", nameof(tensor));
                }

                return Untracked(tensor, () =>
                {
                    using Tensor identity = eye(tensor.size(0), tensor.size(1), tensor.dtype, tensor.device);
                    tensor.copy_(identity);
                });
            }

            public static Tensor constant_(Tensor tensor, Scalar val) => Untracked(tensor, () => tensor.fill_(val));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Untracked(tensor, () => tensor.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Untracked(tensor, () => tensor.normal_(mean, std, generator));

            /// <summary>Normal numbers, drawn again until they lie between a and b, by inversion of the distribution.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null) =>
                Untracked(tensor, () =>
                {
                    double low = NormalShare((a - mean) / std), high = NormalShare((b - mean) / std);
                    tensor.uniform_((2 * low) - 1, (2 * high) - 1, generator);
                    Ops.erfinv_.InPlace(tensor, tensor);
                    tensor.mul_(std * Math.Sqrt(2)).add_(mean).clamp_(a, b);
                });

            /// <summary>Rows (or columns) that are orthonormal, times the gain.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                if (tensor.Dimensions < 2)
                {
                    throw new ArgumentException("An orthogonal start needs at least 2 dimensions.", nameof(tensor));
                }

                return Untracked(tensor, () =>
                {
                    using DisposeScope scope = NewDisposeScope();
                    long rows = tensor.size(0), columns = tensor.NumberOfElements / Math.Max(rows, 1);
                    Tensor flat = randn([rows, columns], tensor.dtype, tensor.device);
                    if (rows < columns)
                    {
                        flat = flat.t();
                    }

                    (Tensor q, Tensor r) = Ops.linalg_qr.Call2(flat);
                    q = q * r.diagonal().sign();
                    if (rows < columns)
                    {
                        q = q.t();
                    }

                    tensor.copy_(q.reshape(tensor.shape)).mul_(gain);
                });
            }

            /// <summary>Normal numbers of which a share of each column is zero.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                if (tensor.Dimensions != 2)
                {
                    throw new ArgumentException("Only a matrix can start sparse.", nameof(tensor));
                }

                return Untracked(tensor, () =>
                {
                    using DisposeScope scope = NewDisposeScope();
                    tensor.normal_(0, std);
                    long zeros = (long)Math.Ceiling(sparsity * tensor.size(0));
                    for (long column = 0; column < tensor.size(1); column++)
                    {
                        Tensor rows = randperm(tensor.size(0), device: tensor.device).narrow(0, 0, zeros);
                        tensor[TensorIndex.Tensor(rows), column] = torch.zeros([], tensor.dtype, tensor.device);
                    }
                });
            }

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                double bound = Math.Sqrt(3) * calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                double bound = Math.Sqrt(3) * gain * Math.Sqrt(2.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            /// <summary>How many inputs reach one output of these weights, and how many outputs one input reaches.</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                long[] shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException("Fan in and fan out need at least 2 dimensions.", nameof(tensor));
                }

                long field = shape[2..].TotalSize();
                return (shape[1] * field, shape[0] * field);
            }

            private static double Fan(Tensor tensor, FanInOut mode)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return Math.Max(mode == FanInOut.FanIn ? fanIn : fanOut, 1);
            }

            private static Tensor Untracked(Tensor tensor, Action change)
            {
                using (no_grad())
                {
                    change();
                }

                return tensor;
            }

            /// <summary>The share of the standard normal distribution below x, by the complementary error function.</summary>
            private static double NormalShare(double x)
            {
                using Tensor value = torch.tensor(-x / Math.Sqrt(2), ScalarType.Float64, CPU).DetachFromDisposeScope();
                using Tensor result = Ops.erfc.Call(value).DetachFromDisposeScope();
                return result.item<double>() / 2;
            }
        }
    }
}
