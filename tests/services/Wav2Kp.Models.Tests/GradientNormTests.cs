using Shouldly;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Tests;

public sealed class GradientNormTests
{
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1.0)]
    [InlineData(1e6)]
    public void Gradients_are_scaled_as_PyTorch_scales_them(double most)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] ours = Learned(), theirs = Learned();
        GradientNorm.Clip(ours, most);
        double before = nn.utils.clip_grad_norm_(theirs, most);
        before.ShouldBeInRange(2, 1e5, "one limit lies below, one above");
        foreach ((Parameter own, Parameter their) in ours.Zip(theirs))
        {
            if (their.grad is null)
            {
                own.grad.ShouldBeNull();
                continue;
            }
            allclose(own.grad!, their.grad, 1e-5, 1e-9).ShouldBeTrue();
        }
        double after = Math.Sqrt(ours.Where(p => p.grad is not null).Sum(p => p.grad!.square().sum().item<float>()));
        after.ShouldBe(Math.Min(before, most), 1e-4 * after);
    }

    [Fact]
    public void Where_nothing_was_learned_nothing_is_scaled()
    {
        using Parameter idle = new(ones(3));
        GradientNorm.Clip([idle], 1);
        idle.grad.ShouldBeNull();
    }

    // the last has no part in the loss
    private static Parameter[] Learned()
    {
        Parameter[] parameters = [new(arange(1, 7, float32).reshape(2, 3)), new(full(4, -2.5f)), new(ones(2))];
        (parameters[0].pow(3).sum() + parameters[1].square().sum()).backward();
        return parameters;
    }
}
