using Shouldly;
using TorchSharp.Modules;
using Wav2Kp.Media;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>The seed's network with PyTorch's weights, against PyTorch's outputs, losses and trained weights.</summary>
public sealed class GoldenLstmTests
{
    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly LSTM lstm = LSTM(1600, 64, 2, batchFirst: true);
        private readonly Linear linear = Linear(64, 136);

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            (Tensor output, Tensor h, Tensor c) = lstm.call(input);
            h.Dispose();
            c.Dispose();
            return linear.call(output);
        }
    }

    [Fact]
    public void Outputs_losses_and_weights_agree_with_PyTorch()
    {
        SafetensorsFile golden = Golden.Read("wav2kp_lstm.safetensors");
        using DisposeScope scope = NewDisposeScope();
        using var net = new Net();
        string[] names = [.. golden.Tensors.Keys.Where(name => name.StartsWith("before.", StringComparison.Ordinal)).Select(name => name["before.".Length..])];
        net.load_state_dict(names.ToDictionary(name => name, name => golden.Tensor("before." + name)));
        using Adam optimizer = optim.Adam(net.parameters(), lr: 1e-3);
        Tensor input = golden.Tensor("input"), target = golden.Tensor("target");
        float[] losses = golden["losses"].As<float>().ToArray();
        for (int step = 0; step < 3; step++)
        {
            using DisposeScope inner = NewDisposeScope();
            optimizer.zero_grad();
            Tensor output = net.call(input);
            if (step == 0)
            {
                MaxDifference(output, golden.Tensor("output_step0")).ShouldBeLessThan(1e-5);
            }

            Tensor loss = functional.mse_loss(output, target);
            loss.item<float>().ShouldBe(losses[step], 1e-6f);
            loss.backward();
            optimizer.step();
        }

        Dictionary<string, Tensor> state = net.state_dict();
        state.Keys.ShouldBe(names, ignoreOrder: true);
        foreach (string name in names)
        {
            MaxDifference(state[name], golden.Tensor("after." + name)).ShouldBeLessThan(1e-5, name);
        }
    }

    private static double MaxDifference(Tensor a, Tensor b) => (a - b).abs().max().ToDouble();
}
