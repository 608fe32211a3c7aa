using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Xml;
using System.Xml.Linq;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A .NET project, run from its build output.</summary>
internal sealed class ProjectProgram(
    ProjectResource resource,
    string id,
    IReadOnlyDictionary<EndpointAnnotation, int> ports,
    DistributedApplicationExecutionContext executionContext,
    Assembly? appHost) : IProgram
{
    public async Task<LaunchSpec> PrepareAsync(CancellationToken cancellationToken)
    {
        IProjectMetadata metadata = resource.Annotations.OfType<IProjectMetadata>().Last();
        string assembly = FindOutput(metadata.ProjectPath);
        Dictionary<string, string?> environment = new()
        {
            // what 'dotnet run' or a shell set for the AppHost is not meant for its services
            ["ASPNETCORE_URLS"] = null,
            ["DOTNET_LAUNCH_PROFILE"] = null,
        };
        string urls = string.Join(';', ports
            .Where(port => port.Key.UriScheme is "http" or "https")
            .Select(port => string.Create(CultureInfo.InvariantCulture, $"{port.Key.UriScheme}://127.0.0.1:{port.Value}")));
        if (urls.Length > 0)
        {
            environment["ASPNETCORE_URLS"] = urls;
        }
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            environment["OTEL_SERVICE_NAME"] = resource.Name;
            environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={id}";
        }
        foreach ((string name, string? value) in
            await ResourceSettings.EnvironmentAsync(resource, executionContext, cancellationToken).ConfigureAwait(false))
        {
            environment[name] = value;
        }
        return new LaunchSpec
        {
            FileName = DotnetHost(),
            Arguments = [assembly, .. await ResourceSettings.ArgumentsAsync(resource, cancellationToken).ConfigureAwait(false)],
            // 'dotnet run' would run it there too: relative paths in settings mean the project's folder
            WorkingDirectory = Path.GetDirectoryName(metadata.ProjectPath)!,
            Environment = environment,
        };
    }

    /// <summary>The project's assembly: as the AppHost's build recorded it, else by the usual layout of build outputs.</summary>
    internal static string FindOutput(string projectPath, Assembly? appHost)
    {
        if (!File.Exists(projectPath))
        {
            throw new DistributedApplicationException($"The project {projectPath} does not exist.");
        }
        string? recorded = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == $"AspireProjectOutput:{Path.GetFullPath(projectPath)}")?.Value;
        string output = recorded ?? UsualOutput(projectPath, appHost);
        return File.Exists(output)
            ? output
            : throw new DistributedApplicationException($"The project {projectPath} is not built: {output} is missing. Build it, then start again.");
    }

    private static string UsualOutput(string projectPath, Assembly? appHost)
    {
        XDocument project;
        try
        {
            project = XDocument.Load(projectPath);
        }
        catch (XmlException exception)
        {
            throw new DistributedApplicationException($"{projectPath} is no project file: {exception.Message}", exception);
        }
        string name = Property("AssemblyName") ?? Path.GetFileNameWithoutExtension(projectPath);
        string framework = Property("TargetFramework") ?? $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        string configuration = appHost?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        return Path.Combine(Path.GetDirectoryName(projectPath)!, "bin", configuration, framework, name + ".dll");

        string? Property(string property) =>
            project.Descendants().LastOrDefault(element => element.Name.LocalName == property && !element.Value.Contains('$', StringComparison.Ordinal))?.Value;
    }

    private static string DotnetHost()
    {
        // …/dotnet/shared/Microsoft.NETCore.App/10.0.0/ -> …/dotnet/dotnet: the one that runs the AppHost
        string beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(beside) ? beside : "dotnet";
    }

    private string FindOutput(string projectPath) => FindOutput(projectPath, appHost);
}
