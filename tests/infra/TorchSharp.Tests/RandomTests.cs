using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Random numbers: repeatable, of the right distribution, and PyTorch's own.</summary>
public sealed class RandomTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_seed_gives_the_numbers_that_PyTorch_gives()
    {
        manual_seed(0);
        rand(3).data<float>().ToArray().ShouldBe([0.49625659f, 0.76822180f, 0.08847743f]);
        manual_seed(0);
        randn(2).data<float>().ToArray().ShouldBe([1.5409961f, -0.2934289f], 1e-6);
        initial_seed().ShouldBe(0);
    }

    [Fact]
    public void The_state_is_taken_and_set_again()
    {
        manual_seed(7);
        rand(5);
        Tensor state = get_rng_state();
        Tensor first = rand(3);
        set_rng_state(state);
        rand(3).Equals(first).ShouldBeTrue();
        torch.random.get_rng_state().shape.ShouldBe(state.shape);
    }

    [Fact]
    public void A_generator_of_ones_own_disturbs_no_other()
    {
        using Generator own = new(5), twin = new(5);
        manual_seed(1);
        Tensor expected = rand(2);
        manual_seed(1);
        Tensor mine = rand([4L], generator: own);
        rand(2).Equals(expected).ShouldBeTrue();
        rand([4L], generator: twin).Equals(mine).ShouldBeTrue();
        own.initial_seed().ShouldBe(5);
        own.manual_seed(9).initial_seed().ShouldBe(9);
        twin.set_state(own.get_state());
        randn([3L], generator: twin).Equals(randn([3L], generator: own)).ShouldBeTrue();
        randperm(4, generator: own).sort().Values.data<long>().ToArray().ShouldBe([0, 1, 2, 3]);
        own.Dispose();
        Should.Throw<ObjectDisposedException>(() => rand([1L], generator: own));
    }

    [Fact]
    public void Distributions_have_their_moments()
    {
        manual_seed(2);
        Tensor normal = empty(100000).normal_(3, 2);
        normal.mean().item<float>().ShouldBe(3, 0.03f);
        normal.std().item<float>().ShouldBe(2, 0.03f);
        Tensor uniform = empty(100000).uniform_(-1, 3);
        uniform.mean().item<float>().ShouldBe(1, 0.03f);
        uniform.min().item<float>().ShouldBeGreaterThanOrEqualTo(-1f);
        Tensor whole = randint(2, 5, [1000L]);
        whole.min().item<long>().ShouldBe(2);
        whole.max().item<long>().ShouldBe(4);
        empty(100000).bernoulli_(0.3).mean().item<float>().ShouldBe(0.3f, 0.01f);
        tensor(new[] { 0f, 0, 1 }).multinomial(10, replacement: true).data<long>().ToArray().ShouldAllBe(pick => pick == 2);
    }

    [Fact]
    public void Weights_start_as_their_formulas_say()
    {
        manual_seed(3);
        Tensor w = empty(200, 100);
        double bound = Math.Sqrt(6.0 / 300);
        nn.init.xavier_uniform_(w).abs().max().item<float>().ShouldBe((float)bound, (float)bound * 0.01f);
        nn.init.xavier_normal_(w).std().item<float>().ShouldBe((float)Math.Sqrt(2.0 / 300), 0.002f);
        nn.init.kaiming_uniform_(w).abs().max().item<float>().ShouldBe((float)Math.Sqrt(6.0 / 100), 0.003f);
        nn.init.kaiming_normal_(w, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU).std().item<float>().ShouldBe((float)Math.Sqrt(2.0 / 200), 0.002f);
        nn.init.orthogonal_(w, 2);
        (w.t().mm(w) - (4 * eye(100))).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        nn.init.trunc_normal_(w, std: 1, a: -1, b: 1).abs().max().item<float>().ShouldBeLessThanOrEqualTo(1f);
        nn.init.eye_(empty(2, 3)).data<float>().ToArray().ShouldBe([1, 0, 0, 0, 1, 0]);
        Tensor x = randn(1, 2, 5);
        nn.functional.conv1d(x, nn.init.dirac_(empty(2, 2, 3)), padding: 1).allclose(x).ShouldBeTrue();
        (nn.init.sparse_(w, 0.25) == 0).sum(0L).data<long>().ToArray().ShouldAllBe(zeros => zeros == 50);
        nn.init.constant_(empty(1), 4).item<float>().ShouldBe(4f);
        nn.init.CalculateFanInAndFanOut(empty(4, 3, 2, 2)).ShouldBe((12, 16));
        nn.init.calculate_gain(nn.init.NonlinearityType.Tanh).ShouldBe(5.0 / 3);
        using var linear = nn.Linear(100, 10);
        linear.weight.abs().max().item<float>().ShouldBeLessThanOrEqualTo(0.1f);
    }

    [Fact]
    public void A_training_run_repeats_bit_for_bit()
    {
        Run().ShouldBe(Run());

        static byte[] Run()
        {
            manual_seed(42);
            using DisposeScope scope = NewDisposeScope();
            var lstm = nn.LSTM(8, 16, 2, batchFirst: true, dropout: 0.3);
            var optimizer = optim.Adam(lstm.parameters());
            for (int i = 0; i < 5; i++)
            {
                optimizer.zero_grad();
                lstm.call(randn(4, 10, 8)).Item1.pow(2).mean().backward();
                optimizer.step();
            }

            return lstm.get_parameter("weight_ih_l0")!.bytes.ToArray();
        }
    }

    [Fact]
    public void Threads_are_set()
    {
        int before = get_num_threads();
        set_num_threads(2);
        get_num_threads().ShouldBe(2);
        set_num_threads(before);
        Should.Throw<System.Runtime.InteropServices.ExternalException>(() => set_num_threads(0)).Message.ShouldContain("positive");
        __version__.ShouldMatch(@"^\d+\.\d+");
    }
}
