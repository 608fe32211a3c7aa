namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds to a resource's environment when it starts.</summary>
public class EnvironmentCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Calls back at each start.</summary>
    public EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = callback;
    }

    /// <summary>Fills in the variables.</summary>
    public Func<EnvironmentCallbackContext, Task> Callback { get; }
}
