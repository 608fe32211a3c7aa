using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>The life of tensors: scopes, disposal, finalizers, and what libtorch's memory does.</summary>
public sealed class DisposalTests
{
    [Fact]
    public void A_disposed_tensor_throws_whatever_is_asked_of_it()
    {
        Tensor gone = ones(2, 2), other = ones(2, 2);
        gone.Dispose();
        gone.Dispose();
        gone.IsInvalid.ShouldBeTrue();
        gone.ToString().ShouldBe("[disposed]");
        Action[] uses =
        [
            () => _ = gone.shape,
            () => _ = gone.dtype,
            () => _ = gone.device,
            () => _ = gone.requires_grad,
            () => _ = gone.grad,
            () => _ = gone.bytes.Length,
            () => _ = gone.is_contiguous(),
            () => _ = gone + 1,
            () => _ = other + gone,
            () => _ = gone[0],
            () => other[0] = gone,
            () => _ = gone.data<float>(),
            () => _ = gone.item<float>(),
            () => gone.backward(),
            () => gone.add_(1),
            () => _ = cat([other, gone]),
            () => _ = gone.to(float64),
            () => gone.MoveToOuterDisposeScope(),
            () => gone.DetachFromDisposeScope(),
            () => _ = autograd.grad([other], [gone]),
            () => gone.save("nowhere"),
            () => nn.functional.linear(other, gone),
        ];
        foreach (Action use in uses)
        {
            Should.Throw<ObjectDisposedException>(use);
        }

        other.Dispose();
    }

    [Fact]
    public void A_null_where_a_tensor_belongs_is_refused()
    {
        using Tensor one = ones(1);
        Should.Throw<Exception>(() => cat([one, null!])).ShouldBeOfType<ArgumentNullException>();
        Should.Throw<Exception>(() => one.add((Tensor)null!));
        Should.Throw<Exception>(() => nn.functional.linear(one, null!));
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it_but_not_what_left_it()
    {
        Tensor before = ones(1), inside, moved, detached, used;
        using (DisposeScope outer = NewDisposeScope())
        {
            using (DisposeScope inner = NewDisposeScope())
            {
                inside = before + 1;
                moved = (before + 2).MoveToOuterDisposeScope();
                detached = (before + 3).DetachFromDisposeScope();
                used = before + 4;
                used.Dispose();
                inner.DisposablesCount.ShouldBe(1);
                inner.Contains(inside).ShouldBeTrue();
            }

            inside.IsInvalid.ShouldBeTrue();
            moved.IsInvalid.ShouldBeFalse();
            outer.Contains(moved).ShouldBeTrue();
        }

        moved.IsInvalid.ShouldBeTrue();
        detached.IsInvalid.ShouldBeFalse();
        before.IsInvalid.ShouldBeFalse();
        detached.Dispose();
        before.Dispose();
    }

    [Fact]
    public void A_tensor_moved_out_of_the_outermost_scope_is_free()
    {
        Tensor result;
        using (NewDisposeScope())
        {
            result = ones(1).MoveToOuterDisposeScope();
        }

        result.IsInvalid.ShouldBeFalse();
        result.Dispose();
        WrappedTensorDisposeScope(() => ones(2) + 1).data<float>().ToArray().ShouldBe([2, 2]);
    }

    [Fact]
    public void Scopes_keep_attach_and_move_what_they_are_told()
    {
        using DisposeScope first = NewDisposeScope();
        using DisposeScope second = NewDisposeScope();
        Tensor a = ones(1), b = ones(1), c = ones(1);
        second.DisposeEverythingBut(a).ShouldBeSameAs(a);
        b.IsInvalid.ShouldBeTrue();
        c.IsInvalid.ShouldBeTrue();
        Tensor d = ones(1), e = ones(1);
        (Tensor movedD, Tensor movedE) = second.MoveToOuter(d, e);
        first.Contains(movedD).ShouldBeTrue();
        movedE.MoveToOtherDisposeScope(a);
        second.Contains(e).ShouldBeTrue();
        first.Attach(second.Detach(e));
        first.Contains(e).ShouldBeTrue();
        second.DisposeEverything();
        a.IsInvalid.ShouldBeTrue();
        e.IsInvalid.ShouldBeFalse();
    }

    [Fact]
    public void Scopes_of_other_threads_see_nothing()
    {
        using DisposeScope here = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(1));
        thread.Start();
        thread.Join();
        here.DisposablesCount.ShouldBe(0);
        elsewhere!.Dispose();
    }

    [Fact]
    public void An_exception_leaves_no_scope_behind()
    {
        Tensor? made = null;
        Should.Throw<ExternalException>(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            made = ones(2, 3);
            made.mm(made);
        });
        made!.IsInvalid.ShouldBeTrue();
        long outside = DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
        using Tensor after = ones(1);
        DisposeScopeManager.Statistics.CreatedOutsideScopeCount.ShouldBe(outside + 1);
    }

    [Fact]
    public void Statistics_count_what_the_thread_made_and_lost()
    {
        LifetimeStatistics? statistics = null;
        var thread = new Thread(() =>
        {
            DisposeScopeManager.Statistics.Reset();
            using (NewDisposeScope())
            {
                Tensor a = ones(1);
                ones(1).DetachFromDisposeScope().Dispose();
                a.Dispose();
                ones(2);
            }

            ones(1).Dispose();
            statistics = DisposeScopeManager.Statistics.TensorStatistics;
        });
        thread.Start();
        thread.Join();
        statistics.ShouldNotBeNull();
        statistics.CreatedInScopeCount.ShouldBe(3);
        statistics.DisposedInScopeCount.ShouldBe(2);
        statistics.DetachedFromScopeCount.ShouldBe(1);
        statistics.CreatedOutsideScopeCount.ShouldBe(1);
        statistics.DisposedOutsideScopeCount.ShouldBe(2);
        statistics.ThreadTotalLiveCount.ShouldBe(0);
    }

    [Fact]
    public void The_finalizer_gives_back_what_was_forgotten()
    {
        Collect();
        long before = Tensor.TotalCount;
        Forget();
        Tensor.TotalCount.ShouldBeGreaterThanOrEqualTo(before + 10);
        Collect();
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (int i = 0; i < 10; i++)
            {
                _ = ones(10);
            }
        }
    }

    [Fact]
    public void Memory_stays_flat_over_a_thousand_training_steps()
    {
        using var layer = nn.LSTM(32, 64, 2, batchFirst: true);
        using var head = nn.Linear(64, 8);
        using var optimizer = optim.Adam(layer.parameters().Concat(head.parameters()));
        using Tensor input = randn(8, 20, 32), target = randn(8, 20, 8);
        Train(200);
        Collect();
        long tensors = Tensor.TotalCount, memory = Resident();
        Train(1000);
        Collect();
        Tensor.TotalCount.ShouldBe(tensors);
        (Resident() - memory).ShouldBeLessThan(24L << 20, "resident bytes more after 1,000 steps");

        void Train(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                (Tensor output, _, _) = layer.call(input);
                nn.functional.mse_loss(head.call(output), target).backward();
                nn.utils.clip_grad_norm_(layer.parameters(), 1);
                optimizer.step();
            }
        }
    }

    [Fact]
    public void Failing_operations_leak_nothing()
    {
        using Tensor a = ones(1000, 1000), b = ones(3, 3);
        Fail(50);
        CollectAll();
        long memory = Resident();
        Fail(500);
        CollectAll();
        (Resident() - memory).ShouldBeLessThan(16L << 20);

        void Fail(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                Should.Throw<ExternalException>(() => (a + 1).mm(b));
            }
        }
    }

    private static void Collect(bool really = true)
    {
        if (really)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
    }

    // what the garbage collector holds for later is given back too
    private static void CollectAll()
    {
        Collect();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static long Resident() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
