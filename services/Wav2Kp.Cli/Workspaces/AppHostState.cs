namespace Wav2Kp.Cli.Workspaces;

/// <summary>What an AppHost says of itself in <c>apphost.json</c>.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="State">Starting, Running, Failed or Stopping.</param>
/// <param name="Studio">The console's address.</param>
internal sealed record AppHostState(int Pid, string State, string? Studio, IReadOnlyList<AppHostResource> Resources);

/// <param name="Type">Project for a service.</param>
/// <param name="State">Running, Finished, ….</param>
/// <param name="Health">Healthy or Unhealthy; null for what has no health check.</param>
/// <param name="Pid">Its process, while it has one.</param>
internal sealed record AppHostResource(string Name, string Type, string State, string? Health, int? Pid = null)
{
    /// <summary>Ready to be used, or done.</summary>
    public bool IsUp => State == "Finished" || (State is "Running" or "Active" && Health is null or "Healthy");
}
