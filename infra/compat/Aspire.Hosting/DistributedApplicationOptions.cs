using System.Reflection;

namespace Aspire.Hosting;

/// <summary>Options of an application.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line; its <c>--key value</c> pairs become configuration.</summary>
    public string[]? Args { get; set; }

    /// <summary>The name of the AppHost's assembly; by default the entry assembly.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder of the AppHost's project; by default what its assembly says.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether there is no dashboard; the local orchestrator has none.</summary>
    public bool DisableDashboard { get; set; }

    internal Assembly? Assembly =>
        AssemblyName is null ? Assembly.GetEntryAssembly() : Assembly.Load(AssemblyName);

    internal string Directory => ProjectDirectory
        ?? Assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => string.Equals(metadata.Key, "AppHostProjectPath", StringComparison.OrdinalIgnoreCase))?.Value
        ?? System.IO.Directory.GetCurrentDirectory();
}
