using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Wav2Kp.Cli.Output;

/// <summary>
/// Where a command writes: results to standard output (tables for people, one JSON document with <c>--json</c>),
/// progress and messages to standard error.
/// </summary>
internal sealed class Terminal(bool json)
{
    internal static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // states are words, as the API writes them
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions s_line = new(JsonOptions) { WriteIndented = false };

    private readonly IAnsiConsole _out = Create(Console.Out, Console.IsOutputRedirected);
    private readonly IAnsiConsole _error = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether results are written as JSON.</summary>
    public bool Json { get; } = json;

    /// <summary>Writes the result: the value as JSON, or the picture that <paramref name="forPeople"/> draws of it.</summary>
    public void Result<T>(T value, Action<IAnsiConsole> forPeople)
    {
        if (Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));
        }
        else
        {
            forPeople(_out);
        }
    }

    /// <summary>Writes a value as JSON on one line.</summary>
    public void JsonLine<T>(T value)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(value, s_line));
        Console.Out.Flush();
    }

    /// <summary>Writes a line of markup to standard output.</summary>
    public void Write(string markup) => _out.MarkupLine(markup);

    /// <summary>Begins a screen anew, where standard output is one.</summary>
    public void Clear()
    {
        if (!Console.IsOutputRedirected)
        {
            _out.Clear();
        }
    }

    /// <summary>Writes the result as JSON, or as a table.</summary>
    public void Table<T>(IReadOnlyCollection<T> rows, string whenEmpty, params (string Title, Func<T, object?> Cell)[] columns) =>
        Result(rows, console =>
        {
            if (rows.Count == 0)
            {
                console.MarkupLineInterpolated($"[grey]{whenEmpty}[/]");
                return;
            }
            console.Write(TableOf(rows, columns));
        });

    /// <summary>A table without heavy borders; numbers to the right.</summary>
    public static Table TableOf<T>(IEnumerable<T> rows, params (string Title, Func<T, object?> Cell)[] columns)
    {
        Table table = new() { Border = TableBorder.Simple };
        T[] all = [.. rows];
        foreach ((string title, Func<T, object?> cell) in columns)
        {
            TableColumn column = new(new Text(title, new Style(decoration: Decoration.Bold)));
            table.AddColumn(all.Length > 0 && all.All(r => cell(r) is null or double or int or long) ? column.RightAligned() : column);
        }
        foreach (T row in all)
        {
            table.AddRow(columns.Select(c => new Text(Format(c.Cell(row)))));
        }
        return table;
    }

    /// <summary>A sentence for the person at the terminal.</summary>
    public void Note(FormattableString text) => _error.MarkupLineInterpolated(text);

    /// <summary>A failure, as a sentence or as JSON, on standard error.</summary>
    public void Error(string message)
    {
        if (Json)
        {
            Console.Error.WriteLine(JsonSerializer.Serialize(new { error = message }, JsonOptions));
        }
        else
        {
            _error.MarkupLineInterpolated($"[red]error:[/] {message}");
        }
    }

    /// <summary>Runs a stage and shows how far it is: a bar on a terminal, else a line from time to time.</summary>
    public async Task<T> StageAsync<T>(string title, Func<IProgress<StageProgress>, Task<T>> work)
    {
        if (!_error.Profile.Out.IsTerminal)
        {
            LineProgress lines = new(title);
            T plain = await work(lines);
            lines.Finish();
            return plain;
        }
        return await _error.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: 1);
                BarProgress bar = new(task, title);
                T result = await work(bar);
                task.Value = 1;
                task.Description = Markup.Escape(title);
                return result;
            });
    }

    // colours are for people: a file or a pipe gets plain text, and no line is broken to fit a terminal that is not there
    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = 400;
        }
        return console;
    }

    internal static string Format(object? value) => value switch
    {
        null => "–",
        double d when double.IsNaN(d) => "–",
        double d when Math.Abs(d) is >= 100 or 0 => d.ToString("0"),
        double d => d.ToString("0.###"),
        DateTimeOffset t => t.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss"),
        TimeSpan s => s.ToString(s.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss"),
        _ => value.ToString() ?? "",
    };

    private sealed class BarProgress(ProgressTask task, string title) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            task.Value = Math.Max(task.Value, Math.Clamp(value.Fraction, 0, 1));
            task.Description = Markup.Escape(value.Detail is null ? title : $"{title}: {value.Detail}");
        }
    }

    /// <summary>For logs and pipes: a line at the start, every few seconds when something moved, and at the end.</summary>
    private sealed class LineProgress(string title) : IProgress<StageProgress>
    {
        private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
        private readonly long _start = System.Diagnostics.Stopwatch.GetTimestamp();
        private readonly Lock _lock = new();
        private TimeSpan _next = s_interval;

        public void Report(StageProgress value)
        {
            lock (_lock)
            {
                TimeSpan elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(_start);
                if (elapsed >= _next)
                {
                    _next = elapsed + s_interval;
                    Console.Error.WriteLine($"{title}: {value.Fraction:P0}{(value.Detail is null ? "" : $", {value.Detail}")}");
                }
            }
        }

        public void Finish() => Console.Error.WriteLine($"{title}: done in {System.Diagnostics.Stopwatch.GetElapsedTime(_start).TotalSeconds:0.0} s");
    }
}
