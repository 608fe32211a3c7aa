namespace Aspire.Hosting.Orchestration;

/// <summary>What runs for a resource.</summary>
internal interface IProgram
{
    /// <summary>Makes ready for a start (the first, or after a crash) and says what to start.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be started; the message says what to do.</exception>
    Task<LaunchSpec> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Removes what the program leaves behind when it is stopped for good.</summary>
    Task CleanUpAsync() => Task.CompletedTask;
}
