using Shouldly;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Optimisers against their published recursions, and their state across a restart.</summary>
public sealed class OptimizerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false, false, 0, false)]
    [InlineData(false, true, 0.1, false)]
    [InlineData(false, false, 0.1, true)]
    [InlineData(true, false, 0.1, false)]
    [InlineData(true, true, 0.01, true)]
    public void Adam_and_AdamW_follow_their_recursion(bool decoupled, bool amsgrad, double decay, bool maximize)
    {
        foreach (ScalarType type in new[] { float64, float32 })
        {
            var p = new Parameter(tensor(new[] { 1.0, -2 }, dtype: type));
            optim.Optimizer optimizer = decoupled
                ? optim.AdamW([p], 0.1, 0.8, 0.9, 1e-6, decay, amsgrad, maximize)
                : optim.Adam([p], 0.1, 0.8, 0.9, 1e-6, decay, amsgrad, maximize);
            double[] x = [1, -2], m = new double[2], v = new double[2], top = new double[2];
            for (int t = 1; t <= 5; t++)
            {
                optimizer.zero_grad();
                (p.pow(3) + p).sum().backward();
                optimizer.step();
                for (int i = 0; i < 2; i++)
                {
                    double g = (3 * x[i] * x[i]) + 1;
                    g = maximize ? -g : g;
                    if (decoupled)
                    {
                        x[i] -= 0.1 * decay * x[i];
                    }
                    else
                    {
                        g += decay * x[i];
                    }

                    m[i] = (0.8 * m[i]) + (0.2 * g);
                    v[i] = (0.9 * v[i]) + (0.1 * g * g);
                    top[i] = Math.Max(top[i], v[i]);
                    double second = (amsgrad ? top[i] : v[i]) / (1 - Math.Pow(0.9, t));
                    x[i] -= 0.1 * (m[i] / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(second) + 1e-6);
                }

                p.to(float64).data<double>().ToArray().ShouldBe(x, type == float64 ? 1e-12 : 1e-5);
            }

            optimizer.Dispose();
        }
    }

    [Theory]
    [InlineData(false, 0, false)]
    [InlineData(false, 0.1, true)]
    [InlineData(true, 0.1, false)]
    [InlineData(true, 0.1, true)]
    public void Adam_gives_the_same_on_memory_that_is_not_contiguous(bool decoupled, double decay, bool maximize)
    {
        // Contiguous parameters are updated in one pass, others by operations on whole tensors, as on a GPU.
        Parameter[] straight = [new(randn(40, 30)), new(randn(7, 5))];
        Parameter[] transposed = [.. straight.Select(parameter => new Parameter(parameter.detach().t().contiguous().t()))];
        transposed.ShouldAllBe(parameter => !parameter.is_contiguous());
        using optim.Optimizer first = Make(straight), second = Make(transposed);
        for (int i = 0; i < 3; i++)
        {
            Give(first, straight);
            Give(second, transposed);
        }

        for (int i = 0; i < straight.Length; i++)
        {
            straight[i].allclose(transposed[i], rtol: 1e-5, atol: 1e-6).ShouldBeTrue();
        }

        optim.Optimizer Make(Parameter[] parameters) => decoupled
            ? optim.AdamW(parameters, 0.01, weight_decay: decay, maximize: maximize)
            : optim.Adam(parameters, 0.01, weight_decay: decay, maximize: maximize);

        static void Give(optim.Optimizer optimizer, Parameter[] parameters)
        {
            optimizer.zero_grad();
            (parameters[0].pow(2).sum() + parameters[1].pow(3).sum()).backward();
            optimizer.step();
        }
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.9, 0, false)]
    [InlineData(0.9, 0.1, false)]
    [InlineData(0.9, 0, true)]
    public void SGD_follows_its_recursion(double momentum, double dampening, bool nesterov)
    {
        var p = new Parameter(tensor(new[] { 1.0 }));
        using SGD optimizer = optim.SGD([p], 0.1, momentum, dampening, 0.01, nesterov);
        double x = 1, buffer = 0;
        for (int t = 0; t < 4; t++)
        {
            optimizer.zero_grad();
            p.pow(2).sum().backward();
            optimizer.step();
            double g = (2 * x) + (0.01 * x);
            if (momentum != 0)
            {
                buffer = t == 0 ? g : (momentum * buffer) + ((1 - dampening) * g);
                g = nesterov ? g + (momentum * buffer) : buffer;
            }

            x -= 0.1 * g;
            p.item<double>().ShouldBe(x, 1e-12);
        }
    }

    [Fact]
    public void A_resumed_optimiser_continues_as_if_it_had_not_stopped()
    {
        foreach (string kind in new[] { "adam", "adamw", "amsgrad", "sgd" })
        {
            manual_seed(4);
            Tensor target = randn(3);
            var p = new Parameter(randn(3));
            OptimizerHelper optimizer = Make(kind, p);
            Train(optimizer, p, target, 3);
            using var file = new MemoryStream();
            optimizer.save_state_dict(new BinaryWriter(file));
            var q = new Parameter(p.detach().clone());
            OptimizerHelper resumed = Make(kind, q);
            file.Position = 0;
            resumed.load_state_dict(new BinaryReader(file));
            Train(optimizer, p, target, 3);
            Train(resumed, q, target, 3);
            q.Equals(p).ShouldBeTrue(kind);

            var r = new Parameter(p.detach().clone());
            OptimizerHelper copied = Make(kind, r);
            copied.load_state_dict(optimizer.state_dict());
            optimizer.state_dict().State[0].ApproximatelyEquals(copied.state_dict().State[0]).ShouldBeTrue(kind);
            Train(optimizer, p, target, 2);
            Train(copied, r, target, 2);
            r.Equals(p).ShouldBeTrue(kind);
        }

        static OptimizerHelper Make(string kind, Parameter p) => kind switch
        {
            "adam" => optim.Adam([p], 0.05),
            "adamw" => optim.AdamW([p], 0.05),
            "amsgrad" => optim.Adam([p], 0.05, amsgrad: true),
            _ => optim.SGD([p], 0.05, momentum: 0.9),
        };

        static void Train(optim.Optimizer optimizer, Parameter p, Tensor target, int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                optimizer.zero_grad();
                nn.functional.mse_loss(p, target).backward();
                optimizer.step();
            }
        }
    }

    [Fact]
    public void The_state_of_another_optimiser_is_refused()
    {
        var p = new Parameter(ones(2));
        using var file = new MemoryStream();
        optim.SGD([p], 0.1).save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        Should.Throw<InvalidDataException>(() => optim.Adam([p]).load_state_dict(new BinaryReader(file))).Message.ShouldContain("SGD");
        using var two = new MemoryStream();
        optim.Adam([p, new Parameter(ones(1))]).save_state_dict(new BinaryWriter(two));
        two.Position = 0;
        Should.Throw<InvalidDataException>(() => optim.Adam([p]).load_state_dict(new BinaryReader(two))).Message.ShouldContain("2 parameters");
    }

    [Fact]
    public void Groups_have_rates_of_their_own()
    {
        Parameter a = new(tensor(new[] { 1.0 })), b = new(tensor(new[] { 1.0 })), still = new(tensor(new[] { 1.0 }));
        using SGD optimizer = optim.SGD(
            new SGD.ParamGroup[] { new() { Parameters = [a] }, new([b, still], lr: 0.5) }, 0.1);
        (a + b).backward();
        optimizer.step();
        a.item<double>().ShouldBe(0.9, 1e-12);
        b.item<double>().ShouldBe(0.5, 1e-12);
        still.item<double>().ShouldBe(1);
        optimizer.ParamGroups.Select(group => group.LearningRate).ShouldBe([0.1, 0.5]);
        Should.Throw<ArgumentException>(() => optim.Adam([a, a])).Message.ShouldContain("more than once");
        Should.Throw<ArgumentException>(() => optim.Adam([a], lr: -1));
        Should.Throw<ArgumentException>(() => optim.SGD([a], 0.1, nesterov: true));
    }

    [Fact]
    public void A_closure_computes_the_loss_with_its_gradients()
    {
        var p = new Parameter(tensor(new[] { 2.0 }));
        using SGD optimizer = optim.SGD([p], 0.1);
        using (no_grad())
        {
            Tensor? loss = optimizer.step(() =>
            {
                Tensor square = p.pow(2).sum();
                square.backward();
                return square;
            });
            loss!.item<double>().ShouldBe(4);
        }

        p.item<double>().ShouldBe(1.6, 1e-12);
    }

    [Fact]
    public void Gradients_are_clipped_by_norm_and_by_value()
    {
        Parameter a = new(tensor(new[] { 0.0, 0 })), b = new(tensor(new[] { 0.0 })), none = new(tensor(new[] { 0.0 }));
        Give();
        nn.utils.clip_grad_norm_([a, b, none], 1).ShouldBe(13, 1e-12);
        a.grad!.data<double>().ToArray().ShouldBe([3 / 13.0, 4 / 13.0], 1e-6);
        b.grad!.item<double>().ShouldBe(12 / 13.0, 1e-6);
        Give();
        nn.utils.clip_grad_norm_([a, b], 100).ShouldBe(13, 1e-12);
        b.grad!.item<double>().ShouldBe(12);
        nn.utils.clip_grad_norm_([a, b], 100, double.PositiveInfinity).ShouldBe(12);
        nn.utils.clip_grad_value_([a, b, none], 3.5);
        a.grad!.data<double>().ToArray().ShouldBe([3, 3.5]);
        nn.utils.clip_grad_norm_([none], 1).ShouldBe(0);

        void Give()
        {
            a.grad = tensor(new[] { 3.0, 4 });
            b.grad = tensor(new[] { 12.0 });
        }
    }

    [Fact]
    public void Parameters_become_a_vector_and_come_back()
    {
        Parameter a = new(ones(2)), b = new(zeros(1, 2));
        nn.utils.parameters_to_vector([a, b]).detach().data<float>().ToArray().ShouldBe([1, 1, 0, 0]);
        nn.utils.vector_to_parameters(arange(4, dtype: float32), [a, b]);
        b.data<float>().ToArray().ShouldBe([2, 3]);
    }
}
