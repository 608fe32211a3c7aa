using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Tests;

public sealed class StepLossesTests
{
    [Fact]
    public void Losses_are_read_some_steps_at_a_time_in_order_and_all_of_them_in_the_end()
    {
        List<StepLoss> read = [];
        using StepLosses losses = new(4, read.Add);
        for (int step = 1; step <= 10; step++)
        {
            using (NewDisposeScope())
            {
                losses.Add(tensor(step / 2f), step, 2 * step);
            }
            read.Count.ShouldBe(step / 4 * 4);
        }
        losses.Read();
        read.ShouldBe(Enumerable.Range(1, 10).Select(step => new StepLoss(step, step / 2f, 2 * step)));
    }

    [Fact]
    public void What_is_thrown_at_a_loss_ends_the_epoch_and_keeps_no_tensor()
    {
        using StepLosses losses = new(2, loss => throw new TrainingFailedException($"step {loss.Step}"));
        using Tensor one = tensor(1f);
        losses.Add(one, 1, 1);
        Should.Throw<TrainingFailedException>(() => losses.Add(one, 2, 1)).Message.ShouldBe("step 1");
        losses.Read();
    }
}
