namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is waited for.</summary>
public enum WaitType
{
    /// <summary>It runs and all its health checks pass.</summary>
    WaitUntilHealthy = 0,

    /// <summary>It has run to its end.</summary>
    WaitForCompletion = 1,

    /// <summary>It runs.</summary>
    WaitUntilStarted = 2,
}
