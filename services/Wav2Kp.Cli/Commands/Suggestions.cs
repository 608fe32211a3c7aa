using System.CommandLine.Completions;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary>
/// Values from the platform for the shell's completion: fetched while somebody waits at the keyboard, so within a short time or not at all.
/// </summary>
internal static class Suggestions
{
    private const int Most = 50;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Identifiers of what a list holds, with names beside them.</summary>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Ids(string path) => context =>
        Items(context, $"{path}{(path.Contains('?') ? '&' : '?')}limit={Most}").Select(i => Item(Text(i, "id"), Text(i, "name")));

    /// <summary>The names of models.</summary>
    public static IEnumerable<CompletionItem> Models(CompletionContext context) => Items(context, $"models?limit={Most}").Select(i => Text(i, "name")).Distinct().Select(n => Item(n));

    /// <summary>The names of datasets.</summary>
    public static IEnumerable<CompletionItem> Datasets(CompletionContext context) => Items(context, $"datasets?limit={Most}").Select(i => Text(i, "name")).Distinct().Select(n => Item(n));

    /// <summary>The services that have a log.</summary>
    public static IEnumerable<CompletionItem> Services(CompletionContext context) =>
        Ask(context, "services") is { ValueKind: JsonValueKind.Array } services ? services.EnumerateArray().Where(s => s.GetProperty("hasLog").GetBoolean()).Select(s => Item(Text(s, "name"))) : [];

    /// <summary>How a filter of runs or clips could go on.</summary>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Filter(string of) => context =>
    {
        string text = context.WordToComplete;
        if (Ask(context, $"filters/{of}/complete?text={Uri.EscapeDataString(text)}") is not { ValueKind: JsonValueKind.Object } answer)
        {
            return [];
        }
        string before = text[..Math.Min(text.Length, answer.GetProperty("from").GetInt32())];
        return answer.GetProperty("items").EnumerateArray().Select(i => Item(before + Text(i, "text")));
    };

    private static CompletionItem Item(string text, string? detail = null) => new(text, detail: detail);

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    private static IEnumerable<JsonElement> Items(CompletionContext context, string path) =>
        Ask(context, path) is { ValueKind: JsonValueKind.Object } page && page.TryGetProperty("items", out JsonElement items) ? items.EnumerateArray() : [];

    private static JsonElement? Ask(CompletionContext context, string path)
    {
        try
        {
            Uri address = PlatformAddress.Find(context.ParseResult.GetValue(GlobalOptions.Api), context.ParseResult.GetValue(GlobalOptions.Data)?.FullName);
            using HttpClient http = new() { BaseAddress = new Uri(address, "/api/v1/"), Timeout = s_patience };
            if (Environment.GetEnvironmentVariable("WAV2KP_TOKEN") is { Length: > 0 } token)
            {
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }
            return Task.Run(() => http.GetFromJsonAsync<JsonElement>(path)).GetAwaiter().GetResult();
        }
        // no platform, or a slow one: there is nothing to offer, and the keyboard is not kept waiting
        catch (Exception exception) when (exception is CliException or HttpRequestException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }
}
