namespace Wav2Kp.Models;

/// <summary>The learning rate over the steps: a function of the step alone, so that a resumed training goes on with it.</summary>
public sealed record ScheduleRecipe
{
    /// <summary>Its shape.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>With 'step': steps between two changes.</summary>
    public int Steps { get; init; } = 2_000;

    /// <summary>With 'step': what the rate is multiplied by.</summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>With 'cosine': share of all steps over which the rate rises.</summary>
    public double WarmUp { get; init; } = 0.1;

    /// <summary>What the learning rate is multiplied by at a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="totalSteps">Steps of the whole training.</param>
    public double FactorAt(long step, long totalSteps)
    {
        switch (Kind)
        {
            case ScheduleKind.Step:
                return Math.Pow(Factor, step / Steps);
            case ScheduleKind.Cosine:
                double progress = totalSteps <= 0 ? 0 : Math.Min(1, (step + 1.0) / totalSteps);
                return progress < WarmUp ? progress / WarmUp : 0.5 * (1 + Math.Cos(Math.PI * (progress - WarmUp) / (1 - WarmUp)));
            default:
                return 1;
        }
    }

    /// <summary>The same over the epochs for batches so many times as large, of which there are fewer.</summary>
    internal ScheduleRecipe ForBatches(double ratio) => this with { Steps = Math.Max(1, (int)Math.Min(int.MaxValue, Math.Round(Steps / ratio))) };

    internal void Validate()
    {
        RecipeException.Require(Steps >= 1, "schedule.steps", Steps, "at least 1");
        RecipeException.Require(Factor is > 0 and <= 1, "schedule.factor", Factor, "above 0, at most 1");
        RecipeException.Require(WarmUp is >= 0 and < 1, "schedule.warmUp", WarmUp, "at least 0 and below 1");
    }
}
