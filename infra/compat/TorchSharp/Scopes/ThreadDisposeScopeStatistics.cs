namespace TorchSharp;

/// <summary>What became of one thread's tensors and packed sequences.</summary>
public class ThreadDisposeScopeStatistics
{
    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount + PackedSequenceStatistics.CreatedOutsideScopeCount;

    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount + PackedSequenceStatistics.DisposedOutsideScopeCount;

    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount + PackedSequenceStatistics.CreatedInScopeCount;

    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount + PackedSequenceStatistics.DisposedInScopeCount;

    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount + PackedSequenceStatistics.AttachedToScopeCount;

    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount + PackedSequenceStatistics.DetachedFromScopeCount;

    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount + PackedSequenceStatistics.ThreadTotalLiveCount;

    public LifetimeStatistics TensorStatistics { get; } = new();

    public LifetimeStatistics PackedSequenceStatistics { get; } = new();

    public void Reset()
    {
        TensorStatistics.Reset();
        PackedSequenceStatistics.Reset();
    }

    public override string ToString() => $"Tensors: {TensorStatistics}; packed sequences: {PackedSequenceStatistics}";

    internal void CountCreated(IDisposable created, bool inScope)
    {
        LifetimeStatistics kind = Kind(created);
        if (inScope)
        {
            kind.CreatedInScopeCount++;
        }
        else
        {
            kind.CreatedOutsideScopeCount++;
        }
    }

    internal void CountDisposed(IDisposable disposed, bool inScope)
    {
        LifetimeStatistics kind = Kind(disposed);
        if (inScope)
        {
            kind.DisposedInScopeCount++;
        }
        else
        {
            kind.DisposedOutsideScopeCount++;
        }
    }

    internal void CountAttached(IDisposable attached) => Kind(attached).AttachedToScopeCount++;

    internal void CountDetached(IDisposable detached) => Kind(detached).DetachedFromScopeCount++;

    private LifetimeStatistics Kind(IDisposable disposable) => disposable is torch.Tensor ? TensorStatistics : PackedSequenceStatistics;
}
