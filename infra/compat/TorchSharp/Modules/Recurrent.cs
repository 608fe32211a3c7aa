using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

            public static GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

            public static RNN RNN(long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, nonLinearity, bias, batchFirst, dropout, bidirectional, device, dtype);

            public static LSTMCell LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);

            public static GRUCell GRUCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>
    /// The weights that recurrent layers share the form of: for each layer and direction weight_ih [gates · hidden, input],
    /// weight_hh [gates · hidden, hidden] and two biases, under PyTorch's names, started as PyTorch starts them.
    /// </summary>
    internal sealed class RecurrentWeights
    {
        private readonly string[] _names;
        private readonly nn.Module _owner;
        private readonly CudnnMode _mode;
        private readonly long _inputSize;
        private readonly long _hiddenSize;

        internal RecurrentWeights(nn.Module owner, CudnnMode mode, long inputSize, long hiddenSize, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
        {
            Positive.Check(inputSize, nameof(inputSize));
            Positive.Check(hiddenSize, nameof(hiddenSize));
            Positive.Check(layers, "numLayers");
            Probability.Check(dropout);
            int gates = mode switch { CudnnMode.Lstm => 4, CudnnMode.Gru => 3, _ => 1 };
            _owner = owner;
            _mode = mode;
            _inputSize = inputSize;
            _hiddenSize = hiddenSize;
            Layers = layers;
            Bias = bias;
            BatchFirst = batchFirst;
            Dropout = dropout;
            Directions = bidirectional ? 2 : 1;
            double bound = 1 / Math.Sqrt(hiddenSize);
            List<string> names = [];
            for (long layer = 0; layer < layers; layer++)
            {
                for (long direction = 0; direction < Directions; direction++)
                {
                    string suffix = $"_l{layer}{(direction == 0 ? string.Empty : "_reverse")}";
                    long input = layer == 0 ? inputSize : hiddenSize * Directions;
                    Add("weight_ih", gates * hiddenSize, input);
                    Add("weight_hh", gates * hiddenSize, hiddenSize);
                    if (bias)
                    {
                        Add("bias_ih", gates * hiddenSize);
                        Add("bias_hh", gates * hiddenSize);
                    }

                    void Add(string kind, params long[] shape)
                    {
                        owner.register_parameter(kind + suffix, new Parameter(empty(shape, dtype, device)));
                        names.Add(kind + suffix);
                    }
                }
            }

            _names = [.. names];
            foreach (Tensor weight in All())
            {
                nn.init.uniform_(weight, -bound, bound);
            }

            Flatten();
        }

        /// <summary>What cuDNN calls a recurrent layer's kind.</summary>
        internal enum CudnnMode
        {
            Relu = 0,
            Tanh = 1,
            Lstm = 2,
            Gru = 3,
        }

        internal long Layers { get; }

        internal bool Bias { get; }

        internal bool BatchFirst { get; }

        internal double Dropout { get; }

        internal long Directions { get; }

        internal bool Bidirectional => Directions == 2;

        internal Tensor[] All() => Array.ConvertAll(_names, name => (Tensor)_owner._internal_params[name]);

        /// <summary>
        /// On an NVIDIA device lays the weights into one piece of memory, as cuDNN wants them; else it would copy them in every
        /// call. The parameters stay the same tensors. Elsewhere there is nothing to do.
        /// </summary>
        internal void Flatten()
        {
            Tensor[] weights = All();
            if (!weights[0].is_cuda || !cuda.is_cudnn_available() || weights.Any(weight => weight.dtype != weights[0].dtype))
            {
                return;
            }

            using IDisposable untracked = no_grad();
            Ops._cudnn_rnn_flatten_weight.Call(weights, Bias ? 4 : 2, _inputSize, (long)_mode, _hiddenSize, 0L, Layers, BatchFirst, Bidirectional).Dispose();
        }

        /// <summary>A start from nothing, of the input's type and device; unbatched input has a start without batch too.</summary>
        internal Tensor Zeros(Tensor input, bool batched, long? packedBatch = null)
        {
            long batch = packedBatch ?? (batched ? input.size(BatchFirst ? 0 : 1) : 1);
            return torch.zeros([Layers * Directions, batch, _hiddenSize], input.dtype, input.device);
        }

        /// <summary>Checks the rank: 3 is a batch, 2 a single sequence.</summary>
        internal static bool IsBatched(Tensor input) => input.Dimensions switch
        {
            3 => true,
            2 => false,
            var rank => throw new ArgumentException($"A recurrent layer takes 3 dimensions (a batch of sequences) or 2 (one sequence), not {rank}.", nameof(input)),
        };

        /// <summary>A start for the operator, which knows batches only.</summary>
        internal static Tensor Lift(Tensor state, bool batched)
        {
            if (batched)
            {
                return state;
            }

            return state.Dimensions == 2 ? state.unsqueeze(1) : throw new ArgumentException("One sequence takes a start of 2 dimensions (layers, hidden).", nameof(state));
        }
    }

    /// <summary>Long short-term memory. Gives the last layer's outputs, and each layer's last hidden and cell state.</summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;

        internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(LSTM)) =>
            _weights = new RecurrentWeights(this, RecurrentWeights.CudnnMode.Lstm, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            bool batched = RecurrentWeights.IsBatched(input);
            using DisposeScope scope = NewDisposeScope();
            int batch = _weights.BatchFirst ? 0 : 1;
            Tensor sequence = batched ? input : input.unsqueeze(batch);
            Tensor h0 = h0_c0 is { } given ? RecurrentWeights.Lift(given.Item1, batched) : _weights.Zeros(input, batched);
            Tensor c0 = h0_c0 is { } other ? RecurrentWeights.Lift(other.Item2, batched) : h0;
            (Tensor output, Tensor h, Tensor c) = Ops.lstm_input.Call3(
                sequence, new[] { h0, c0 }, _weights.All(), _weights.Bias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional, _weights.BatchFirst);
            return batched
                ? scope.MoveToOuter(output, h, c)
                : scope.MoveToOuter(output.squeeze(batch), h.squeeze(1), c.squeeze(1));
        }

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <summary>Runs over sequences of different lengths, packed.</summary>
        public (nn.utils.rnn.PackedSequence, Tensor, Tensor) call(nn.utils.rnn.PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor h0 = h0_c0 is { } given ? input.Sorted(given.Item1) : _weights.Zeros(input.data, true, input.BatchSize);
            Tensor c0 = h0_c0 is { } other ? input.Sorted(other.Item2) : h0;
            (Tensor output, Tensor h, Tensor c) = Ops.lstm_data.Call3(
                input.data, input.batch_sizes, new[] { h0, c0 }, _weights.All(), _weights.Bias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional);
            return (input.With(output).MoveToOuterDisposeScope(), input.Unsorted(h).MoveToOuterDisposeScope(), input.Unsorted(c).MoveToOuterDisposeScope());
        }

        /// <summary>Lays the weights into one piece of memory, as cuDNN wants them; happens by itself when the layer is moved.</summary>
        public void flatten_parameters() => _weights.Flatten();

        private protected override void Converted() => flatten_parameters();
    }

    /// <summary>Gated recurrent unit. Gives the last layer's outputs and each layer's last hidden state.</summary>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;

        internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(GRU)) =>
            _weights = new RecurrentWeights(this, RecurrentWeights.CudnnMode.Gru, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null) => Recurrence.Run(_weights, Ops.gru_input, input, h0, training);

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Runs over sequences of different lengths, packed.</summary>
        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null) =>
            Recurrence.Run(_weights, Ops.gru_data, input, h0, training);

        /// <summary>Lays the weights into one piece of memory, as cuDNN wants them; happens by itself when the layer is moved.</summary>
        public void flatten_parameters() => _weights.Flatten();

        private protected override void Converted() => flatten_parameters();
    }

    /// <summary>The plain recurrent layer, of tanh or ReLU.</summary>
    public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;
        private readonly bool _tanh;

        internal RNN(long inputSize, long hiddenSize, long numLayers, nn.NonLinearities nonLinearity, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(RNN))
        {
            _tanh = nonLinearity == nn.NonLinearities.Tanh;
            _weights = new RecurrentWeights(this, _tanh ? RecurrentWeights.CudnnMode.Tanh : RecurrentWeights.CudnnMode.Relu, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null) =>
            Recurrence.Run(_weights, _tanh ? Ops.rnn_tanh_input : Ops.rnn_relu_input, input, h0, training);

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Runs over sequences of different lengths, packed.</summary>
        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null) =>
            Recurrence.Run(_weights, _tanh ? Ops.rnn_tanh_data : Ops.rnn_relu_data, input, h0, training);

        /// <summary>Lays the weights into one piece of memory, as cuDNN wants them; happens by itself when the layer is moved.</summary>
        public void flatten_parameters() => _weights.Flatten();

        private protected override void Converted() => flatten_parameters();
    }

    /// <summary>The run of layers with one state.</summary>
    internal static class Recurrence
    {
        internal static (Tensor, Tensor) Run(RecurrentWeights weights, Op op, Tensor input, Tensor? h0, bool training)
        {
            bool batched = RecurrentWeights.IsBatched(input);
            using DisposeScope scope = NewDisposeScope();
            int batch = weights.BatchFirst ? 0 : 1;
            Tensor sequence = batched ? input : input.unsqueeze(batch);
            Tensor start = h0 is null ? weights.Zeros(input, batched) : RecurrentWeights.Lift(h0, batched);
            (Tensor output, Tensor h) = op.Call2(
                sequence, start, weights.All(), weights.Bias, weights.Layers, weights.Dropout, training, weights.Bidirectional, weights.BatchFirst);
            return batched ? scope.MoveToOuter(output, h) : scope.MoveToOuter(output.squeeze(batch), h.squeeze(1));
        }

        internal static (nn.utils.rnn.PackedSequence, Tensor) Run(RecurrentWeights weights, Op op, nn.utils.rnn.PackedSequence input, Tensor? h0, bool training)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor start = h0 is null ? weights.Zeros(input.data, true, input.BatchSize) : input.Sorted(h0);
            (Tensor output, Tensor h) = op.Call2(
                input.data, input.batch_sizes, start, weights.All(), weights.Bias, weights.Layers, weights.Dropout, training, weights.Bidirectional);
            return (input.With(output).MoveToOuterDisposeScope(), input.Unsorted(h).MoveToOuterDisposeScope());
        }
    }

    /// <summary>The weights of one step of a recurrent layer.</summary>
    internal static class CellWeights
    {
        internal static void Register(nn.Module owner, int gates, long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        {
            Positive.Check(inputSize, nameof(inputSize));
            Positive.Check(hiddenSize, nameof(hiddenSize));
            double bound = 1 / Math.Sqrt(hiddenSize);
            Add("weight_ih", gates * hiddenSize, inputSize);
            Add("weight_hh", gates * hiddenSize, hiddenSize);
            if (bias)
            {
                Add("bias_ih", gates * hiddenSize);
                Add("bias_hh", gates * hiddenSize);
            }

            void Add(string name, params long[] shape)
            {
                var parameter = new Parameter(empty(shape, dtype, device));
                nn.init.uniform_(parameter, -bound, bound);
                owner.register_parameter(name, parameter);
            }
        }
    }

    /// <summary>One step of an LSTM.</summary>
    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        private readonly long _hiddenSize;

        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LSTMCell))
        {
            _hiddenSize = hiddenSize;
            CellWeights.Register(this, 4, inputSize, hiddenSize, bias, device, dtype);
        }

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor h, Tensor c) = h0_c0 ?? (zeros([input.size(0), _hiddenSize], input.dtype, input.device), zeros([input.size(0), _hiddenSize], input.dtype, input.device));
            (Tensor nextH, Tensor nextC) = Ops.lstm_cell.Call2(
                input, new[] { h, c }, get_parameter("weight_ih"), get_parameter("weight_hh"), get_parameter("bias_ih"), get_parameter("bias_hh"));
            return scope.MoveToOuter(nextH, nextC);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
    }

    /// <summary>One step of a GRU.</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor?, Tensor>
    {
        private readonly long _hiddenSize;

        internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(GRUCell))
        {
            _hiddenSize = hiddenSize;
            CellWeights.Register(this, 3, inputSize, hiddenSize, bias, device, dtype);
        }

        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            using DisposeScope scope = NewDisposeScope();
            return Ops.gru_cell.Call(
                input, h0 ?? zeros([input.size(0), _hiddenSize], input.dtype, input.device), get_parameter("weight_ih"), get_parameter("weight_hh"), get_parameter("bias_ih"), get_parameter("bias_hh"))
                .MoveToOuterDisposeScope();
        }

        public new Tensor call(Tensor input, Tensor? h0 = null) => base.call(input, h0);
    }
}
