using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What layers compute, as functions of their input and weights.</summary>
        public static partial class functional
        {
            // Activations

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Ops.elu_.InPlace(x, x, (Scalar)alpha) : Ops.elu.Call(x, (Scalar)alpha);

            public static Tensor gelu(Tensor x, bool inplace) => inplace ? Ops.gelu_.InPlace(x, x) : Ops.gelu.Call(x);

            public static Tensor gelu(Tensor x) => Ops.gelu.Call(x);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Ops.leaky_relu_.InPlace(input, input, (Scalar)negative_slope) : Ops.leaky_relu.Call(input, (Scalar)negative_slope);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_() : x.sigmoid();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Ops.silu_.InPlace(x, x) : x.silu();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Ops.softplus.Call(x, (Scalar)beta, (Scalar)threshold);

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();

            // Convolutions

            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Ops.conv1d.Call(input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, groups);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Ops.conv2d.Call(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Ops.conv3d.Call(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                Ops.conv_transpose1d.Call(input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { output_padding ?? 0 }, groups, new[] { dilation ?? 1 });

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Ops.conv_transpose2d_input.Call(input, weight, bias, strides ?? [1], padding ?? [0], output_padding ?? [0], groups, dilation ?? [1]);

            /// <summary>The input by the transposed weights, and the bias.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Ops.linear.Call(input, weights, bias);

            /// <summary>The sums of blocks; the inverse of <see cref="unfold(Tensor, long, long, long, long)"/> up to overlaps.</summary>
            public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                fold(input, (output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                Ops.col2im.Call(input, Pair(output_size), Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

            /// <summary>The blocks under a sliding kernel, a column each.</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                Ops.im2col.Call(input, Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

            // Regularisation, normalisation, distances

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (p is < 0 or > 1 or double.NaN)
                {
                    throw new ArgumentException($"A dropout probability must lie between 0 and 1, not be {p}.", nameof(p));
                }

                return inplace ? Ops.dropout_.InPlace(input, input, p, training) : Ops.dropout.Call(input, p, training);
            }

            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1E-12)
            {
                using Tensor norm = Ops.norm_ScalarOpt_dim.Call(input, (Scalar)p, new[] { dim }, true);
                using Tensor bounded = norm.clamp_min(eps);
                return input / bounded.expand_as(input);
            }

            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1E-05) =>
                Ops.batch_norm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Ops.group_norm.Call(input, num_groups, weight, bias, eps, true);

            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1E-05) =>
                Ops.instance_norm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Ops.layer_norm.Call(input, normalized_shape, weight, bias, eps, true);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1E-08) => Ops.cosine_similarity.Call(x1, x2, dim, eps);

            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1E-06, bool keepdim = false) =>
                Ops.pairwise_distance.Call(input1, input2, p, eps, keepdim);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Ops.one_hot.Call(x, num_classes);

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Ops.pixel_shuffle.Call(input, upscale_factor);

            /// <summary>softmax(q kᵀ / √d) v, with a mask of what may be seen (bool) or what is added (float).</summary>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                using DisposeScope scope = NewDisposeScope();
                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("Give a mask or ask for the causal one, not both.", nameof(attn_mask));
                }

                Tensor scores = query.matmul(key.transpose(-2, -1)) / Math.Sqrt(query.size(-1));
                if (is_casual)
                {
                    attn_mask = ones(query.size(-2), key.size(-2), ScalarType.Bool, query.device).tril();
                }

                if (attn_mask is not null)
                {
                    scores = attn_mask.dtype == ScalarType.Bool
                        ? scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity)
                        : scores + attn_mask;
                }

                return dropout(scores.softmax(-1), p, p > 0).matmul(value).MoveToOuterDisposeScope();
            }

            // Pooling

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => Ops.adaptive_avg_pool1d.Call(input, new[] { output_size });

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Ops.adaptive_avg_pool2d.Call(input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, Pair(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                (Tensor values, Tensor indices) = Ops.adaptive_max_pool2d.Call2(input, output_size);
                indices.Dispose();
                return values;
            }

            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                Ops.avg_pool1d.Call(input, new[] { kernel_size }, new[] { stride ?? kernel_size }, new[] { padding ?? 0 }, ceil_mode, count_include_pad);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Ops.avg_pool2d.Call(input, kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size], stride is { } given ? [given] : null, [padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Pair(kernel_size), stride is { } given ? Pair(given) : null, padding is { } pad ? Pair(pad) : null, ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Ops.avg_pool3d.Call(input, kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Ops.max_pool1d.Call(input, new[] { kernel_size }, new[] { stride ?? kernel_size }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, ceil_mode);

            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Ops.max_pool2d.Call(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Pair(kernel_size), Pair(stride ?? kernel_size), Pair(padding ?? (0, 0)), Pair(dilation ?? (1, 1)), ceil_mode);

            // Borders, sampling, resizing

            /// <summary>Adds to the last dimensions: (before, after) of the last, then of the one before it, and so on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Constant or PaddingModes.Zeros => Ops.constant_pad_nd.Call(input, pad, (Scalar)value),
                PaddingModes.Reflect => Edge(input, pad, Ops.reflection_pad1d, Ops.reflection_pad2d, Ops.reflection_pad3d, "reflection"),
                PaddingModes.Replicate => Edge(input, pad, Ops.replication_pad1d, Ops.replication_pad2d, Ops.replication_pad3d, "replication"),
                PaddingModes.Circular => Ops._pad_circular.Call(input, pad),
                _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown padding."),
            };

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Pair(pad), mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad, pad], mode, value);

            /// <summary>Reads the input at places given in -1..1 (x, y) for every pixel of the result.</summary>
            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null) =>
                Ops.grid_sampler.Call(
                    input,
                    grid,
                    mode == GridSampleMode.Nearest ? 1L : 0L,
                    padding_mode switch { GridSamplePaddingMode.Zeros => 0L, GridSamplePaddingMode.Border => 1L, _ => 2L },
                    align_corners ?? false);

            /// <summary>The places that an affine map of -1..1 reads, for <see cref="grid_sample"/>.</summary>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                Ops.affine_grid_generator.Call(theta, size ?? throw new ArgumentNullException(nameof(size), "affine_grid needs the size of the result."), align_corners);

            /// <summary>Resizes the spatial dimensions to a size or by a factor.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                int spatial = checked((int)x.Dimensions) - 2;
                if (spatial is < 1 or > 3)
                {
                    throw new ArgumentException($"interpolate takes 3, 4 or 5 dimensions (batch, channels, then space), not {spatial + 2}.", nameof(x));
                }

                if ((size is null) == (scale_factor is null))
                {
                    throw new ArgumentException("Give interpolate either a size or a scale factor.", nameof(size));
                }

                size = PerDimension(size, spatial, nameof(size));
                scale_factor = PerDimension(scale_factor, spatial, nameof(scale_factor));
                bool linear = mode is InterpolationMode.Linear or InterpolationMode.Bilinear or InterpolationMode.Bicubic or InterpolationMode.Trilinear;
                if (!linear && align_corners is not null)
                {
                    throw new ArgumentException($"align_corners has a meaning only where values are interpolated, not with {mode}.", nameof(align_corners));
                }

                if (antialias && !(spatial == 2 && mode is InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                {
                    throw new ArgumentException("Only bilinear and bicubic resizing of images can be antialiased.", nameof(antialias));
                }

                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    long[] shape = x.shape;
                    size = [.. scale_factor.Select((factor, i) => (long)Math.Floor(shape[i + 2] * factor))];
                    scale_factor = null;
                }

                bool aligned = align_corners ?? false;
                return (mode, spatial) switch
                {
                    (InterpolationMode.Nearest, 1) => Ops.upsample_nearest1d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.Nearest, 2) => Ops.upsample_nearest2d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.Nearest, 3) => Ops.upsample_nearest3d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 1) => Ops._upsample_nearest_exact1d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 2) => Ops._upsample_nearest_exact2d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 3) => Ops._upsample_nearest_exact3d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.Area, 1) => Ops.adaptive_avg_pool1d.Call(x, size),
                    (InterpolationMode.Area, 2) => Ops.adaptive_avg_pool2d.Call(x, size),
                    (InterpolationMode.Area, 3) => Ops.adaptive_avg_pool3d.Call(x, size),
                    (InterpolationMode.Linear, 1) => Ops.upsample_linear1d_vec.Call(x, size, aligned, scale_factor),
                    (InterpolationMode.Bilinear, 2) when antialias => Ops._upsample_bilinear2d_aa_vec.Call(x, size, aligned, scale_factor),
                    (InterpolationMode.Bilinear, 2) => Ops.upsample_bilinear2d_vec.Call(x, size, aligned, scale_factor),
                    (InterpolationMode.Bicubic, 2) when antialias => Ops._upsample_bicubic2d_aa_vec.Call(x, size, aligned, scale_factor),
                    (InterpolationMode.Bicubic, 2) => Ops.upsample_bicubic2d_vec.Call(x, size, aligned, scale_factor),
                    (InterpolationMode.Trilinear, 3) => Ops.upsample_trilinear3d_vec.Call(x, size, aligned, scale_factor),
                    _ => throw new ArgumentException($"{mode} does not resize {spatial} spatial dimensions.", nameof(mode)),
                };
            }

            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest ? null : align_corners);

            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);

            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor);

            public static Tensor upsample_nearest1d(Tensor input, long? outputSize, double? scaleFactor) =>
                Ops.upsample_nearest1d_vec.Call(input, outputSize is { } size ? new[] { size } : null, scaleFactor is { } factor ? new[] { factor } : null);

            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) =>
                Ops.upsample_nearest2d_vec.Call(input, outputSizes, scaleFactors);

            public static Tensor upsample_nearest3d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) =>
                Ops.upsample_nearest3d_vec.Call(input, outputSizes, scaleFactors);

            internal static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];

            private static Tensor Edge(Tensor input, long[] pad, Op one, Op two, Op three, string kind) => pad.Length switch
            {
                2 => one.Call(input, pad),
                4 => two.Call(input, pad),
                6 => three.Call(input, pad),
                _ => throw new ArgumentException($"A {kind} border takes 2, 4 or 6 numbers, not {pad.Length}.", nameof(pad)),
            };

            private static T[]? PerDimension<T>(T[]? values, int dimensions, string name) => values is null || values.Length == dimensions
                ? values
                : values.Length == 1 ? [.. Enumerable.Repeat(values[0], dimensions)] : throw new ArgumentException($"{name} needs 1 or {dimensions} numbers, not {values.Length}.", name);
        }
    }
}
