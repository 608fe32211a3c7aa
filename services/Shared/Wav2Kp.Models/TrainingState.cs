using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>Where a training stands between two epochs.</summary>
internal sealed class TrainingState
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Where a checkpoint says how large its training's batches are.</summary>
    public const string BatchSizeKey = "batchSize";

    public int Epoch { get; set; }

    public long Step { get; set; }

    public int BestEpoch { get; set; }

    public double BestLoss { get; set; } = double.PositiveInfinity;

    public bool StoppedEarly { get; set; }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>The batch size of a checkpoint's training; null: it does not say.</summary>
    public static int? BatchSizeOf(SafetensorsFile checkpoint) =>
        checkpoint.Metadata.TryGetValue(BatchSizeKey, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0 ? size : null;

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
