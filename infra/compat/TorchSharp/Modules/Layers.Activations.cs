using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x above zero, α (eˣ − 1) below.</summary>
            public static ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);

            /// <summary>x times the standard normal distribution function of x.</summary>
            public static GELU GELU() => new(false);

            public static GELU GELU(bool inplace) => new(inplace);

            /// <summary>x, limited to a range.</summary>
            public static Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);

            /// <summary>x above zero, a fraction of x below.</summary>
            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

            /// <summary>The logarithm of the softmax along a dimension.</summary>
            public static LogSoftmax LogSoftmax(long dim) => new(dim);

            /// <summary>x tanh(softplus(x)).</summary>
            public static Mish Mish() => new(false);

            public static Mish Mish(bool inplace) => new(inplace);

            /// <summary>The larger of x and zero.</summary>
            public static ReLU ReLU(bool inplace = false) => new(inplace);

            /// <summary>x, limited to 0..6.</summary>
            public static ReLU6 ReLU6(bool inplace = false) => new(inplace);

            /// <summary>1 / (1 + e⁻ˣ).</summary>
            public static Sigmoid Sigmoid() => new(false);

            public static Sigmoid Sigmoid(bool inplace) => new(inplace);

            /// <summary>x times its sigmoid.</summary>
            public static SiLU SiLU() => new(false);

            public static SiLU SiLU(bool inplace) => new(inplace);

            /// <summary>eˣ, divided by its sum along a dimension.</summary>
            public static Softmax Softmax(long dim) => new(dim);

            /// <summary>log(1 + e^(β x)) / β; x itself where β x is above the threshold.</summary>
            public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

            /// <summary>The hyperbolic tangent.</summary>
            public static Tanh Tanh() => new(false);

            public static Tanh Tanh(bool inplace = false) => new(inplace);

            /// <summary>x above zero, a learned fraction of x below.</summary>
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) => new(num_parameters, init, device, dtype);

            /// <summary>Zeroes whole channels of sequences while training.</summary>
            public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);

            /// <summary>Zeroes whole channels of images while training.</summary>
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);

            /// <summary>Zeroes whole channels of volumes while training.</summary>
            public static Dropout3d Dropout3d(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>x above zero, α (eˣ − 1) below.</summary>
    public sealed class ELU : ParameterLessModule<Tensor, Tensor>
    {
        internal ELU(double alpha, bool inplace)
            : base(nameof(ELU))
        {
            this.alpha = alpha;
            this.inplace = inplace;
        }

        public double alpha { get; set; }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => F.elu(tensor, alpha, inplace);
    }

    /// <summary>x times the standard normal distribution function of x.</summary>
    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU(bool inplace)
            : base(nameof(GELU))
        {
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => F.gelu(tensor, inplace);
    }

    /// <summary>x, limited to a range.</summary>
    public sealed class Hardtanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardtanh(double min_val, double max_val, bool inplace)
            : base(nameof(Hardtanh))
        {
            this.min_val = min_val;
            this.max_val = max_val;
            this.inplace = inplace;
        }

        public double min_val { get; set; }

        public double max_val { get; set; }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => inplace ? tensor.clamp_((Scalar)min_val, (Scalar)max_val) : tensor.clamp((Scalar)min_val, (Scalar)max_val);
    }

    /// <summary>x above zero, a fraction of x below.</summary>
    public sealed class LeakyReLU : ParameterLessModule<Tensor, Tensor>
    {
        internal LeakyReLU(double negative_slope, bool inplace)
            : base(nameof(LeakyReLU))
        {
            this.negative_slope = negative_slope;
            this.inplace = inplace;
        }

        public double negative_slope { get; set; }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => F.leaky_relu(tensor, negative_slope, inplace);
    }

    /// <summary>The logarithm of the softmax along a dimension.</summary>
    public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSoftmax(long dim)
            : base(nameof(LogSoftmax))
        {
            this.dim = dim;
        }

        public long dim { get; set; }

        public override Tensor forward(Tensor tensor) => tensor.log_softmax(dim);
    }

    /// <summary>x tanh(softplus(x)).</summary>
    public sealed class Mish : ParameterLessModule<Tensor, Tensor>
    {
        internal Mish(bool inplace)
            : base(nameof(Mish))
        {
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => inplace ? Ops.mish_.InPlace(tensor, tensor) : Ops.mish.Call(tensor);
    }

    /// <summary>The larger of x and zero.</summary>
    public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
    {
        internal ReLU(bool inplace)
            : base(nameof(ReLU))
        {
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => F.relu(tensor, inplace);
    }

    /// <summary>x, limited to 0..6.</summary>
    public sealed class ReLU6 : ParameterLessModule<Tensor, Tensor>
    {
        internal ReLU6(bool inplace)
            : base(nameof(ReLU6))
        {
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => inplace ? tensor.clamp_((Scalar)0, (Scalar)6) : tensor.clamp((Scalar)0, (Scalar)6);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid(bool inplace)
            : base(nameof(Sigmoid))
        {
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => F.sigmoid(tensor, inplace);
    }

    /// <summary>x times its sigmoid.</summary>
    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        internal SiLU(bool inplace)
            : base(nameof(SiLU))
        {
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => F.silu(tensor, inplace);
    }

    /// <summary>eˣ, divided by its sum along a dimension.</summary>
    public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmax(long dim)
            : base(nameof(Softmax))
        {
            this.dim = dim;
        }

        public long dim { get; set; }

        public override Tensor forward(Tensor tensor) => tensor.softmax(dim);
    }

    /// <summary>log(1 + e^(β x)) / β; x itself where β x is above the threshold.</summary>
    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold)
            : base(nameof(Softplus))
        {
            this.beta = beta;
            this.threshold = threshold;
        }

        public double beta { get; set; }

        public double threshold { get; set; }

        public override Tensor forward(Tensor tensor) => F.softplus(tensor, beta, threshold);
    }

    /// <summary>The hyperbolic tangent.</summary>
    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanh(bool inplace)
            : base(nameof(Tanh))
        {
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => F.tanh(tensor, inplace);
    }

    /// <summary>x above zero, a learned fraction of x below, one for all channels or one for each.</summary>
    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype)
            : base(nameof(PReLU))
        {
            this.num_parameters = Positive.Check(num_parameters, nameof(num_parameters));
            weight = new Parameter(full([num_parameters], init, dtype ?? get_default_dtype(), device));
        }

        public long num_parameters { get; }

        public Parameter weight
        {
            get => field;
            set
            {
                field = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        public override Tensor forward(Tensor tensor) => Ops.prelu.Call(tensor, weight);
    }

    /// <summary>Zeroes whole channels of sequences while training.</summary>
    public sealed class Dropout1d : ParameterLessModule<Tensor, Tensor>
    {
        internal Dropout1d(double p, bool inplace)
            : base(nameof(Dropout1d))
        {
            this.p = Probability.Check(p);
            this.inplace = inplace;
        }

        public double p { get; set; }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => FeatureDropout.Run(tensor, 2, p, training, inplace);
    }

    /// <summary>Zeroes whole channels of images while training.</summary>
    public sealed class Dropout2d : ParameterLessModule<Tensor, Tensor>
    {
        internal Dropout2d(double p, bool inplace)
            : base(nameof(Dropout2d))
        {
            this.p = Probability.Check(p);
            this.inplace = inplace;
        }

        public double p { get; set; }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => FeatureDropout.Run(tensor, 3, p, training, inplace);
    }

    /// <summary>Zeroes whole channels of volumes while training.</summary>
    public sealed class Dropout3d : ParameterLessModule<Tensor, Tensor>
    {
        internal Dropout3d(double p, bool inplace)
            : base(nameof(Dropout3d))
        {
            this.p = Probability.Check(p);
            this.inplace = inplace;
        }

        public double p { get; set; }

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => FeatureDropout.Run(tensor, 4, p, training, inplace);
    }

    /// <summary>Dropout of channels, with or without a batch dimension before them.</summary>
    internal static class FeatureDropout
    {
        internal static Tensor Run(Tensor input, int unbatchedRank, double p, bool training, bool inplace)
        {
            if (input.Dimensions == unbatchedRank + 1)
            {
                return inplace ? Ops.feature_dropout_.InPlace(input, input, p, training) : Ops.feature_dropout.Call(input, p, training);
            }

            if (input.Dimensions != unbatchedRank)
            {
                throw new ArgumentException($"The layer takes {unbatchedRank + 1} dimensions, or {unbatchedRank} without a batch, not {input.Dimensions}.", nameof(input));
            }

            using Tensor batch = input.unsqueeze(0);
            if (inplace)
            {
                Ops.feature_dropout_.InPlace(batch, batch, p, training);
                return input;
            }

            using Tensor result = Ops.feature_dropout.Call(batch, p, training);
            return result.squeeze(0);
        }
    }
}
