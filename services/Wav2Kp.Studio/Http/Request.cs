using System.Text.Json;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Http;

/// <summary>Checks of what requests hold.</summary>
internal static class Request
{
    public const int DefaultLimit = 50;
    private const int MaxLimit = 1000;
    private const int MaxOffset = 1_000_000_000;
    private const int MaxFileName = 255;
    private const int MaxName = 200;
    private const int MaxPriority = 100;

    public static int Limit(int? limit) => limit switch
    {
        null => DefaultLimit,
        >= 0 and <= MaxLimit => limit.Value,
        _ => throw ApiException.Field("limit", $"limit lies between 0 and {MaxLimit}; it is {limit}."),
    };

    public static int Offset(int? offset) => offset switch
    {
        null => 0,
        >= 0 and <= MaxOffset => offset.Value,
        _ => throw ApiException.Field("offset", $"offset is 0 or above; it is {offset}."),
    };

    public static int Priority(int priority) => priority is >= -MaxPriority and <= MaxPriority ? priority
        : throw ApiException.Field("priority", $"priority lies between -{MaxPriority} and {MaxPriority}; it is {priority}.");

    /// <summary>A value of an enumeration in a query, as the API spells it.</summary>
    public static T? Word<T>(string parameter, string? value) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(value))
            return null;
        foreach (var candidate in Enum.GetValues<T>())
            if (string.Equals(JsonNamingPolicy.CamelCase.ConvertName(candidate.ToString()), value, StringComparison.OrdinalIgnoreCase))
                return candidate;
        string known = string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));
        throw ApiException.Field(parameter, $"{parameter} is one of {known}; it is '{value}'.");
    }

    /// <summary>The name of an uploaded file: no folders, nothing that a file system or a terminal would take for something else.</summary>
    public static string FileName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw ApiException.Field("name", "The query lacks the file's name: ?name=FILE.");
        if (name.AsSpan().IndexOfAny('/', '\\') >= 0 || name is "." or ".." || !IsText(name))
            throw ApiException.Field("name", "The name must be that of a file, without folders and control characters.");
        return name.Length <= MaxFileName ? name
            : throw ApiException.Field("name", $"The name is {name.Length} characters long; at most {MaxFileName} are kept.");
    }

    /// <summary>A name that a user gives; null when there is none.</summary>
    public static string? Name(string field, string? name)
    {
        string? trimmed = name?.Trim();
        if (string.IsNullOrEmpty(trimmed))
            return null;
        if (trimmed.Length > MaxName)
            throw ApiException.Field(field, $"{field} is {trimmed.Length} characters long; at most {MaxName} are kept.");
        return IsText(trimmed) ? trimmed : throw ApiException.Field(field, $"{field} holds control characters.");
    }

    public static string? IdempotencyKey(string? key) => string.IsNullOrWhiteSpace(key) ? null
        : key.Length <= MaxName && IsText(key) ? key
        : throw ApiException.Bad("wrong-idempotency-key", $"The header Idempotency-Key is text of at most {MaxName} characters.");

    private static bool IsText(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return false;
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
                return false;
        }
        return true;
    }
}
