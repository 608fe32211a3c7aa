using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>logs</c>: what services write.</summary>
internal static class LogsCommand
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        Argument<string[]> services = new("service") { Description = "The services; default: all", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        services.CompletionSources.Add(Suggestions.Services);
        Option<bool> follow = new("--follow", "-f") { Description = "Go on with what is written until Ctrl-C" };
        Option<string?> level = new("--level") { Description = "The least grave level: trce, dbug, info, warn, fail or crit", HelpName = "LEVEL" };
        level.AcceptOnlyFromAmong("trce", "dbug", "info", "warn", "fail", "crit");
        Option<string?> search = new("--search") { Description = "Only entries that hold this text", HelpName = "TEXT" };
        Option<int> limit = new("--limit") { Description = "At most this many entries of each, the newest", DefaultValueFactory = _ => 50, HelpName = "N" };
        return new Command("logs", "What services write into their logs") { services, follow, level, search, limit }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            string[] names = context.Get(services) is { Length: > 0 } named
                ? named
                : [.. (await platform.Studio.GetAsync<ServiceInfo[]>("services", cancellationToken)).Where(s => s.HasLog).Select(s => s.Name)];
            string query = string.Concat(new[] { ("level", context.Get(level)), ("search", context.Get(search)) }.Where(p => p.Item2 is not null).Select(p => $"&{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
            Dictionary<string, string?> places = names.ToDictionary(n => n, _ => (string?)null);
            try
            {
                await ReadAsync();
            }
            catch (OperationCanceledException) when (context.Get(follow) && cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C is how following ends
            }

            async Task ReadAsync()
            {
                do
                {
                    foreach (string name in names)
                    {
                        LogPage page;
                        do
                        {
                            string place = places[name] is { } after ? $"&after={Uri.EscapeDataString(after)}" : "";
                            page = await platform.Studio.GetAsync<LogPage>($"services/{Uri.EscapeDataString(name)}/logs?limit={context.Get(limit)}{query}{place}", cancellationToken);
                            bool began = places[name] is null;
                            places[name] = page.Next;
                            foreach (LogEntry entry in page.Items)
                            {
                                Write(context, name, entry, names.Length > 1);
                            }
                            if (began)
                            {
                                break; // the newest, not all that there ever was
                            }
                        }
                        while (page.HasMore);
                    }
                    if (context.Get(follow))
                    {
                        await Task.Delay(s_pause, cancellationToken);
                    }
                }
                while (context.Get(follow));
            }
        });
    }

    // one JSON document a line, since there may be no end
    private static void Write(CommandContext context, string service, LogEntry entry, bool named)
    {
        if (context.Terminal.Json)
        {
            context.Terminal.JsonLine(new { service, entry.Level, entry.Text });
            return;
        }
        string style = entry.Level switch { "warn" => "yellow", "fail" or "crit" => "red", _ => "default" };
        context.Terminal.Write($"{(named ? $"[grey]{Markup.Escape(service)}[/] " : "")}[{style}]{Markup.Escape(entry.Text)}[/]");
    }
}
