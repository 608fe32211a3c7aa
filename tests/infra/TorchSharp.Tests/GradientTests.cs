using Shouldly;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

/// <summary>Gradients of layers and losses, with respect to input and weights, against finite differences in double precision.</summary>
public sealed class GradientTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public GradientTests()
    {
        set_default_dtype(float64);
        manual_seed(11);
    }

    public void Dispose()
    {
        set_default_dtype(float32);
        _scope.Dispose();
    }

    [Fact]
    public void Layers()
    {
        Check(Linear(3, 2), 4, 3);
        Check(Conv1d(2, 3, 3, padding: 1, stride: 2), 1, 2, 7);
        Check(Conv2d(2, 2, 2, dilation: 2), 1, 2, 4, 4);
        Check(ConvTranspose1d(2, 2, 3, stride: 2), 1, 2, 3);
        Check(ConvTranspose2d(2, 1, 2, stride: 2), 1, 2, 2, 2);
        Check(BatchNorm1d(3), 4, 3);
        Check(BatchNorm2d(2), 2, 2, 2, 2);
        Check(InstanceNorm2d(2, affine: true), 1, 2, 3, 3);
        Check(LayerNorm(4), 2, 4);
        Check(GroupNorm(2, 4), 1, 4, 3);
        Check(Upsample(scale_factor: [2.0], mode: UpsampleMode.Bilinear, align_corners: false), 1, 1, 2, 2);
        Check(AdaptiveAvgPool2d(2), 1, 1, 4, 4);
        Check(MaxPool2d(2), 1, 1, 4, 4);
        Check(ReflectionPad1d(1), 1, 1, 3);
        Check(PReLU(2, 0.3), 3, 2);
        Check(Sequential(Linear(3, 4), Tanh(), Linear(4, 1)), 2, 3);
        Check(Softmax(1), 2, 3);
        Check(GELU(), 5);
        Check(SiLU(), 5);
        Check(ELU(), 5);
        Check(LeakyReLU(0.1), 5);
    }

    [Fact]
    public void Recurrent_layers()
    {
        LSTM lstm = LSTM(2, 3, 2, bidirectional: true);
        GRU gru = GRU(2, 3);
        Check(x => lstm.call(x).Item1, lstm.parameters(), 3, 2, 2);
        Check(x => gru.call(x).Item1, gru.parameters(), 3, 2, 2);
    }

    [Fact]
    public void Losses_and_sampling()
    {
        Tensor target = rand(2, 3), classes = tensor(new[] { 2L, 0 });
        Check(x => F.mse_loss(x, target), [], 2, 3);
        Check(x => F.smooth_l1_loss(x, target), [], 2, 3);
        Check(x => F.huber_loss(x, target, 0.5), [], 2, 3);
        Check(x => F.l1_loss(x, target), [], 2, 3);
        Check(x => F.binary_cross_entropy_with_logits(x, target), [], 2, 3);
        Check(x => F.cross_entropy(x, classes), [], 2, 3);
        Check(x => F.kl_div(x.log_softmax(1), target), [], 2, 3);
        Tensor grid = rand(1, 3, 3, 2) - 0.5;
        Check(x => F.grid_sample(x, grid, align_corners: false), [], 1, 1, 4, 4);
        Check(x => fft.rfft(x).abs().pow(2), [], 6);
        Check(x => stft(x, 8, 4, window: hann_window(8), return_complex: true).abs().pow(2), [], 20);
        Check(x => einsum("ij,kj->ik", x, target), [], 4, 3);
        Check(x => x.index_select(0, tensor(new[] { 1L, 1 })), [], 2, 3);
        Check(x => where(x > 0, x * 2, x * 3), [], 2, 3);
        Check(x => x.cumsum(1) / x.std(), [], 2, 3);
    }

    private static void Check(Module<Tensor, Tensor> layer, params long[] shape) => Check(layer.call, layer.parameters(), shape);

    private static void Check(Func<Tensor, Tensor> function, IEnumerable<Parameter> parameters, params long[] shape)
    {
        Tensor input = randn(shape, requires_grad: true);
        Tensor weights;
        using (no_grad())
        {
            weights = rand(function(input).shape);
        }

        Tensor Loss() => (function(input) * weights).sum();
        Tensor[] inputs = [input, .. parameters];
        IList<Tensor> gradients = autograd.grad([Loss()], inputs);
        const double Step = 1e-6;
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] analytic = gradients[i].contiguous().data<double>().ToArray();
            Tensor flat = inputs[i].detach().view(-1);
            for (long j = 0; j < Math.Min(flat.NumberOfElements, 12); j++)
            {
                double value = flat[j].item<double>();
                double above = At(value + Step), below = At(value - Step);
                At(value);
                double numeric = (above - below) / (2 * Step);
                analytic[j].ShouldBe(numeric, 1e-5 + (1e-5 * Math.Abs(numeric)), $"input {i}, element {j}");

                double At(double changed)
                {
                    using IDisposable untracked = no_grad();
                    using DisposeScope scope = NewDisposeScope();
                    flat[j] = tensor(changed);
                    return Loss().item<double>();
                }
            }
        }
    }
}
