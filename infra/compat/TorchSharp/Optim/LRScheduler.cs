namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes the learning rates from epoch to epoch.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>A schedule of learning rates: created, it sets the first epoch's; each step the next's.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                internal readonly Optimizer _optimizer;
                internal int _last_epoch = -1;
                internal IList<double> _base_lrs = [];
                internal bool _verbose;
                private double[] _last_lrs = [];

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    if (last_epoch == -1)
                    {
                        foreach (ILearningRateController group in optimizer.ParamGroups)
                        {
                            group.InitialLearningRate = group.LearningRate;
                        }
                    }

                    _base_lrs = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last_lrs = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
                }

                /// <summary>The next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>The next epoch, or the one given.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    Set(epoch is null ? get_lr() : get_closed_form_lr());
                }

                /// <summary>Tells a measure of success, which only some schedules look at.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates of this epoch, from those of the last.</summary>
                protected virtual IEnumerable<double> get_lr() => _optimizer.ParamGroups.Select(group => group.LearningRate);

                /// <summary>The rates of this epoch, from the first rates alone.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                public IEnumerable<double> get_last_lr() => _last_lrs;

                internal void Set(IEnumerable<double> rates)
                {
                    double[] all = [.. rates];
                    int i = 0;
                    foreach (ILearningRateController group in _optimizer.ParamGroups)
                    {
                        group.LearningRate = all[i++];
                        if (_verbose)
                        {
                            Console.WriteLine($"Adjusting the learning rate of group {i - 1} to {group.LearningRate:g4}.");
                        }
                    }

                    _last_lrs = all;
                }
            }
        }
    }
}
