using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adam (Kingma and Ba, arXiv:1412.6980), with weight decay as an L2 penalty.</summary>
            public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(item => item.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Adam (Kingma and Ba, arXiv:1412.6980), with weight decay as an L2 penalty.</summary>
    public class Adam : OptimizerHelper, optim.IBetas
    {
        public Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        /// <exception cref="ArgumentException">A number lies outside of its range.</exception>
        public Adam(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            Require(lr >= 0, $"Invalid learning rate: {lr}");
            Require(eps >= 0, $"Invalid epsilon: {eps}");
            Require(beta1 is >= 0 and < 1, $"Invalid beta1: {beta1}");
            Require(beta2 is >= 0 and < 1, $"Invalid beta2: {beta2}");
            Require(weight_decay >= 0, $"Invalid weight decay: {weight_decay}");
            _defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            };
            foreach (ParamGroup group in parameters)
            {
                add_param_group(group);
            }
        }

        public (double, double) Betas
        {
            get => _parameter_groups.Count > 0 ? ((ParamGroup)_parameter_groups[0]).Betas : (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
            set
            {
                foreach (Modules.ParamGroup group in _parameter_groups)
                {
                    ((ParamGroup)group).Betas = value;
                }
            }
        }

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            Options options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.beta1 ??= defaults.beta1;
            options.beta2 ??= defaults.beta2;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.amsgrad ??= defaults.amsgrad;
            options.maximize ??= defaults.maximize;
            options.InitialLearningRate = options.LearningRate!.Value;
            base.add_param_group(param_group);
        }

        private protected override OptimizerState NewState(Parameter parameter, Modules.ParamGroup group) =>
            new State(parameter, ((Options)group.Options!).amsgrad!.Value);

        /// <summary>One native call for the whole group.</summary>
        private unsafe void Update(ParamGroup group)
        {
            Parameter[] parameters = WithGradient(group);
            Options options = group.Options!;
            bool amsgrad = options.amsgrad!.Value;
            nint[] handles = new nint[parameters.Length], first = new nint[parameters.Length], second = new nint[parameters.Length], largest = new nint[parameters.Length];
            var steps = new long[parameters.Length];
            for (int i = 0; i < parameters.Length; i++)
            {
                var state = (State)_states[parameters[i]];
                handles[i] = parameters[i].Handle;
                first[i] = state.exp_avg.Handle;
                second[i] = state.exp_avg_sq.Handle;
                largest[i] = amsgrad ? (state.max_exp_avg_sq ??= ZerosLike(parameters[i])).Handle : 0;
                steps[i] = ++state.step;
            }

            fixed (nint* p = handles, m = first, v = second, x = largest)
            fixed (long* s = steps)
            {
                Check(wav2kp_adam_step(
                    p, m, v, amsgrad ? x : null, s, handles.Length, options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.weight_decay!.Value, 0, options.maximize!.Value ? 1 : 0));
            }

            GC.KeepAlive(parameters);
        }

        /// <summary>The options of a group; those not given are the optimiser's.</summary>
        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? weight_decay;
            public double? eps;
            public bool? amsgrad;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (beta1, beta2, weight_decay, eps, amsgrad, maximize) = (other.beta1, other.beta2, other.weight_decay, other.eps, other.amsgrad, other.maximize);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                beta1 = reader.ReadDouble();
                beta2 = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                amsgrad = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(beta1!.Value);
                writer.Write(beta2!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(amsgrad!.Value);
                writer.Write(maximize!.Value);
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
            {
            }

            public (double, double) Betas
            {
                get => (Options!.beta1!.Value, Options.beta2!.Value);
                set => (Options!.beta1, Options.beta2) = value;
            }
        }

        /// <summary>Averages of one parameter's gradients and of their squares.</summary>
        public class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;
            public Tensor? max_exp_avg_sq;

            internal State(Parameter parameter, bool amsgrad)
            {
                exp_avg = ZerosLike(parameter);
                exp_avg_sq = ZerosLike(parameter);
                max_exp_avg_sq = amsgrad ? ZerosLike(parameter) : null;
            }

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
                max_exp_avg_sq?.Dispose();
            }

            public override void to(Device device)
            {
                exp_avg = OptimizerTensors.Moved(exp_avg, device);
                exp_avg_sq = OptimizerTensors.Moved(exp_avg_sq, device);
                max_exp_avg_sq = max_exp_avg_sq is null ? null : OptimizerTensors.Moved(max_exp_avg_sq, device);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                exp_avg.Load(reader);
                exp_avg_sq.Load(reader);
                max_exp_avg_sq = OptimizerTensors.LoadOptional(max_exp_avg_sq, exp_avg_sq, reader);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                exp_avg = OptimizerTensors.Copied(exp_avg, other.exp_avg)!;
                exp_avg_sq = OptimizerTensors.Copied(exp_avg_sq, other.exp_avg_sq)!;
                max_exp_avg_sq = OptimizerTensors.Copied(max_exp_avg_sq, other.max_exp_avg_sq);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                exp_avg.Save(writer);
                exp_avg_sq.Save(writer);
                OptimizerTensors.SaveOptional(max_exp_avg_sq, writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && step == state.step && exp_avg.allclose(state.exp_avg) && exp_avg_sq.allclose(state.exp_avg_sq)
                && (max_exp_avg_sq is null ? state.max_exp_avg_sq is null : state.max_exp_avg_sq is not null && max_exp_avg_sq.allclose(state.max_exp_avg_sq));
        }
    }
}
