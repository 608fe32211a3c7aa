using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wav2Kp.Models;

/// <summary>Where a training stands between two epochs.</summary>
internal sealed class TrainingState
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public int Epoch { get; set; }

    public long Step { get; set; }

    public int BestEpoch { get; set; }

    public double BestLoss { get; set; } = double.PositiveInfinity;

    public bool StoppedEarly { get; set; }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    public static TrainingState FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(json, s_json) ?? throw new InvalidDataException("The checkpoint's state is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The checkpoint's state cannot be read: {exception.Message}", exception);
        }
    }
}
