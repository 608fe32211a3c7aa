using TorchSharp.Native;

namespace TorchSharp;

/// <summary>
/// Owns what is created on its thread while it is the innermost scope, and disposes it with itself, unless that was moved or
/// detached before. Made by <see cref="torch.NewDisposeScope"/>.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private readonly HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);
    private bool _disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        OuterScope = outer;
    }

    /// <summary>What the scope owns now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => _disposables.ToList();

    /// <summary>How much the scope owns now.</summary>
    public int DisposablesCount => _disposables.Count;

    internal DisposeScope? OuterScope { get; set; }

    internal bool IsDisposed => _disposed;

    /// <summary>Gives the object to the scope outside of this one; without one it is detached.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, OuterScope);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    /// <summary>Gives the object to another scope; to null, it is detached.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Move(disposable, scope);
        }
    }

    /// <summary>Takes the object out of every scope: from now on its owner disposes it, or the finalizer does.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, (IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Takes the object in.</summary>
    public void Attach(IDisposable disposable) => Move(disposable, this);

    public void Attach(params IDisposable[] disposables) => MoveToOther(this, (IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        List<IDisposable> attached = [.. disposables];
        MoveToOther(this, attached);
        return attached;
    }

    /// <summary>Disposes what the scope owns, but not the scope.</summary>
    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        HashSet<IDisposable> keep = new(inKeep, ReferenceEqualityComparer.Instance);
        IDisposable[] doomed = _disposables.Where(disposable => !keep.Contains(disposable)).ToArray();
        foreach (IDisposable disposable in doomed)
        {
            _disposables.Remove(disposable);
            if (disposable is IScoped scoped)
            {
                scoped.OwningDisposeScope = null;
                _manager.StatisticsInstance.CountDisposed(disposable, inScope: true);
                scoped.DisposeCounted();
            }
            else
            {
                disposable.Dispose();
            }
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { keep });
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { first, second });
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { first, second, third });
        return (first, second, third);
    }

    /// <summary>Disposes what the scope owns and ends it.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        DisposeEverything();
        _disposed = true;
        _manager.Remove(this);
    }

    /// <summary>Takes note that the object has disposed itself.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _disposables.Remove(disposable);
        if (disposable is IScoped scoped)
        {
            scoped.OwningDisposeScope = null;
        }
    }

    /// <summary>Whether the scope owns the object.</summary>
    public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

    /// <summary>Takes in what was just created, which no other scope owns.</summary>
    internal void Include(IDisposable created) => _disposables.Add(created);

    internal static void Move(IDisposable disposable, DisposeScope? target)
    {
        if (target is { _disposed: true })
        {
            throw new ObjectDisposedException(nameof(DisposeScope), "The dispose scope that is to take the object is disposed itself.");
        }

        if (disposable is not IScoped scoped)
        {
            // A foreign disposable has no place to keep its scope: it is attached, and leaves only with this scope.
            target?._disposables.Add(disposable);
            return;
        }

        DisposeScope? source = scoped.OwningDisposeScope;
        if (ReferenceEquals(source, target))
        {
            return;
        }

        if (scoped.IsDisposed)
        {
            throw new ObjectDisposedException(disposable.GetType().Name);
        }

        source?._disposables.Remove(disposable);
        scoped.OwningDisposeScope = target;
        ThreadDisposeScopeStatistics statistics = DisposeScopeManager.Statistics;
        if (target is null)
        {
            statistics.CountDetached(disposable);
        }
        else
        {
            target._disposables.Add(disposable);
            if (source is null)
            {
                statistics.CountAttached(disposable);
            }
        }
    }
}
