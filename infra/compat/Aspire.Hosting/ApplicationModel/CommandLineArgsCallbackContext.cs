namespace Aspire.Hosting.ApplicationModel;

/// <summary>The command line of a resource that is about to start.</summary>
public sealed class CommandLineArgsCallbackContext
{
    /// <summary>The command line of a resource.</summary>
    public CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default)
    {
        Args = args;
        Resource = resource;
        CancellationToken = cancellationToken;
    }

    /// <summary>The arguments: text, or an <see cref="IValueProvider"/> that is asked for it.</summary>
    public IList<object> Args { get; }

    /// <summary>The resource.</summary>
    public IResource Resource { get; }

    /// <summary>Cancelled when the application stops.</summary>
    public CancellationToken CancellationToken { get; }
}
