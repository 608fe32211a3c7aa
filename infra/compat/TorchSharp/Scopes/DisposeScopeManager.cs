using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Keeps each thread's dispose scopes, the innermost last.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? _thread;

    private readonly List<DisposeScope> _scopes = [];

    /// <summary>What became of this thread's tensors.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Thread.StatisticsInstance;

    internal static DisposeScopeManager Thread => _thread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    private DisposeScope? Current => _scopes.Count == 0 ? null : _scopes[^1];

    internal static DisposeScope NewScope()
    {
        DisposeScopeManager manager = Thread;
        var scope = new DisposeScope(manager, manager.Current);
        manager._scopes.Add(scope);
        return scope;
    }

    /// <summary>Takes in what was just created; gives the scope that owns it from now on, if there is one.</summary>
    internal static DisposeScope? Register(IDisposable created)
    {
        DisposeScopeManager manager = Thread;
        DisposeScope? scope = manager.Current;
        scope?.Include(created);
        manager.StatisticsInstance.CountCreated(created, scope is not null);
        return scope;
    }

    /// <summary>Ends a scope, which need not be the innermost; those inside of it then lie in the one outside of it.</summary>
    internal void Remove(DisposeScope scope)
    {
        _scopes.Remove(scope);
        foreach (DisposeScope inner in _scopes)
        {
            if (ReferenceEquals(inner.OuterScope, scope))
            {
                inner.OuterScope = scope.OuterScope;
            }
        }
    }
}
