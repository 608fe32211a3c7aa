using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Tests;

public sealed class LstmTapeTests
{
    [Theory]
    [InlineData(1, 1, false, 16, 1)]
    [InlineData(5, 7, false, 21, 2)]
    [InlineData(8, 12, true, 16, 2)]
    [InlineData(3, 9, true, 5, 3)]
    [InlineData(13, 4, false, 200, 1)]
    public void Outputs_and_gradients_are_those_of_automatic_differentiation(int batch, int frames, bool bidirectional, int hidden, int layers)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using KeypointNetwork network = new(24, new NetworkRecipe { Hidden = hidden, Layers = layers, Bidirectional = bidirectional, Dropout = 0, LayerDropout = 0 });
        network.train();
        Tensor windows = randn([batch, frames, 24]), targets = randn([batch, frames, 136]);

        Tensor expected = network.call(windows);
        (expected - targets).square().mean().backward();
        Dictionary<string, float[]> gradients = Gradients();
        network.zero_grad();
        foreach (int threads in (int[])[1, 2, 5])
        {
            (Tensor predicted, LstmTape tape) = network.Learn(windows, threads);
            using (tape)
            {
                (predicted - targets).square().mean().backward();
                tape.Backward();
            }
            (predicted - expected).abs().max().item<float>().ShouldBeLessThan(1e-5f);
            foreach ((string name, float[] gradient) in Gradients())
            {
                float scale = gradients[name].Max(Math.Abs);
                gradient.Zip(gradients[name], (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan((1e-4f * scale) + 1e-7f, name);
            }
            network.zero_grad();
        }

        Dictionary<string, float[]> Gradients() => network.named_parameters().ToDictionary(item => item.name, item => item.parameter.grad!.contiguous().data<float>().ToArray());
    }

    [Fact]
    public void Values_between_layers_are_dropped_and_gradients_follow_those_that_stay()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        // everything but a ten-thousandth is dropped: the second layer hears nothing of the first
        using KeypointNetwork network = new(6, new NetworkRecipe { Hidden = 8, Layers = 2, Bidirectional = false, Dropout = 0, LayerDropout = 0.9999 });
        network.train();
        (Tensor predicted, LstmTape tape) = network.Learn(randn([2, 3, 6]), 1);
        using (tape)
        {
            predicted.sum().backward();
            tape.Backward();
        }
        Largest("lstm.weight_ih_l0").ShouldBe(0);
        Largest("lstm.weight_ih_l1").ShouldBe(0);
        Largest("lstm.weight_hh_l1").ShouldBeGreaterThan(0);
        network.eval();
        (Tensor whole, LstmTape other) = network.Learn(randn([2, 3, 6]), 1);
        using (other)
        {
            whole.sum().backward();
            other.Backward();
        }
        Largest("lstm.weight_ih_l0").ShouldBeGreaterThan(0);

        float Largest(string name) => network.named_parameters().First(item => item.name == name).parameter.grad!.abs().max().item<float>();
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using KeypointNetwork network = new(6, new NetworkRecipe { Hidden = 8, Layers = 2, LayerDropout = 0.5 });
        Step();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 100; i++)
        {
            Step();
        }
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor predicted, LstmTape tape) = network.Learn(randn([2, 3, 6]), 2);
            using (tape)
            {
                predicted.sum().backward();
                tape.Backward();
            }
        }
    }
}
