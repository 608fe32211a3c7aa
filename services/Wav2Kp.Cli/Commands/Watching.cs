using System.CommandLine;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>--watch</c>: the same again and again until Ctrl-C.</summary>
internal static class Watching
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>The option.</summary>
    public static Option<bool> Option() => new("--watch", "-w") { Description = "Show it again whenever it changes, until Ctrl-C; with --json one document a line" };

    /// <summary>Shows what is read once, or again whenever it is something else.</summary>
    /// <param name="context">The command's.</param>
    /// <param name="watch">Whether to go on.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="show">Shows it.</param>
    /// <param name="isOver">Whether it changes no more.</param>
    /// <param name="cancellationToken">Ctrl-C: the end of a watch, not a failure.</param>
    public static async Task<T> ShowAsync<T>(CommandContext context, bool watch, Func<Task<T>> read, Action<T> show, Func<T, bool>? isOver, CancellationToken cancellationToken)
    {
        T value = await read();
        if (!watch)
        {
            show(value);
            return value;
        }
        string last = "";
        try
        {
            while (true)
            {
                string now = System.Text.Json.JsonSerializer.Serialize(value, Contracts.Api.ApiJson.Options);
                if (now != last)
                {
                    last = now;
                    if (context.Terminal.Json)
                    {
                        context.Terminal.JsonLine(value);
                    }
                    else
                    {
                        context.Terminal.Clear();
                        show(value);
                    }
                }
                if (isOver?.Invoke(value) == true)
                {
                    return value;
                }
                await Task.Delay(s_pause, cancellationToken);
                value = await read();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return value;
        }
    }
}
