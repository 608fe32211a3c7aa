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
            /// <summary>A convolution over sequences [N, C, L].</summary>
            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, padding_mode, groups, bias, device, dtype);

            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, padding_mode, groups, bias, device, dtype);

            /// <summary>A convolution over images [N, C, H, W].</summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], null, [dilation, dilation], padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Spread.Of(kernel_size), Spread.Of(stride ?? (1, 1)), Spread.Of(padding ?? (0, 0)), null, Spread.Of(dilation ?? (1, 1)), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], null, padding, [dilation, dilation], padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Spread.Of(kernel_size), Spread.Of(stride ?? (1, 1)), null, padding, Spread.Of(dilation ?? (1, 1)), padding_mode, groups, bias, device, dtype);

            /// <summary>A convolution over volumes [N, C, D, H, W].</summary>
            public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [padding, padding, padding], null, [dilation, dilation, dilation], padding_mode, groups, bias, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Spread.Of(kernel_size), Spread.Of(stride ?? (1, 1, 1)), Spread.Of(padding ?? (0, 0, 0)), null, Spread.Of(dilation ?? (1, 1, 1)), padding_mode, groups, bias, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], null, padding, [dilation, dilation, dilation], padding_mode, groups, bias, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding, (long, long, long)? stride = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Spread.Of(kernel_size), Spread.Of(stride ?? (1, 1, 1)), null, padding, Spread.Of(dilation ?? (1, 1, 1)), padding_mode, groups, bias, device, dtype);

            /// <summary>The gradient of a convolution over sequences, as a layer: it lengthens.</summary>
            public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size], [stride], [padding], [output_padding], [dilation], padding_mode, groups, bias, device, dtype);

            /// <summary>The gradient of a convolution over images, as a layer: it enlarges.</summary>
            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], [output_padding, output_padding], [dilation, dilation], padding_mode, groups, bias, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Spread.Of(kernel_size), Spread.Of(stride ?? (1, 1)), Spread.Of(padding ?? (0, 0)), Spread.Of(output_padding ?? (0, 0)), Spread.Of(dilation ?? (1, 1)), padding_mode, groups, bias, device, dtype);

            /// <summary>The gradient of a convolution over volumes, as a layer: it enlarges.</summary>
            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [padding, padding, padding], [output_padding, output_padding, output_padding], [dilation, dilation, dilation], padding_mode, groups, bias, device, dtype);

            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Spread.Of(kernel_size), Spread.Of(stride ?? (1, 1, 1)), Spread.Of(padding ?? (0, 0, 0)), Spread.Of(output_padding ?? (0, 0, 0)), Spread.Of(dilation ?? (1, 1, 1)), padding_mode, groups, bias, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What convolutions share: their weights, [out, in / groups, kernel…], or [in, out / groups, kernel…] when transposed.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        protected Parameter? _bias;
        protected Parameter _weight = null!;
        protected long[] _reversed_padding_repeated_twice = [];
        protected long input_channels;

        protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
            : base(name)
        {
            Positive.Check(in_channels, nameof(in_channels));
            Positive.Check(out_channels, nameof(out_channels));
            Positive.Check(groups, nameof(groups));
            if (in_channels % groups != 0 || out_channels % groups != 0)
            {
                throw new ArgumentException($"The channels ({in_channels} in, {out_channels} out) must be divisible by the {groups} groups.", nameof(groups));
            }

            if (padding_type == Padding.Same && stride.Any(step => step != 1))
            {
                throw new ArgumentException("Padding that keeps the size needs a stride of 1.", nameof(padding_type));
            }

            if (transposed && padding_mode != PaddingModes.Zeros)
            {
                throw new ArgumentException("A transposed convolution pads with zeros only.", nameof(padding_mode));
            }

            input_channels = in_channels;
            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.dilation = dilation;
            this.transposed = transposed;
            this.output_padding = output_padding;
            this.groups = groups;
            this.padding_mode = padding_mode;
            if (padding is not null)
            {
                SetPadding(padding);
            }
            else
            {
                SetPadding(padding_type ?? Padding.Valid);
            }

            long[] shape = transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size];
            weight = new Parameter(empty(shape, dtype, device));
            if (bias)
            {
                this.bias = new Parameter(empty([out_channels], dtype, device));
            }

            reset_parameters();
        }

        public Parameter? bias
        {
            get => _bias;
            set
            {
                _bias = value;
                ConditionallyRegisterParameter(nameof(bias), value);
            }
        }

        public Parameter weight
        {
            get => _weight;
            set
            {
                _weight = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        public long in_channels { get; }

        public long out_channels { get; }

        public bool transposed { get; }

        public Padding? padding_type { get; private set; }

        public long[]? padding { get; private set; }

        public PaddingModes padding_mode { get; set; }

        public long groups { get; set; }

        public long[] kernel_size { get; set; }

        public long[] stride { get; set; }

        public long[] dilation { get; set; }

        public long[] output_padding { get; set; }

        /// <summary>Draws new weights.</summary>
        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias is not null)
            {
                (long fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
                double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
                nn.init.uniform_(bias, -bound, bound);
            }
        }

        public void SetPadding(long[] padding)
        {
            this.padding = padding;
            padding_type = null;
            _reversed_padding_repeated_twice = [.. padding.Reverse().SelectMany(side => new[] { side, side })];
        }

        public void SetPadding(Padding padding)
        {
            this.padding = null;
            padding_type = padding;

            // An odd total puts the larger part behind, as PyTorch does.
            _reversed_padding_repeated_twice = padding == Padding.Valid
                ? new long[2 * kernel_size.Length]
                : [.. kernel_size.Zip(dilation, (kernel, step) => step * (kernel - 1)).Reverse().SelectMany(total => new[] { total / 2, total - (total / 2) })];
        }

        /// <summary>Whether the input has this many spatial dimensions and the right channels, with or without a batch.</summary>
        protected bool ValidateShape(Tensor input, long dimensions)
        {
            long[] shape = input.shape;
            return (shape.Length == dimensions + 2 && shape[1] == input_channels) || (shape.Length == dimensions + 1 && shape[0] == input_channels);
        }

        private protected Tensor Run(Tensor input, Op numbers, Op named)
        {
            if (!ValidateShape(input, kernel_size.Length))
            {
                throw new ArgumentException(
                    $"{GetName()} expects {input_channels} channels and {kernel_size.Length} spatial dimensions, with or without a batch, not the shape [{string.Join(", ", input.shape)}].", nameof(input));
            }

            if (padding_mode != PaddingModes.Zeros)
            {
                using Tensor padded = F.pad(input, _reversed_padding_repeated_twice, padding_mode);
                return numbers.Call(padded, weight, bias, stride, new long[kernel_size.Length], dilation, groups);
            }

            return padding is not null
                ? numbers.Call(input, weight, bias, stride, padding, dilation, groups)
                : named.Call(input, weight, bias, stride, padding_type == Padding.Same ? "same" : "valid", dilation, groups);
        }
    }

    /// <summary>A convolution over sequences.</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(long in_channels, long out_channels, long kernel_size, long stride, long? padding, Padding? padding_type, long dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), in_channels, out_channels, [kernel_size], [stride], padding is { } given ? [given] : null, padding_type, [dilation], false, [0], groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => Run(input, Ops.conv1d, Ops.conv1d_padding);
    }

    /// <summary>A convolution over images.</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0], groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => Run(input, Ops.conv2d, Ops.conv2d_padding);
    }

    /// <summary>A convolution over volumes.</summary>
    public sealed class Conv3d : Convolution
    {
        internal Conv3d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv3d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0, 0], groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => Run(input, Ops.conv3d, Ops.conv3d_padding);
    }

    /// <summary>What transposed convolutions share: an output size that can be asked for.</summary>
    public abstract class ConvolutionTranspose : Convolution
    {
        protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
            : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => forward(input, null);

        /// <summary>Runs with the padding that gives an output of this size, where a stride leaves a choice.</summary>
        public abstract Tensor forward(Tensor input, long[]? output_size);

        protected long[] _output_padding(Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
        {
            if (output_size is null)
            {
                return output_padding;
            }

            int spatial = (int)num_spatial_dims;
            long[] wanted = output_size.Length == spatial ? output_size
                : output_size.Length >= spatial ? output_size[^spatial..]
                : throw new ArgumentException($"The output size needs {spatial} numbers.", nameof(output_size));
            long[] shape = input.shape[^spatial..];
            var result = new long[spatial];
            for (int i = 0; i < spatial; i++)
            {
                long smallest = ((shape[i] - 1) * stride[i]) - (2 * padding[i]) + (dilation[i] * (kernel_size[i] - 1)) + 1;
                long largest = smallest + stride[i] - 1;
                if (wanted[i] < smallest || wanted[i] > largest)
                {
                    throw new ArgumentException($"The output's size {wanted[i]} lies outside of {smallest} to {largest}, which this input allows.", nameof(output_size));
                }

                result[i] = wanted[i] - smallest;
            }

            return result;
        }

        private protected Tensor RunTransposed(Tensor input, Op op, long[]? output_size)
        {
            if (!ValidateShape(input, kernel_size.Length))
            {
                throw new ArgumentException(
                    $"{GetName()} expects {input_channels} channels and {kernel_size.Length} spatial dimensions, with or without a batch, not the shape [{string.Join(", ", input.shape)}].", nameof(input));
            }

            long[] sides = padding ?? new long[kernel_size.Length];
            return op.Call(input, weight, bias, stride, sides, _output_padding(input, output_size, kernel_size, stride, sides, dilation, kernel_size.Length), groups, dilation);
        }
    }

    /// <summary>A transposed convolution over sequences.</summary>
    public sealed class ConvTranspose1d : ConvolutionTranspose
    {
        internal ConvTranspose1d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose1d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding, groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input, long[]? output_size) => RunTransposed(input, Ops.conv_transpose1d, output_size);
    }

    /// <summary>A transposed convolution over images.</summary>
    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding, groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input, long[]? output_size) => RunTransposed(input, Ops.conv_transpose2d_input, output_size);
    }

    /// <summary>A transposed convolution over volumes.</summary>
    public sealed class ConvTranspose3d : ConvolutionTranspose
    {
        internal ConvTranspose3d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose3d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding, groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input, long[]? output_size) => RunTransposed(input, Ops.conv_transpose3d_input, output_size);
    }
}
