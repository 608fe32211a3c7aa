using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Normalises each channel over the batch (and the sequence), and remembers the statistics for evaluation.</summary>
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises each channel over the batch and the image, and remembers the statistics for evaluation.</summary>
            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises each channel over the batch and the volume, and remembers the statistics for evaluation.</summary>
            public static BatchNorm3d BatchNorm3d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises each channel of each sequence.</summary>
            public static InstanceNorm1d InstanceNorm1d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises each channel of each image.</summary>
            public static InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises each channel of each volume.</summary>
            public static InstanceNorm3d InstanceNorm3d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Normalises over the last dimensions.</summary>
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            /// <summary>Normalises over groups of channels.</summary>
            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1E-05, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What batch and instance normalisation share: (x − mean) / √(variance + eps) · weight + bias by channel.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(name)
        {
            this.num_features = Positive.Check(num_features, nameof(num_features));
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                weight = new Parameter(ones([num_features], dtype, device));
                bias = new Parameter(zeros([num_features], dtype, device));
            }

            if (track_running_stats)
            {
                running_mean = zeros([num_features], dtype, device);
                running_var = ones([num_features], dtype, device);
                num_batches_tracked = tensor(0L, device: device);
            }
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
        } = null!;

        public Tensor? running_mean
        {
            get => field;
            set
            {
                field = value;
                ConditionallyRegisterBuffer(nameof(running_mean), value);
            }
        }

        public Tensor? running_var
        {
            get => field;
            set
            {
                field = value;
                ConditionallyRegisterBuffer(nameof(running_var), value);
            }
        }

        public Tensor? num_batches_tracked
        {
            get => field;
            set
            {
                field = value;
                ConditionallyRegisterBuffer(nameof(num_batches_tracked), value);
            }
        }

        public long num_features { get; }

        public double eps { get; set; }

        /// <summary>How much of the running statistics each batch replaces; null takes the mean of all batches.</summary>
        public double? momentum { get; set; }

        public bool affine { get; }

        public bool track_running_stats { get; }

        public void reset_running_stats()
        {
            if (track_running_stats)
            {
                using IDisposable untracked = no_grad();
                running_mean!.zero_();
                running_var!.fill_(1);
                num_batches_tracked!.zero_();
            }
        }

        public void reset_parameters()
        {
            reset_running_stats();
            if (affine)
            {
                nn.init.ones_(weight);
                nn.init.zeros_(bias!);
            }
        }

        /// <exception cref="ArgumentException">The input has another rank.</exception>
        protected abstract void ValidateInputDimensions(Tensor input);

        private protected void CheckRank(Tensor input, int first, int second)
        {
            long rank = input.Dimensions;
            if (rank != first && rank != second)
            {
                throw new ArgumentException($"{GetName()} takes {first} or {second} dimensions, not {rank}.", nameof(input));
            }
        }
    }

    /// <summary>Normalises by the batch while training, by the running statistics otherwise.</summary>
    public abstract class BatchNorm : NormBase
    {
        public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            double factor = momentum ?? 0;
            if (training && num_batches_tracked is not null)
            {
                using (no_grad())
                {
                    num_batches_tracked.add_(1);
                }

                if (momentum is null)
                {
                    factor = 1.0 / num_batches_tracked.item<long>();
                }
            }

            bool byBatch = training || running_mean is null;
            bool update = !training || track_running_stats;
            return F.batch_norm(input, update ? running_mean : null, update ? running_var : null, weight, bias, byBatch, factor, eps);
        }
    }

    /// <summary>Batch normalisation of vectors [N, C] or sequences [N, C, L].</summary>
    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 2, 3);
    }

    /// <summary>Batch normalisation of images [N, C, H, W].</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 4, 4);
    }

    /// <summary>Batch normalisation of volumes [N, C, D, H, W].</summary>
    public sealed class BatchNorm3d : BatchNorm
    {
        internal BatchNorm3d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm3d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 5, 5);
    }

    /// <summary>Normalises each instance by its own statistics.</summary>
    public abstract class InstanceNorm : NormBase
    {
        public InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        /// <summary>The rank of a batch; one less is a single instance.</summary>
        protected abstract long GetNumberOfBatchDimensions();

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            if (input.Dimensions == GetNumberOfBatchDimensions())
            {
                return Normalise(input);
            }

            using Tensor batch = input.unsqueeze(0);
            using Tensor result = Normalise(batch);
            return result.squeeze(0);
        }

        private Tensor Normalise(Tensor input) =>
            F.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0.1, eps);
    }

    /// <summary>Instance normalisation of sequences [N, C, L].</summary>
    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d))
        {
        }

        protected override long GetNumberOfBatchDimensions() => 3;

        protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 2, 3);
    }

    /// <summary>Instance normalisation of images [N, C, H, W].</summary>
    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d))
        {
        }

        protected override long GetNumberOfBatchDimensions() => 4;

        protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 3, 4);
    }

    /// <summary>Instance normalisation of volumes [N, C, D, H, W].</summary>
    public sealed class InstanceNorm3d : InstanceNorm
    {
        internal InstanceNorm3d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm3d))
        {
        }

        protected override long GetNumberOfBatchDimensions() => 5;

        protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 4, 5);
    }

    /// <summary>Normalises over the last dimensions.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            this.elementwise_affine = elementwise_affine;
            if (elementwise_affine)
            {
                weight = new Parameter(ones(normalized_shape, dtype, device));
                if (bias)
                {
                    this.bias = new Parameter(zeros(normalized_shape, dtype, device));
                }
            }
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
        } = null!;

        public long[] normalized_shape { get; set; }

        public double eps { get; set; }

        public bool elementwise_affine { get; set; }

        public void reset_parameters()
        {
            if (elementwise_affine)
            {
                nn.init.ones_(weight);
                if (bias is not null)
                {
                    nn.init.zeros_(bias);
                }
            }
        }

        public override Tensor forward(Tensor tensor) => F.layer_norm(tensor, normalized_shape, weight, bias, eps);
    }

    /// <summary>Normalises over groups of channels.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            Positive.Check(num_groups, nameof(num_groups));
            if (num_channels % num_groups != 0)
            {
                throw new ArgumentException($"{num_channels} channels cannot be split into {num_groups} groups.", nameof(num_groups));
            }

            this.num_groups = num_groups;
            this.eps = eps;
            this.affine = affine;
            if (affine)
            {
                weight = new Parameter(ones([num_channels], dtype, device));
                bias = new Parameter(zeros([num_channels], dtype, device));
            }
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
        } = null!;

        public long num_groups { get; set; }

        public double eps { get; set; }

        public bool affine { get; set; }

        public override Tensor forward(Tensor tensor) => F.group_norm(tensor, num_groups, weight, bias, eps);
    }
}
