using System.CommandLine;
using System.Diagnostics;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>open</c>: a page of the console.</summary>
internal static class OpenCommand
{
    private static readonly string[] s_pages = ["overview", "clips", "datasets", "jobs", "runs", "models", "animate", "live"];

    public static Command Create()
    {
        Argument<string> page = new("page") { Description = $"{string.Join(", ", s_pages)}, or the beginning of an address such as runs/ID", DefaultValueFactory = _ => "overview" };
        page.CompletionSources.Add(s_pages);
        return new Command("open", "Open a page of the console in the browser; where there is none its address is printed") { page }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Uri address = AddressOf(platform.Studio.Address, context.Get(page));
            bool opened = !context.Terminal.Json && Start(address);
            context.Terminal.Result(new { address, opened }, console => console.Profile.Out.Writer.WriteLine(address));
        });
    }

    /// <summary>The address of a page.</summary>
    /// <exception cref="CliException">The console has no such page.</exception>
    internal static Uri AddressOf(Uri studio, string page)
    {
        string path = page.Trim('/');
        string first = path.Split('/', '?')[0];
        if (path is "" or "overview")
        {
            return new Uri(studio, "/");
        }
        return s_pages.Contains(first) || first is "services" or "compare"
            ? new Uri(studio, "/" + path)
            : throw new CliException($"The console has no page '{page}': there are {string.Join(", ", s_pages)}.", ExitCodes.Usage);
    }

    // xdg-open where there is a desktop
    private static bool Start(Uri address)
    {
        if (Environment.GetEnvironmentVariable("DISPLAY") is null or "" && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null or "")
        {
            return false;
        }
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo("xdg-open", [address.ToString()]) { RedirectStandardError = true, RedirectStandardOutput = true });
            return browser is not null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program: the address is printed
        }
    }
}
