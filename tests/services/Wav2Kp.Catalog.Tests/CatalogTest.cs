namespace Wav2Kp.Catalog.Tests;

/// <summary>A test with a database of its own.</summary>
public abstract class CatalogTest(Servers servers) : IAsyncLifetime
{
    private TestCatalog? _catalog;

    internal TestCatalog Catalog => _catalog ?? throw new InvalidOperationException("The database has not been made.");

    protected Servers Servers => servers;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => _catalog = await TestCatalog.CreateAsync(servers.Real);

    public virtual async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
        {
            await _catalog.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }
}
