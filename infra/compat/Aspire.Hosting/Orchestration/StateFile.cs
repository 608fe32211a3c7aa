using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aspire.Hosting.Orchestration;

/// <summary>The file <c>apphost.json</c> in the data folder, from which other programs learn what runs and where.</summary>
internal sealed class StateFile(string path)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Write(ApplicationState state)
    {
        string temporary = path + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(state, s_json) + "\n");
        File.Move(temporary, path, overwrite: true);
    }

    public void Delete() => File.Delete(path);

    /// <param name="Pid">The AppHost's process.</param>
    /// <param name="State">Starting, Running, Failed or Stopping.</param>
    /// <param name="Started">When the AppHost was started.</param>
    /// <param name="Data">The data folder.</param>
    /// <param name="Studio">The first address meant for people.</param>
    /// <param name="Failure">Why it could not start.</param>
    /// <param name="Resources">What it runs.</param>
    internal sealed record ApplicationState(
        int Pid, string State, DateTime Started, string Data, string? Studio, string? Failure, IReadOnlyList<ResourceState> Resources);

    /// <param name="Name">The resource's name; of its replicas, with their number.</param>
    /// <param name="Type">Project, Executable, Container, ….</param>
    /// <param name="State">One of the known resource states.</param>
    /// <param name="Health">Healthy, Unhealthy or Degraded.</param>
    /// <param name="Pid">Its process.</param>
    /// <param name="Endpoint">Where it listens.</param>
    /// <param name="Log">Its log file.</param>
    /// <param name="Restarts">How often it died and was started again.</param>
    /// <param name="ExitCode">How its last process ended.</param>
    /// <param name="Message">What is wrong with it.</param>
    internal sealed record ResourceState(
        string Name, string Type, string State, string? Health, int? Pid, string? Endpoint, string? Log, int Restarts, int? ExitCode, string? Message);
}
