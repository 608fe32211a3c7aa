using System.Text.Json;

namespace Wav2Kp.Benchmarks;

/// <summary>What the Python script printed: one JSON object, stage to figures.</summary>
internal sealed class PeerFigures(JsonElement root)
{
    /// <summary>A figure, null where the script gives none.</summary>
    public double? this[string stage, string figure] =>
        Root.TryGetProperty(stage, out JsonElement figures) && figures.ValueKind == JsonValueKind.Object
        && figures.TryGetProperty(figure, out JsonElement value) && value.TryGetDouble(out double number) && number > 0
            ? number
            : null;

    /// <summary>Everything that it printed.</summary>
    public JsonElement Root { get; } = root;
}
