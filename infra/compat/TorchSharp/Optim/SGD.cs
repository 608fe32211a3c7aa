using TorchSharp.Modules;
using static TorchSharp.Native.NativeMethods;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Stochastic gradient descent, with momentum if asked for.</summary>
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(item => item.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent.</summary>
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        /// <exception cref="ArgumentException">A number lies outside of its range.</exception>
        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            Require(lr >= 0, $"Invalid learning rate: {lr}");
            Require(momentum >= 0, $"Invalid momentum: {momentum}");
            Require(weight_decay >= 0, $"Invalid weight decay: {weight_decay}");
            Require(!nesterov || (momentum > 0 && dampening == 0), "Nesterov momentum requires a momentum and zero dampening.");
            _defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            foreach (ParamGroup group in parameters)
            {
                add_param_group(group);
            }
        }

        public double Momentum
        {
            get => ((Options)_defaults).momentum!.Value;
            set
            {
                ((Options)_defaults).momentum = value;
                foreach (Modules.ParamGroup group in _parameter_groups)
                {
                    ((ParamGroup)group).Momentum = value;
                }
            }
        }

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            Options options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.momentum ??= defaults.momentum;
            options.dampening ??= defaults.dampening;
            options.weight_decay ??= defaults.weight_decay;
            options.nesterov ??= defaults.nesterov;
            options.maximize ??= defaults.maximize;
            options.InitialLearningRate = options.LearningRate!.Value;
            base.add_param_group(param_group);
        }

        private protected override OptimizerState NewState(Parameter parameter, Modules.ParamGroup group) => new State(parameter);

        /// <summary>One native call for the whole group.</summary>
        private unsafe void Update(ParamGroup group)
        {
            Parameter[] parameters = WithGradient(group);
            Options options = group.Options!;
            nint[] handles = Array.ConvertAll(parameters, parameter => parameter.Handle);
            nint[] buffers = Array.ConvertAll(parameters, parameter => ((State)_states[parameter]).momentum_buffer?.Handle ?? 0);
            byte* message;
            fixed (nint* p = handles, b = buffers)
            {
                message = wav2kp_sgd_step(
                    p, b, handles.Length, options.LearningRate!.Value, options.momentum!.Value, options.dampening!.Value, options.weight_decay!.Value, options.nesterov!.Value ? 1 : 0, options.maximize!.Value ? 1 : 0);
            }

            // Buffers that the call made are ours even if it failed later.
            for (int i = 0; i < parameters.Length; i++)
            {
                var state = (State)_states[parameters[i]];
                if (state.momentum_buffer is null && buffers[i] != 0)
                {
                    state.momentum_buffer = new Tensor(buffers[i]).DetachFromDisposeScope();
                }
            }

            GC.KeepAlive(parameters);
            Check(message);
        }

        /// <summary>The options of a group; those not given are the optimiser's.</summary>
        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (momentum, dampening, weight_decay, nesterov, maximize) = (other.momentum, other.dampening, other.weight_decay, other.nesterov, other.maximize);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
            {
            }

            public double Momentum
            {
                get => Options!.momentum!.Value;
                set => Options!.momentum = value;
            }
        }

        /// <summary>One parameter's momentum.</summary>
        public class State : OptimizerState, IDisposable
        {
            public Tensor? momentum_buffer;
            private readonly Parameter _parameter;

            internal State(Parameter parameter) => _parameter = parameter;

            public void Dispose() => momentum_buffer?.Dispose();

            public override void to(Device device) => momentum_buffer = momentum_buffer is null ? null : OptimizerTensors.Moved(momentum_buffer, device);

            public override void LoadStateDict(BinaryReader reader) => momentum_buffer = OptimizerTensors.LoadOptional(momentum_buffer, _parameter, reader);

            public override void LoadStateDict(OptimizerState source) => momentum_buffer = OptimizerTensors.Copied(momentum_buffer, ((State)source).momentum_buffer);

            public override void SaveStateDict(BinaryWriter writer) => OptimizerTensors.SaveOptional(momentum_buffer, writer);

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && (momentum_buffer is null ? state.momentum_buffer is null : state.momentum_buffer is not null && momentum_buffer.allclose(state.momentum_buffer));
        }
    }
}
