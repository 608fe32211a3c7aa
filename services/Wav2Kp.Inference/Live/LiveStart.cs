using System.Text.Json;
using System.Text.Json.Serialization;
using Wav2Kp.Contracts;

namespace Wav2Kp.Inference.Live;

/// <summary>The first message of a session: what is listened with, and what will come.</summary>
internal sealed record LiveStart
{
    /// <summary>The longest first message, bytes.</summary>
    public const int MaxLength = 4096;

    private static readonly JsonSerializerOptions s_json = new(ContractJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary><c>start</c>.</summary>
    public required string Type { get; init; }

    /// <summary>A model's name or its identifier.</summary>
    public required string Model { get; init; }

    /// <summary>The version of the model of that name; null: the one in production, or else the newest.</summary>
    public int? Version { get; init; }

    /// <summary>Samples per second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples that belong to one moment; they are averaged.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>How a sample is written: <c>f32le</c> or <c>s16le</c>.</summary>
    public string Encoding { get; init; } = PcmFormat.Float;

    /// <summary>Whose face moves; null: coordinates in the recipe's own space.</summary>
    public FaceChoice? Face { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="LiveException">It is no such message.</exception>
    public static LiveStart Parse(ReadOnlySpan<byte> json)
    {
        LiveStart start;
        try
        {
            start = JsonSerializer.Deserialize<LiveStart>(json, s_json) ?? throw Wrong("it is null.");
        }
        catch (JsonException exception)
        {
            string? field = exception.Path is { Length: > 2 } path ? path[2..] : null;
            throw Wrong(field is null
                ? "it lacks a field, has one that is unknown or twice, or is not JSON."
                : $"the field '{field}' is unknown or of the wrong kind.");
        }
        if (start.Type != "start")
        {
            throw Wrong($"its type is '{start.Type}'.");
        }
        if (start.Face is { } face && (face.Kind == FaceKind.Video != face.VideoId is not null || face.Kind == FaceKind.Portrait != face.UploadId is not null))
        {
            throw Wrong("a face of the kind 'video' has a 'videoId', one of the kind 'portrait' an 'uploadId', and 'mean' neither.");
        }
        return start;
    }

    private static LiveException Wrong(string why) => new(
        "wrong-start",
        $"The first message must be text such as {{\"type\":\"start\",\"model\":\"NAME\",\"sampleRate\":16000,\"channels\":1,\"encoding\":\"f32le\"}}: {why}");

    /// <summary>Whose face moves.</summary>
    public sealed record FaceChoice
    {
        /// <summary>Which kind of face.</summary>
        public required FaceKind Kind { get; init; }

        /// <summary>The clip, for <see cref="FaceKind.Video"/>.</summary>
        public Guid? VideoId { get; init; }

        /// <summary>The uploaded picture, for <see cref="FaceKind.Portrait"/>.</summary>
        public Guid? UploadId { get; init; }
    }
}
