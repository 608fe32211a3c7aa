namespace Aspire.Hosting;

/// <summary>Whether the application model runs or is published.</summary>
public class DistributedApplicationExecutionContext
{
    /// <summary>A context for this operation.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation) => Operation = operation;

    /// <summary>The operation.</summary>
    public DistributedApplicationOperation Operation { get; }

    /// <summary>Whether the model is written out for a deployment.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>Whether the model runs on this machine.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}
