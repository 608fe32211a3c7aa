using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A profile of a project's <c>Properties/launchSettings.json</c>.</summary>
internal sealed class LaunchProfile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public string? CommandName { get; set; }

    public string? ApplicationUrl { get; set; }

    public Dictionary<string, string>? EnvironmentVariables { get; set; }

    /// <summary>The profile of this name, or the first that runs the project; null where there is none.</summary>
    public static LaunchProfile? Find(string projectPath, string? name)
    {
        string file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        Dictionary<string, LaunchProfile> profiles = [];
        if (File.Exists(file))
        {
            try
            {
                profiles = JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), s_json)?.Profiles ?? [];
            }
            catch (JsonException exception)
            {
                throw new DistributedApplicationException($"{file} is no valid launch settings file: {exception.Message}", exception);
            }
        }
        return name is null
            ? profiles.Values.FirstOrDefault(profile => profile.CommandName == "Project")
            : profiles.GetValueOrDefault(name)
                ?? throw new DistributedApplicationException($"Launch settings file does not contain '{name}' profile: {file}.");
    }

    public void Apply(IResourceBuilder<ProjectResource> project)
    {
        foreach (string address in (ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Uri uri = new(address);
            if (!project.Resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.Name == uri.Scheme))
            {
                project.WithEndpoint(port: uri.Port, scheme: uri.Scheme);
            }
        }
        foreach ((string variable, string value) in EnvironmentVariables ?? [])
        {
            project.WithEnvironment(variable, value);
        }
    }

    private sealed class Settings
    {
        public Dictionary<string, LaunchProfile>? Profiles { get; set; }
    }
}
