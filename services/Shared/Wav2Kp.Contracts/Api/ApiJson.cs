using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>How the API writes and reads JSON.</summary>
public static class ApiJson
{
    /// <summary>camelCase names, enumerations as camelCase words, no comments; shared and read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Puts the API's rules into <paramref name="options"/>.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null; // parameter, metric and tag names stay as they are
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // quotes and letters as they are: JSON is never put into HTML here
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
