using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost's entry point as far as its <c>Build()</c>, and takes over its builder there.</summary>
internal sealed class EntryPointCapture
{
    private static readonly AsyncLocal<EntryPointCapture?> s_current = new();

    private EntryPointCapture(Type entryPoint, string[] args)
    {
        EntryPoint = entryPoint;
        Args = args;
    }

    /// <summary>The capture that this code runs under, if any.</summary>
    public static EntryPointCapture? Current => s_current.Value;

    public Type EntryPoint { get; }

    /// <summary>The test's arguments, which come after the AppHost's own.</summary>
    public string[] Args { get; }

    private DistributedApplicationBuilder? Builder { get; set; }

    /// <summary>Called by the builder's <c>Build()</c>: the entry point ends here.</summary>
    public void Take(DistributedApplicationBuilder builder)
    {
        Builder = builder;
        throw new HostAbortedException("The test has taken over the application's builder.");
    }

    public static async Task<DistributedApplicationBuilder> RunAsync(Type entryPoint, string[] args, CancellationToken cancellationToken)
    {
        System.Reflection.MethodInfo main = entryPoint.Assembly.EntryPoint
            ?? throw new InvalidOperationException($"The assembly of {entryPoint} has no entry point: give a type of the AppHost's assembly.");
        EntryPointCapture capture = new(entryPoint, args);
        await Task.Run(
            () =>
            {
                s_current.Value = capture;
                try
                {
                    main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
                }
                catch (System.Reflection.TargetInvocationException exception) when (exception.InnerException is HostAbortedException)
                {
                    // as intended
                }
            },
            cancellationToken).ConfigureAwait(false);
        return capture.Builder
            ?? throw new InvalidOperationException($"The entry point of {entryPoint.Assembly.GetName().Name} ended without building an application.");
    }
}
