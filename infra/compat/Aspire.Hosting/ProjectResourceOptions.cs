namespace Aspire.Hosting;

/// <summary>What a project resource takes from the project's own settings.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile in <c>Properties/launchSettings.json</c>; by default the first that runs the project.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether launch profiles are left alone.</summary>
    public bool ExcludeLaunchProfile { get; set; }
}
