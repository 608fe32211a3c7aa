namespace TorchSharp;

/// <summary>What became of one kind of object on one thread.</summary>
public class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long DisposedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    public long AttachedToScopeCount { get; internal set; }

    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Created and not yet disposed.</summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    public override string ToString() =>
        $"Created in scopes: {CreatedInScopeCount}, disposed in scopes: {DisposedInScopeCount}; created outside: {CreatedOutsideScopeCount}, " +
        $"disposed outside: {DisposedOutsideScopeCount}; attached: {AttachedToScopeCount}, detached: {DetachedFromScopeCount}; live: {ThreadTotalLiveCount}";
}
