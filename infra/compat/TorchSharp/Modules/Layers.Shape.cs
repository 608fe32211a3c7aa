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
            /// <summary>Means over as many parts as the output is long.</summary>
            public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new([output_size]);

            /// <summary>Means over as many parts as the output has pixels.</summary>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new([output_size.Item1, output_size.Item2]);

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new([output_size, output_size]);

            /// <summary>Means over as many parts as the output has voxels.</summary>
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long[] output_size) => new(output_size);

            public static AdaptiveAvgPool3d AdaptiveAvgPool3d((long, long, long) output_size) => new([output_size.Item1, output_size.Item2, output_size.Item3]);

            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long output_size) => new([output_size, output_size, output_size]);

            /// <summary>Means under a sliding window.</summary>
            public static AvgPool1d AvgPool1d(long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) => new([kernel_size], [stride ?? kernel_size], [padding], ceil_mode, count_include_pad);

            /// <summary>Means under a sliding window.</summary>
            public static AvgPool2d AvgPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new(kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            public static AvgPool2d AvgPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new(Spread.Of(kernel_size), Spread.Of(stride ?? kernel_size), Spread.Of(padding ?? default), ceil_mode, count_include_pad, divisor_override);

            public static AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new([kernel_size], [stride ?? kernel_size], [padding ?? 0], ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means under a sliding window.</summary>
            public static AvgPool3d AvgPool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new(kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            public static AvgPool3d AvgPool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new(Spread.Of(kernel_size), Spread.Of(stride ?? kernel_size), Spread.Of(padding ?? default), ceil_mode, count_include_pad, divisor_override);

            public static AvgPool3d AvgPool3d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new([kernel_size], [stride ?? kernel_size], [padding ?? 0], ceil_mode, count_include_pad, divisor_override);

            /// <summary>The largest under a sliding window.</summary>
            public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new([kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>The largest under a sliding window.</summary>
            public static MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new([kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            public static MaxPool2d MaxPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) => new(Spread.Of(kernel_size), Spread.Of(stride ?? kernel_size), Spread.Of(padding ?? default), Spread.Of(dilation ?? (1L, 1L)), ceil_mode);

            public static MaxPool2d MaxPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) => new(kernel_size, stride ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>The largest under a sliding window.</summary>
            public static MaxPool3d MaxPool3d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new([kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            public static MaxPool3d MaxPool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, bool ceil_mode = false) => new(Spread.Of(kernel_size), Spread.Of(stride ?? kernel_size), Spread.Of(padding ?? default), Spread.Of(dilation ?? (1L, 1L, 1L)), ceil_mode);

            public static MaxPool3d MaxPool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) => new(kernel_size, stride ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>Adds a border of one value.</summary>
            public static ConstantPad1d ConstantPad1d(long padding, double value) => new([padding, padding], value);

            public static ConstantPad1d ConstantPad1d((long, long) padding, double value) => new(Spread.Of(padding), value);

            /// <summary>Adds a border of one value.</summary>
            public static ConstantPad2d ConstantPad2d(long padding, double value) => new([padding, padding, padding, padding], value);

            public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) => new(Spread.Of(padding), value);

            /// <summary>Adds a border that mirrors the inside.</summary>
            public static ReflectionPad1d ReflectionPad1d(long padding) => new([padding, padding]);

            public static ReflectionPad1d ReflectionPad1d((long, long) padding) => new(Spread.Of(padding));

            /// <summary>Adds a border that mirrors the inside.</summary>
            public static ReflectionPad2d ReflectionPad2d(long padding) => new([padding, padding, padding, padding]);

            public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new(Spread.Of(padding));

            /// <summary>Adds a border that repeats the edge.</summary>
            public static ReplicationPad1d ReplicationPad1d(long padding) => new([padding, padding]);

            public static ReplicationPad1d ReplicationPad1d((long, long) padding) => new(Spread.Of(padding));

            /// <summary>Adds a border that repeats the edge.</summary>
            public static ReplicationPad2d ReplicationPad2d(long padding) => new([padding, padding, padding, padding]);

            public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) => new(Spread.Of(padding));

            /// <summary>Adds a border that repeats the edge.</summary>
            public static ReplicationPad3d ReplicationPad3d(long padding) => new([padding, padding, padding, padding, padding, padding]);

            public static ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) => new(Spread.Of(padding));

            /// <summary>Adds a border of zeros.</summary>
            public static ZeroPad2d ZeroPad2d(long padding) => new([padding, padding, padding, padding]);

            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new(Spread.Of(padding));

            /// <summary>Joins dimensions into one.</summary>
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

            /// <summary>Splits a dimension into several.</summary>
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);

            /// <summary>Gives its input back, as another handle.</summary>
            public static Identity Identity() => new();

            /// <summary>Channels become pixels: an image larger by a factor.</summary>
            public static PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);

            /// <summary>Sums blocks into an image.</summary>
            public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Fold Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) => new(output_size, kernel_size, dilation, padding, stride);

            /// <summary>The blocks of an image, a column each.</summary>
            public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Unfold Unfold((long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) => new(kernel_size, dilation, padding, stride);

            /// <summary>Resizes to a size or by a factor.</summary>
            public static Upsample Upsample(long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null, bool? recompute_scale_factor = null) =>
                new(size, scale_factor, mode, align_corners, recompute_scale_factor);

            /// <summary>The cosine of the angle between vectors along a dimension.</summary>
            public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1E-08) => new(dim, eps);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Means over as many parts as the output is long.</summary>
    public sealed class AdaptiveAvgPool1d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _output_size;

        internal AdaptiveAvgPool1d(long[] output_size)
            : base(nameof(AdaptiveAvgPool1d))
        {
            _output_size = output_size;
        }

        public override Tensor forward(Tensor tensor) => Ops.adaptive_avg_pool1d.Call(tensor, _output_size);
    }

    /// <summary>Means over as many parts as the output has pixels.</summary>
    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _output_size;

        internal AdaptiveAvgPool2d(long[] output_size)
            : base(nameof(AdaptiveAvgPool2d))
        {
            _output_size = output_size;
        }

        public override Tensor forward(Tensor tensor) => Ops.adaptive_avg_pool2d.Call(tensor, _output_size);
    }

    /// <summary>Means over as many parts as the output has voxels.</summary>
    public sealed class AdaptiveAvgPool3d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _output_size;

        internal AdaptiveAvgPool3d(long[] output_size)
            : base(nameof(AdaptiveAvgPool3d))
        {
            _output_size = output_size;
        }

        public override Tensor forward(Tensor tensor) => Ops.adaptive_avg_pool3d.Call(tensor, _output_size);
    }

    /// <summary>Means under a sliding window.</summary>
    public sealed class AvgPool1d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _kernel_size;
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly bool _ceil_mode;
        private readonly bool _count_include_pad;

        internal AvgPool1d(long[] kernel_size, long[] stride, long[] padding, bool ceil_mode, bool count_include_pad)
            : base(nameof(AvgPool1d))
        {
            _kernel_size = kernel_size;
            _stride = stride;
            _padding = padding;
            _ceil_mode = ceil_mode;
            _count_include_pad = count_include_pad;
        }

        public override Tensor forward(Tensor tensor) => Ops.avg_pool1d.Call(tensor, _kernel_size, _stride, _padding, _ceil_mode, _count_include_pad);
    }

    /// <summary>Means under a sliding window.</summary>
    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _kernel_size;
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly bool _ceil_mode;
        private readonly bool _count_include_pad;
        private readonly long? _divisor_override;

        internal AvgPool2d(long[] kernel_size, long[] stride, long[] padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
            : base(nameof(AvgPool2d))
        {
            _kernel_size = kernel_size;
            _stride = stride;
            _padding = padding;
            _ceil_mode = ceil_mode;
            _count_include_pad = count_include_pad;
            _divisor_override = divisor_override;
        }

        public override Tensor forward(Tensor tensor) => Ops.avg_pool2d.Call(tensor, _kernel_size, _stride, _padding, _ceil_mode, _count_include_pad, _divisor_override);
    }

    /// <summary>Means under a sliding window.</summary>
    public sealed class AvgPool3d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _kernel_size;
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly bool _ceil_mode;
        private readonly bool _count_include_pad;
        private readonly long? _divisor_override;

        internal AvgPool3d(long[] kernel_size, long[] stride, long[] padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
            : base(nameof(AvgPool3d))
        {
            _kernel_size = kernel_size;
            _stride = stride;
            _padding = padding;
            _ceil_mode = ceil_mode;
            _count_include_pad = count_include_pad;
            _divisor_override = divisor_override;
        }

        public override Tensor forward(Tensor tensor) => Ops.avg_pool3d.Call(tensor, _kernel_size, _stride, _padding, _ceil_mode, _count_include_pad, _divisor_override);
    }

    /// <summary>The largest under a sliding window.</summary>
    public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _kernel_size;
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly long[] _dilation;
        private readonly bool _ceil_mode;

        internal MaxPool1d(long[] kernel_size, long[] stride, long[] padding, long[] dilation, bool ceil_mode)
            : base(nameof(MaxPool1d))
        {
            _kernel_size = kernel_size;
            _stride = stride;
            _padding = padding;
            _dilation = dilation;
            _ceil_mode = ceil_mode;
        }

        public override Tensor forward(Tensor tensor) => Ops.max_pool1d.Call(tensor, _kernel_size, _stride, _padding, _dilation, _ceil_mode);
    }

    /// <summary>The largest under a sliding window.</summary>
    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _kernel_size;
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly long[] _dilation;
        private readonly bool _ceil_mode;

        internal MaxPool2d(long[] kernel_size, long[] stride, long[] padding, long[] dilation, bool ceil_mode)
            : base(nameof(MaxPool2d))
        {
            _kernel_size = kernel_size;
            _stride = stride;
            _padding = padding;
            _dilation = dilation;
            _ceil_mode = ceil_mode;
        }

        public override Tensor forward(Tensor tensor) => Ops.max_pool2d.Call(tensor, _kernel_size, _stride, _padding, _dilation, _ceil_mode);
    }

    /// <summary>The largest under a sliding window.</summary>
    public sealed class MaxPool3d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _kernel_size;
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly long[] _dilation;
        private readonly bool _ceil_mode;

        internal MaxPool3d(long[] kernel_size, long[] stride, long[] padding, long[] dilation, bool ceil_mode)
            : base(nameof(MaxPool3d))
        {
            _kernel_size = kernel_size;
            _stride = stride;
            _padding = padding;
            _dilation = dilation;
            _ceil_mode = ceil_mode;
        }

        public override Tensor forward(Tensor tensor) => Ops.max_pool3d.Call(tensor, _kernel_size, _stride, _padding, _dilation, _ceil_mode);
    }

    /// <summary>Adds a border of one value.</summary>
    public sealed class ConstantPad1d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;
        private readonly double _value;

        internal ConstantPad1d(long[] padding, double value)
            : base(nameof(ConstantPad1d))
        {
            _padding = padding;
            _value = value;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Constant, _value);
    }

    /// <summary>Adds a border of one value.</summary>
    public sealed class ConstantPad2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;
        private readonly double _value;

        internal ConstantPad2d(long[] padding, double value)
            : base(nameof(ConstantPad2d))
        {
            _padding = padding;
            _value = value;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Constant, _value);
    }

    /// <summary>Adds a border that mirrors the inside.</summary>
    public sealed class ReflectionPad1d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ReflectionPad1d(long[] padding)
            : base(nameof(ReflectionPad1d))
        {
            _padding = padding;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Reflect);
    }

    /// <summary>Adds a border that mirrors the inside.</summary>
    public sealed class ReflectionPad2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ReflectionPad2d(long[] padding)
            : base(nameof(ReflectionPad2d))
        {
            _padding = padding;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Reflect);
    }

    /// <summary>Adds a border that repeats the edge.</summary>
    public sealed class ReplicationPad1d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ReplicationPad1d(long[] padding)
            : base(nameof(ReplicationPad1d))
        {
            _padding = padding;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Replicate);
    }

    /// <summary>Adds a border that repeats the edge.</summary>
    public sealed class ReplicationPad2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ReplicationPad2d(long[] padding)
            : base(nameof(ReplicationPad2d))
        {
            _padding = padding;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Replicate);
    }

    /// <summary>Adds a border that repeats the edge.</summary>
    public sealed class ReplicationPad3d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ReplicationPad3d(long[] padding)
            : base(nameof(ReplicationPad3d))
        {
            _padding = padding;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Replicate);
    }

    /// <summary>Adds a border of zeros.</summary>
    public sealed class ZeroPad2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _padding;

        internal ZeroPad2d(long[] padding)
            : base(nameof(ZeroPad2d))
        {
            _padding = padding;
        }

        public override Tensor forward(Tensor tensor) => F.pad(tensor, _padding, PaddingModes.Constant);
    }

    /// <summary>Joins dimensions into one.</summary>
    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _start_dim;
        private readonly long _end_dim;

        internal Flatten(long start_dim, long end_dim)
            : base(nameof(Flatten))
        {
            _start_dim = start_dim;
            _end_dim = end_dim;
        }

        public override Tensor forward(Tensor tensor) => tensor.flatten(_start_dim, _end_dim);
    }

    /// <summary>Splits a dimension into several.</summary>
    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _dim;
        private readonly long[] _unflattened_size;

        internal Unflatten(long dim, long[] unflattened_size)
            : base(nameof(Unflatten))
        {
            _dim = dim;
            _unflattened_size = unflattened_size;
        }

        public override Tensor forward(Tensor tensor) => tensor.unflatten(_dim, _unflattened_size);
    }

    /// <summary>Gives its input back, as another handle.</summary>
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity()
            : base(nameof(Identity))
        {
        }

        public override Tensor forward(Tensor tensor) => tensor.alias();
    }

    /// <summary>Channels become pixels: an image larger by a factor.</summary>
    public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _upscale_factor;

        internal PixelShuffle(long upscale_factor)
            : base(nameof(PixelShuffle))
        {
            _upscale_factor = upscale_factor;
        }

        public override Tensor forward(Tensor tensor) => F.pixel_shuffle(tensor, _upscale_factor);
    }

    /// <summary>Sums blocks into an image.</summary>
    public sealed class Fold : ParameterLessModule<Tensor, Tensor>
    {
        private readonly (long, long) _output_size;
        private readonly (long, long) _kernel_size;
        private readonly (long, long)? _dilation;
        private readonly (long, long)? _padding;
        private readonly (long, long)? _stride;

        internal Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation, (long, long)? padding, (long, long)? stride)
            : base(nameof(Fold))
        {
            _output_size = output_size;
            _kernel_size = kernel_size;
            _dilation = dilation;
            _padding = padding;
            _stride = stride;
        }

        public override Tensor forward(Tensor tensor) => F.fold(tensor, _output_size, _kernel_size, _dilation, _padding, _stride);
    }

    /// <summary>The blocks of an image, a column each.</summary>
    public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
    {
        private readonly (long, long) _kernel_size;
        private readonly (long, long)? _dilation;
        private readonly (long, long)? _padding;
        private readonly (long, long)? _stride;

        internal Unfold((long, long) kernel_size, (long, long)? dilation, (long, long)? padding, (long, long)? stride)
            : base(nameof(Unfold))
        {
            _kernel_size = kernel_size;
            _dilation = dilation;
            _padding = padding;
            _stride = stride;
        }

        public override Tensor forward(Tensor tensor) => F.unfold(tensor, _kernel_size, _dilation, _padding, _stride);
    }

    /// <summary>Resizes to a size or by a factor.</summary>
    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[]? _size;
        private readonly double[]? _scale_factor;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
            : base(nameof(Upsample))
        {
            _size = size;
            _scale_factor = scale_factor;
            this.mode = mode;
            this.align_corners = align_corners;
            this.recompute_scale_factor = recompute_scale_factor;
        }

        public bool? recompute_scale_factor { get; set; }

        public UpsampleMode mode { get; }

        public bool? align_corners { get; }

        public ReadOnlySpan<long> size => _size;

        public ReadOnlySpan<double> scale_factor => _scale_factor;

        public override Tensor forward(Tensor input) =>
            F.interpolate(input, _size, _scale_factor, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }

    /// <summary>The cosine of the angle between vectors along a dimension.</summary>
    public sealed class CosineSimilarity : nn.Module<Tensor, Tensor, Tensor>
    {
        internal CosineSimilarity(long dim, double eps)
            : base(nameof(CosineSimilarity))
        {
            this.dim = dim;
            this.eps = eps;
        }

        public long dim { get; set; }

        public double eps { get; set; }

        public override Tensor forward(Tensor input1, Tensor input2) => F.cosine_similarity(input1, input2, dim, eps);
    }

    /// <summary>Tuples as the lists that operators take.</summary>
    internal static class Spread
    {
        internal static long[] Of((long, long) value) => [value.Item1, value.Item2];

        internal static long[] Of((long, long, long) value) => [value.Item1, value.Item2, value.Item3];

        internal static long[] Of((long, long, long, long) value) => [value.Item1, value.Item2, value.Item3, value.Item4];

        internal static long[] Of((long, long, long, long, long, long) value) => [value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6];
    }
}
