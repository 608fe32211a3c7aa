namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Every <paramref name="step_size"/> epochs the rate is multiplied by <paramref name="gamma"/>.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.StepLR(optimizer, step_size, gamma, last_epoch, verbose);

            /// <summary>The first rate times a function of the epoch.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new impl.LambdaLR(optimizer, lr_lambda, last_epoch, verbose);

            /// <summary>The rate is multiplied at each milestone.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch, verbose);

            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.ExponentialLR(optimizer, gamma, last_epoch, verbose);

            /// <summary>A fraction of the rate for the first epochs.</summary>
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new impl.ConstantLR(optimizer, factor, total_iters, last_epoch, verbose);

            /// <summary>From one fraction of the rate to another, in equal steps.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch, verbose);

            /// <summary>Half a cosine wave from the first rate to <paramref name="eta_min"/> in <paramref name="T_max"/> epochs.</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);

            /// <summary>Multiplies the rate when a measure has not improved for <paramref name="patience"/> epochs.</summary>
            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 0.0001, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1E-08, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);

            /// <summary>The schedules' classes.</summary>
            public static class impl
            {
                public class StepLR : LRScheduler
                {
                    private readonly int _stepSize;
                    private readonly double _gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _stepSize = step_size > 0 ? step_size : throw new ArgumentOutOfRangeException(nameof(step_size), step_size, "The step size must be positive.");
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 || _last_epoch % _stepSize != 0 ? base.get_lr() : base.get_lr().Select(rate => rate * _gamma);

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * Math.Pow(_gamma, _last_epoch / _stepSize));
                }

                internal sealed class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double> _lambda;

                    internal LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _lambda = lr_lambda;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _base_lrs.Select(rate => rate * _lambda(_last_epoch));
                }

                internal sealed class MultiStepLR : LRScheduler
                {
                    private readonly IList<int> _milestones;
                    private readonly double _gamma;

                    internal MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _milestones = [.. milestones];
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        int hits = _milestones.Count(milestone => milestone == _last_epoch);
                        return base.get_lr().Select(rate => rate * Math.Pow(_gamma, hits));
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= _last_epoch)));
                }

                internal sealed class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    internal ExponentialLR(Optimizer optimizer, double gamma, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 ? base.get_lr() : base.get_lr().Select(rate => rate * _gamma);

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(rate => rate * Math.Pow(_gamma, _last_epoch));
                }

                internal sealed class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _totalIters;

                    internal ConstantLR(Optimizer optimizer, double factor, int total_iters, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factor = factor is >= 0 and <= 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must lie between 0 and 1.");
                        _totalIters = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        double change = _last_epoch == 0 ? _factor : _last_epoch == _totalIters ? 1 / _factor : 1;
                        return base.get_lr().Select(rate => rate * change);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => _last_epoch < _totalIters ? rate * _factor : rate);
                }

                internal sealed class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _totalIters;

                    internal LinearLR(Optimizer optimizer, double start_factor, double end_factor, int total_iters, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _start = start_factor is > 0 and <= 1 ? start_factor : throw new ArgumentOutOfRangeException(nameof(start_factor), start_factor, "The first factor must be positive and at most 1.");
                        _end = end_factor is >= 0 and <= 1 ? end_factor : throw new ArgumentOutOfRangeException(nameof(end_factor), end_factor, "The last factor must lie between 0 and 1.");
                        _totalIters = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        double change = _last_epoch == 0
                            ? _start
                            : _last_epoch > _totalIters ? 1 : 1 + ((_end - _start) / ((_totalIters * _start) + ((_last_epoch - 1) * (_end - _start))));
                        return base.get_lr().Select(rate => rate * change);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * (_start + ((_end - _start) * Math.Min(_totalIters, _last_epoch) / _totalIters)));
                }

                internal sealed class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _lowest;

                    internal CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _period = T_max > 0 ? T_max : throw new ArgumentOutOfRangeException(nameof(T_max), T_max, "The number of epochs must be positive.");
                        _lowest = eta_min;
                        step();
                    }

                    // The recursion follows changes of the rate from elsewhere, which the closed form does not.
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                        {
                            return base.get_lr();
                        }

                        if (((_last_epoch - 1 - _period) % (2 * _period)) == 0)
                        {
                            return base.get_lr().Zip(_base_lrs, (rate, first) => rate + ((first - _lowest) * (1 - Math.Cos(Math.PI / _period)) / 2));
                        }

                        double ratio = (1 + Math.Cos(Math.PI * _last_epoch / _period)) / (1 + Math.Cos(Math.PI * (_last_epoch - 1) / _period));
                        return base.get_lr().Select(rate => (ratio * (rate - _lowest)) + _lowest);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => _lowest + ((rate - _lowest) * (1 + Math.Cos(Math.PI * _last_epoch / _period)) / 2));
                }

                internal sealed class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _lowerIsBetter;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double[] _lowest;
                    private readonly double _eps;
                    private double _best;
                    private int _badEpochs;
                    private int _cooldownLeft;

                    internal ReduceLROnPlateau(Optimizer optimizer, string mode, double factor, int patience, double threshold, string threshold_mode, int cooldown, IList<double>? min_lr, double eps, bool verbose)
                        : base(optimizer, 0, verbose)
                    {
                        _lowerIsBetter = mode switch { "min" => true, "max" => false, _ => throw new ArgumentException($"The mode is 'min' or 'max', not '{mode}'.", nameof(mode)) };
                        _relative = threshold_mode switch { "rel" => true, "abs" => false, _ => throw new ArgumentException($"The threshold's mode is 'rel' or 'abs', not '{threshold_mode}'.", nameof(threshold_mode)) };
                        _factor = factor < 1 ? factor : throw new ArgumentException("The factor must be below 1.", nameof(factor));
                        _patience = patience;
                        _threshold = threshold;
                        _cooldown = cooldown;
                        int groups = optimizer.ParamGroups.Count();
                        _lowest = min_lr is null or { Count: 0 }
                            ? new double[groups]
                            : min_lr.Count == 1 ? [.. Enumerable.Repeat(min_lr[0], groups)]
                            : min_lr.Count == groups ? [.. min_lr]
                            : throw new ArgumentException($"{groups} lowest rates are needed, not {min_lr.Count}.", nameof(min_lr));
                        _eps = eps;
                        _best = _lowerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() => throw Measure();

                    public override void step(int? epoch) => throw Measure();

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (IsBetter(current))
                        {
                            _best = current;
                            _badEpochs = 0;
                        }
                        else
                        {
                            _badEpochs++;
                        }

                        if (_cooldownLeft > 0)
                        {
                            _cooldownLeft--;
                            _badEpochs = 0;
                        }

                        if (_badEpochs > _patience)
                        {
                            Set(base.get_lr().Select((rate, i) => Math.Max(rate * _factor, _lowest[i]) is var reduced && rate - reduced > _eps ? reduced : rate));
                            _cooldownLeft = _cooldown;
                            _badEpochs = 0;
                        }
                        else
                        {
                            Set(base.get_lr());
                        }
                    }

                    private static InvalidOperationException Measure() => new("ReduceLROnPlateau needs the measure that it watches: call step(current).");

                    private bool IsBetter(double current) => (_lowerIsBetter, _relative) switch
                    {
                        (true, true) => current < _best * (1 - _threshold),
                        (true, false) => current < _best - _threshold,
                        (false, true) => current > _best * (1 + _threshold),
                        (false, false) => current > _best + _threshold,
                    };
                }
            }
        }
    }
}
