using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Works out the environment and the command line that the model gives a resource.</summary>
internal static class ResourceSettings
{
    public static async Task<Dictionary<string, string?>> EnvironmentAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        EnvironmentCallbackContext context = new(executionContext, resource, null, cancellationToken);
        foreach (EnvironmentCallbackAnnotation annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }
        Dictionary<string, string?> environment = [];
        foreach ((string name, object value) in context.EnvironmentVariables)
        {
            environment[name] = await TextAsync(value, cancellationToken).ConfigureAwait(false);
        }
        return environment;
    }

    public static async Task<List<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        List<object> args = [];
        CommandLineArgsCallbackContext context = new(args, resource, cancellationToken);
        foreach (CommandLineArgsCallbackAnnotation annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }
        List<string> arguments = [];
        foreach (object arg in args)
        {
            arguments.Add(await TextAsync(arg, cancellationToken).ConfigureAwait(false) ?? "");
        }
        return arguments;
    }

    private static async ValueTask<string?> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        IValueProvider provider => await provider.GetValueAsync(cancellationToken).ConfigureAwait(false),
        IResourceBuilder<IResource> { Resource: IValueProvider provider } =>
            await provider.GetValueAsync(cancellationToken).ConfigureAwait(false),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };
}
