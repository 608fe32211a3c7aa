namespace Aspire.Hosting.Testing;

/// <summary>Builds an application inside a test.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>The application.</summary>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
