using System.Runtime.InteropServices;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Gradients and their modes.</summary>
public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Gradients_follow_the_chain_rule_and_add_up()
    {
        Tensor x = tensor(new[] { 2.0, 3 }, requires_grad: true);
        (x * x).sum().backward();
        x.grad!.data<double>().ToArray().ShouldBe([4, 6]);
        (x * 3).sum().backward();
        x.grad!.data<double>().ToArray().ShouldBe([7, 9]);
        x.grad = null;
        x.grad.ShouldBeNull();
    }

    [Fact]
    public void A_gradient_weighs_the_outputs_of_a_vector()
    {
        Tensor x = tensor(new[] { 2.0, 3 }, requires_grad: true);
        (x * x).backward([tensor(new[] { 1.0, 10 })]);
        x.grad!.data<double>().ToArray().ShouldBe([4, 60]);
        Should.Throw<ExternalException>(() => (x * x).backward()).Message.ShouldContain("scalar outputs");
    }

    [Fact]
    public void Gradients_of_gradients()
    {
        Tensor x = tensor(3.0, requires_grad: true), unused = tensor(1.0, requires_grad: true);
        Tensor first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        first.item<double>().ShouldBe(27, 1e-12);
        autograd.grad([first], [x], retain_graph: true)[0].item<double>().ShouldBe(18, 1e-12);
        Should.Throw<ExternalException>(() => autograd.grad([first], [unused], retain_graph: true));
        autograd.grad([first], [unused], allow_unused: true)[0].ShouldBeNull();
    }

    [Fact]
    public void A_graph_is_gone_after_its_backward_pass_unless_kept()
    {
        Tensor x = tensor(2.0, requires_grad: true);
        Tensor y = x * x;
        y.backward(retain_graph: true);
        y.backward();
        Should.Throw<ExternalException>(() => y.backward()).Message.ShouldContain("second time");
    }

    [Fact]
    public void Nothing_is_tracked_without_gradients_until_the_mode_is_disposed()
    {
        Tensor x = tensor(2.0, requires_grad: true);
        using (no_grad())
        {
            is_grad_enabled().ShouldBeFalse();
            (x * x).requires_grad.ShouldBeFalse();
            using (enable_grad())
            {
                (x * x).requires_grad.ShouldBeTrue();
            }

            is_grad_enabled().ShouldBeFalse();
        }

        is_grad_enabled().ShouldBeTrue();
        using (inference_mode())
        {
            is_inference_mode_enabled().ShouldBeTrue();
            (x * x).requires_grad.ShouldBeFalse();
        }

        is_inference_mode_enabled().ShouldBeFalse();
        using (set_grad_enabled(false))
        {
            is_grad_enabled().ShouldBeFalse();
        }
    }

    [Fact]
    public void The_mode_is_one_of_the_thread()
    {
        using IDisposable mode = no_grad();
        bool elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        elsewhere.ShouldBeTrue();
    }

    [Fact]
    public void Detached_tensors_share_values_but_no_history()
    {
        Tensor x = tensor(2.0, requires_grad: true);
        Tensor y = x * 2;
        y.is_leaf.ShouldBeFalse();
        y.detach().requires_grad.ShouldBeFalse();
        y.retain_grad();
        (y * 5).backward();
        y.grad!.item<double>().ShouldBe(5);
        x.grad!.item<double>().ShouldBe(10);
    }

    [Fact]
    public void Whole_numbers_and_changes_of_leaves_in_place_are_refused()
    {
        Should.Throw<ExternalException>(() => ones(2, dtype: int64, requires_grad: true)).Message.ShouldContain("floating point");
        Tensor x = ones(2, requires_grad: true);
        Should.Throw<ExternalException>(() => x.add_(1)).Message.ShouldContain("in-place");
        using (no_grad())
        {
            x.add_(1).data<float>().ToArray().ShouldBe([2, 2]);
        }
    }

    [Fact]
    public void Anomalies_are_found_when_asked_for()
    {
        using IDisposable mode = autograd.detect_anomaly();
        Tensor x = tensor(0.0, requires_grad: true);
        Should.Throw<ExternalException>(() => (x.sqrt() * 0).backward()).Message.ShouldContain("nan");
    }
}
