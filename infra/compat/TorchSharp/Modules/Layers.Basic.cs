using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>y = x Wᵀ + b over the last dimension.</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            /// <summary>Sets a share of the elements to zero while training, and scales the rest up.</summary>
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>A module that learns nothing.</summary>
    public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>
    {
        protected ParameterLessModule(string name)
            : base(name)
        {
        }

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw Refuse();

        public override void register_parameter(string name, Parameter param) => throw Refuse();

        public override void register_module(string name, nn.Module submodule) => throw Refuse();

        private InvalidOperationException Refuse() => new($"{GetName()} is a module without parameters: nothing can be registered in it.");
    }

    /// <summary>y = x Wᵀ + b.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            Positive.Check(inputSize, nameof(inputSize));
            Positive.Check(outputSize, nameof(outputSize));
            in_features = inputSize;
            out_features = outputSize;
            weight = new Parameter(empty([outputSize, inputSize], dtype, device));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (hasBias)
            {
                double bound = 1 / Math.Sqrt(inputSize);
                bias = new Parameter(empty([outputSize], dtype, device));
                nn.init.uniform_(bias, -bound, bound);
            }
        }

        internal Linear(Parameter weight, Parameter? bias)
            : base(nameof(Linear))
        {
            this.weight = weight;
            this.bias = bias;
            in_features = weight.size(1);
            out_features = weight.size(0);
        }

        public Parameter? bias
        {
            get => field;
            set
            {
                field = value;
                ConditionallyRegisterParameter(nameof(bias), value);
            }
        }

        public Parameter weight
        {
            get => field;
            set
            {
                field = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        public override Tensor forward(Tensor tensor) => F.linear(tensor, weight, bias);
    }

    /// <summary>Zeroes elements at random while training.</summary>
    public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
    {
        internal Dropout(double p, bool inplace)
            : base(nameof(Dropout))
        {
            this.p = Probability.Check(p);
            this.inplace = inplace;
        }

        public bool inplace { get; set; }

        public double p { get; set; }

        public override Tensor forward(Tensor tensor) => F.dropout(tensor, p, training, inplace);
    }

    /// <summary>Checks of what layers are made with.</summary>
    internal static class Positive
    {
        internal static long Check(long value, string name) =>
            value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive.");
    }

    internal static class Probability
    {
        internal static double Check(double p) =>
            p is >= 0 and <= 1 ? p : throw new ArgumentException($"A dropout probability must lie between 0 and 1, not be {p}.", nameof(p));
    }
}
