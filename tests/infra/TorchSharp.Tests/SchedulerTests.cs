using Shouldly;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests;

/// <summary>Learning rates by epoch against their closed forms.</summary>
public sealed class SchedulerTests : IDisposable
{
    private readonly Parameter _parameter = new(ones(1));
    private readonly SGD _optimizer;

    public SchedulerTests() => _optimizer = SGD([_parameter], 0.5);

    private double Rate => _optimizer.ParamGroups.Single().LearningRate;

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameter.Dispose();
    }

    [Fact]
    public void StepLR_multiplies_every_few_epochs() =>
        Follow(lr_scheduler.StepLR(_optimizer, 3, 0.1), epoch => 0.5 * Math.Pow(0.1, epoch / 3));

    [Fact]
    public void CosineAnnealingLR_is_half_a_cosine_and_rises_again() =>
        Follow(lr_scheduler.CosineAnnealingLR(_optimizer, 5, 0.1), epoch => 0.1 + (0.4 * (1 + Math.Cos(Math.PI * epoch / 5)) / 2));

    [Fact]
    public void ExponentialLR_multiplies_every_epoch() =>
        Follow(lr_scheduler.ExponentialLR(_optimizer, 0.9), epoch => 0.5 * Math.Pow(0.9, epoch));

    [Fact]
    public void MultiStepLR_multiplies_at_milestones() =>
        Follow(lr_scheduler.MultiStepLR(_optimizer, [2, 5, 5], 0.5), epoch => 0.5 * (epoch < 2 ? 1 : epoch < 5 ? 0.5 : 0.125));

    [Fact]
    public void LambdaLR_multiplies_the_first_rate() =>
        Follow(lr_scheduler.LambdaLR(_optimizer, epoch => 1.0 / (epoch + 1)), epoch => 0.5 / (epoch + 1));

    [Fact]
    public void LinearLR_goes_in_equal_steps() =>
        Follow(lr_scheduler.LinearLR(_optimizer, 0.2, 1, 4), epoch => 0.5 * (0.2 + (0.8 * Math.Min(epoch, 4) / 4)));

    [Fact]
    public void ConstantLR_waits() =>
        Follow(lr_scheduler.ConstantLR(_optimizer, 0.5, 3), epoch => epoch < 3 ? 0.25 : 0.5);

    [Fact]
    public void An_epoch_can_be_given()
    {
        lr_scheduler.LRScheduler schedule = lr_scheduler.StepLR(_optimizer, 2, 0.1);
        schedule.step(5);
        Rate.ShouldBe(0.005, 1e-12);
        schedule.get_last_lr().Single().ShouldBe(0.005, 1e-12);
    }

    [Fact]
    public void ReduceLROnPlateau_waits_for_patience_and_cools_down()
    {
        lr_scheduler.LRScheduler schedule = lr_scheduler.ReduceLROnPlateau(_optimizer, factor: 0.1, patience: 1, cooldown: 1, min_lr: [0.01]);
        double[] losses = [1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9];
        double[] rates = [0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.01, 0.01];
        for (int i = 0; i < losses.Length; i++)
        {
            schedule.step(losses[i]);
            Rate.ShouldBe(rates[i], 1e-12, $"epoch {i}");
        }

        Should.Throw<InvalidOperationException>(() => schedule.step());
        Should.Throw<ArgumentException>(() => lr_scheduler.ReduceLROnPlateau(_optimizer, mode: "least"));
    }

    [Fact]
    public void ReduceLROnPlateau_can_look_for_the_largest()
    {
        lr_scheduler.LRScheduler schedule = lr_scheduler.ReduceLROnPlateau(_optimizer, "max", 0.5, 0, 0.1, "abs");
        schedule.step(1.0);
        schedule.step(1.2);
        Rate.ShouldBe(0.5);
        schedule.step(1.25);
        Rate.ShouldBe(0.25);
    }

    private void Follow(lr_scheduler.LRScheduler schedule, Func<int, double> expected)
    {
        for (int epoch = 0; epoch < 13; epoch++)
        {
            Rate.ShouldBe(expected(epoch), 1e-12, $"epoch {epoch}");
            schedule.step();
        }
    }
}
