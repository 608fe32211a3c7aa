using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Wav2Kp.Objects;

/// <summary>How objects are named. The key of whatever a step makes holds the hash of what it was made from.</summary>
public static class ObjectKeys
{
    private const int MaximumLength = 512;

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>
    /// SHA-256, in lower-case hex, of what determines a step's result: the same four values give the same hash on any machine.
    /// </summary>
    /// <param name="step">The step's name.</param>
    /// <param name="version">The version of the step's code; it changes when the results do.</param>
    /// <param name="inputs">Hashes of the inputs, by role (<c>source</c>, <c>audio</c>, <c>network</c>); their order does not matter.</param>
    /// <param name="parameters">The step's parameters; members are put in ordinal order first, so that their order does not matter.</param>
    public static string StepHash(
        string step, string version, IEnumerable<KeyValuePair<string, string>> inputs, JsonElement? parameters = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(step);
        ArgumentException.ThrowIfNullOrEmpty(version);
        ArgumentNullException.ThrowIfNull(inputs);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("inputs");
            foreach ((string role, string hash) in inputs.OrderBy(i => i.Key, StringComparer.Ordinal))
            {
                writer.WriteString(role, hash);
            }
            writer.WriteEndObject();
            writer.WritePropertyName("parameters");
            WriteCanonical(writer, parameters);
            writer.WriteString("step", step);
            writer.WriteString("version", version);
            writer.WriteEndObject();
        }
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>The hash of one input and a parameters object of any type.</summary>
    public static string StepHash<TParameters>(string step, string version, string input, TParameters parameters) =>
        StepHash(step, version, [KeyValuePair.Create("source", input)], JsonSerializer.SerializeToElement(parameters, JsonSerializerOptions.Web));

    /// <summary>What the keys of a clip's files start with.</summary>
    public static string ClipPrefix(Guid clip) => $"clips/{clip:N}/";

    /// <summary>A clip's source as uploaded: <c>clips/{clip}/source{ext}</c>.</summary>
    public static string ClipSource(Guid clip, string extension) => $"clips/{clip:N}/source{Extension(extension)}";

    /// <summary>The keypoints of a clip that came with it rather than from a detector.</summary>
    public static string ClipKnownLandmarks(Guid clip, string sha256) => $"clips/{clip:N}/known/{sha256}.safetensors";

    /// <summary>Something made from a clip: <c>clips/{clip}/{hash}/{file}</c>.</summary>
    public static string ClipFile(Guid clip, string hash, string file) => Checked($"clips/{clip:N}/{hash}/{file}");

    /// <summary>A 16 kHz audio track.</summary>
    public static string ClipAudio(Guid clip, string hash) => ClipFile(clip, hash, "audio.wav");

    /// <summary>Speech features.</summary>
    public static string ClipFeatures(Guid clip, string hash) => ClipFile(clip, hash, "features.safetensors");

    /// <summary>Facial keypoints.</summary>
    public static string ClipLandmarks(Guid clip, string hash) => ClipFile(clip, hash, "landmarks.safetensors");

    /// <summary>Face crops.</summary>
    public static string ClipFaces(Guid clip, string hash) => ClipFile(clip, hash, "faces.tar");

    /// <summary>Worst and median frames with their points.</summary>
    public static string ClipContactSheet(Guid clip, string hash) => ClipFile(clip, hash, "contact-sheet.jpg");

    /// <summary>A copy of a clip for people to look at, of those in <see cref="ClipDerivedFiles"/>: <c>clips/{clip}/look/{file}</c>.</summary>
    public static string ClipDerived(Guid clip, string file) => Checked($"clips/{clip:N}/look/{file}");

    /// <summary>A file of a model: <c>models/{model}/{file}</c>.</summary>
    public static string ModelFile(Guid model, string file) => Checked($"{ModelPrefix(model)}{file}");

    /// <summary>What the keys of a model's files start with.</summary>
    public static string ModelPrefix(Guid model) => $"models/{model:N}/";

    /// <summary>A checkpoint of a run: <c>runs/{run}/checkpoints/{file}</c>.</summary>
    public static string RunCheckpoint(Guid run, string file) => Checked($"{RunCheckpointPrefix(run)}{file}");

    /// <summary>What the keys of a run's checkpoints start with.</summary>
    public static string RunCheckpointPrefix(Guid run) => $"runs/{run:N}/checkpoints/";

    /// <summary>Another file of a run: <c>runs/{run}/{file}</c>.</summary>
    public static string RunFile(Guid run, string file) => Checked($"runs/{run:N}/{file}");

    /// <summary>A file of an animation: <c>renders/{job}/{file}</c>.</summary>
    public static string Render(Guid job, string file) => Checked($"renders/{job:N}/{file}");

    /// <summary>A piece of a video that is uploaded: <c>incoming/{upload}/{at}-{piece}</c>.</summary>
    public static string VideoPiece(Guid upload, long at, Guid piece) => Checked($"{VideoPiecePrefix(upload)}{at:D14}-{piece:N}");

    /// <summary>What the keys of an upload's pieces start with.</summary>
    public static string VideoPiecePrefix(Guid upload) => $"incoming/{upload:N}/";

    /// <summary>An uploaded audio file or picture: <c>uploads/{sha256}{ext}</c>.</summary>
    public static string Upload(string sha256, string extension) => Checked($"uploads/{sha256}{Extension(extension)}");

    /// <summary>
    /// A file name's extension as it may stand in a key: its dot and up to ten letters or digits in lower case, or nothing.
    /// </summary>
    public static string Extension(string? fileNameOrExtension)
    {
        string extension = Path.GetExtension(fileNameOrExtension ?? "").ToLowerInvariant();
        return extension.Length is > 1 and <= 11 && extension.AsSpan(1).ContainsAnyExcept(s_alphanumeric) is false ? extension : "";
    }

    /// <summary>The key itself, if it is well formed.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Checked(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Length > MaximumLength)
        {
            throw new ArgumentException($"An object key has {MaximumLength} characters at most; this one has {key.Length}.", nameof(key));
        }
        foreach (Range part in key.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> span = key.AsSpan(part);
            if (span.IsEmpty || span.ContainsAnyExcept(s_allowed) || !span.ContainsAnyExcept('.'))
            {
                throw new ArgumentException(
                    $"'{key}' is not an object key: parts joined by '/', each of ASCII letters, digits, '.', '_' and '-', and not dots alone.", nameof(key));
            }
        }
        return key;
    }

    private static readonly SearchValues<char> s_alphanumeric = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private static void WriteCanonical(Utf8JsonWriter writer, JsonElement? element)
    {
        if (element is not { } value || value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
            return;
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteCanonical(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    WriteCanonical(writer, item);
                }
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                // PostgreSQL's jsonb keeps a number's value but not its spelling (1e3 comes back as 1000).
                if (value.TryGetDecimal(out decimal number))
                {
                    writer.WriteRawValue(number.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture));
                }
                else
                {
                    writer.WriteNumberValue(value.GetDouble());
                }
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
