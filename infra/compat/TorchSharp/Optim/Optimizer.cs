using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>A group of parameters whose learning rate can be changed.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        /// <summary>An optimiser with Adam's two averages.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>An optimiser with momentum.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>Changes parameters along their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            protected internal IList<ParamGroup> _parameter_groups = [];

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>Drops the gradients of all parameters.</summary>
            public virtual void zero_grad() => Gradients.Zero(parameters(), true);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            /// <summary>Changes the parameters once. The closure, if given, computes the loss and its gradients before.</summary>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            /// <summary>An optimiser's options by group and its state by parameter, in order.</summary>
            public class StateDictionary
            {
                public IList<OptimizerOptions> Options { get; private set; } = [];

                public IList<OptimizerState> State { get; private set; } = [];
            }
        }
    }
}
