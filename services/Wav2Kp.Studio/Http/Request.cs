using System.Text.Json;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Http;

/// <summary>Checks of what requests hold.</summary>
internal static class Request
{
    public const int DefaultLimit = 50;
    public const string IdempotencyHeader = "Idempotency-Key";
    private const int MaxLimit = 1000;
    private const int MaxOffset = 1_000_000_000;
    private const int MaxFileName = 255;
    private const int MaxName = 200;
    private const int MaxPriority = 100;
    private const int MaxTags = 100;

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
        : throw ApiException.Bad("wrong-idempotency-key", $"The header {IdempotencyHeader} is text of at most {MaxName} characters.");

    /// <summary>The tags that a user gives a run.</summary>
    public static Dictionary<string, string> Tags(IReadOnlyDictionary<string, string>? tags) => Pairs("tags", tags, MaxTags, value => Name("tags", value));

    /// <summary>The tags that a user gives a clip: names, each once.</summary>
    public static string[] Labels(string field, IReadOnlyList<string> labels)
    {
        if (labels.Count > MaxTags)
            throw ApiException.Field(field, $"There are at most {MaxTags} {field}; these are {labels.Count}.");
        return [.. labels.Select(l => Name(field, l) ?? throw ApiException.Field(field, $"One of the {field} is empty.")).Distinct()];
    }

    /// <summary>Names and values that a user gives.</summary>
    /// <param name="field">Where they stand in the request.</param>
    /// <param name="pairs">They; null for none.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="check">Gives a value as it is kept; null for an empty one.</param>
    public static Dictionary<string, string> Pairs(string field, IReadOnlyDictionary<string, string>? pairs, int most, Func<string, string?> check)
    {
        if (pairs?.Count > most)
            throw ApiException.Field(field, $"There are at most {most} {field}; these are {pairs.Count}.");
        var kept = new Dictionary<string, string>();
        foreach ((string key, string value) in pairs ?? kept)
        {
            string name = Name(field, key) ?? throw ApiException.Field(field, $"One of the {field} has no name.");
            if (!kept.TryAdd(name, check(value) ?? ""))
                throw ApiException.Field(field, $"'{name}' is among the {field} twice.");
        }
        return kept;
    }

    /// <summary>A text of some length that a user writes, such as a run's notes: lines are kept, other control characters are refused.</summary>
    public static string? Text(string field, string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (text.Length > most)
            throw ApiException.Field(field, $"{field} is {text.Length} characters long; at most {most} are kept.");
        return IsText(text.Replace("\r\n", " ").Replace('\n', ' ').Replace('\t', ' ')) ? text : throw ApiException.Field(field, $"{field} holds control characters.");
    }

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
