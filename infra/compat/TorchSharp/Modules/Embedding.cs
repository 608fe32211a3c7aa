using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A learned vector for each of a number of symbols.</summary>
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                Positive.Check(num_embeddings, nameof(num_embeddings));
                Positive.Check(embedding_dims, nameof(embedding_dims));
                var weight = new Parameter(empty([num_embeddings, embedding_dims], dtype, device));
                init.normal_(weight);
                if (padding_idx is { } index)
                {
                    using IDisposable untracked = no_grad();
                    using Tensor row = weight.select(0, index).DetachFromDisposeScope();
                    row.zero_();
                }

                return new(weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                if (embeddings.Dimensions != 2)
                {
                    throw new ArgumentException($"Embeddings are a matrix, not a tensor of {embeddings.Dimensions} dimensions.", nameof(embeddings));
                }

                using Tensor plain = embeddings.detach();
                Tensor copy = plain.to(dtype ?? plain.dtype, device ?? plain.device, copy: true);
                return new(new Parameter(copy, !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Looks the vectors of symbols up.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long _paddingIndex;
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _scaleGradByFreq;
        private readonly bool _sparse;

        internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
            : base(nameof(Embedding))
        {
            long symbols = weight.size(0);
            if (padding_idx is { } given && (given < -symbols || given >= symbols))
            {
                throw new ArgumentOutOfRangeException(nameof(padding_idx), padding_idx, $"The padding's index must lie within the {symbols} symbols.");
            }

            this.weight = weight;
            _paddingIndex = padding_idx is { } index ? (index < 0 ? index + symbols : index) : -1;
            _maxNorm = max_norm;
            _normType = norm_type;
            _scaleGradByFreq = scale_grad_by_freq;
            _sparse = sparse;
        }

        public Parameter? weight
        {
            get => field;
            set
            {
                field = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        public override Tensor forward(Tensor input)
        {
            if (_maxNorm is { } limit)
            {
                using IDisposable untracked = no_grad();
                using Tensor plain = input.contiguous();
                Ops.embedding_renorm_.InPlace(weight!, weight, plain, limit, _normType);
            }

            return Ops.embedding.Call(weight, input, _paddingIndex, _scaleGradByFreq, _sparse);
        }
    }
}
