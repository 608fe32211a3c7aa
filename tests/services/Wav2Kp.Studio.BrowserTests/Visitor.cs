using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Shouldly;

namespace Wav2Kp.Studio.BrowserTests;

/// <summary>Somebody who works in the console: whatever the pages ask for, and whatever the browser complains about, is kept.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private static readonly string s_results = Path.Combine(RepositoryRoot(), ".wav2kp", "tests", "screenshots");

    private readonly IBrowserContext _context;
    private readonly string _name;
    private readonly ConcurrentQueue<string> _complaints = [], _outside = [];
    private readonly List<string> _expected = [];
    private int _pictures;

    private Visitor(IBrowserContext context, IPage page, string name) => (_context, Page, _name) = (context, page, name);

    public IPage Page { get; }

    /// <summary>Takes the pictures of an earlier run away.</summary>
    public static void ForgetPictures()
    {
        if (Directory.Exists(s_results))
        {
            Directory.Delete(s_results, recursive: true);
        }
    }

    /// <summary>Opens a window of their own.</summary>
    /// <param name="console">The console.</param>
    /// <param name="width">px.</param>
    /// <param name="dark">Whether they like it dark.</param>
    /// <param name="name">What their pictures are called.</param>
    public static async Task<Visitor> OpenAsync(ConsoleFixture console, int width = 1280, bool dark = false, [CallerMemberName] string name = "")
    {
        IBrowserContext context = await console.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = console.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Permissions = ["microphone"],
            AcceptDownloads = true,
        });
        // a slow machine is no failure
        context.SetDefaultTimeout(120_000);
        Visitor visitor = new(context, await context.NewPageAsync(), name);
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: not ("data" or "blob") } asked && asked.Authority != console.Address.Authority)
            {
                visitor._outside.Enqueue(request.Url);
            }
        };
        visitor.Page.WebSocket += (_, socket) =>
        {
            if (new Uri(socket.Url).Authority != console.Address.Authority)
            {
                visitor._outside.Enqueue(socket.Url);
            }
        };
        visitor.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                visitor._complaints.Enqueue($"{message.Text} ({visitor.Page.Url})");
            }
        };
        visitor.Page.PageError += (_, error) => visitor._complaints.Enqueue($"{error} ({visitor.Page.Url})");
        return visitor;
    }

    /// <summary>Something that the browser will complain about is meant to happen.</summary>
    public void Expect(string complaint) => _expected.Add(complaint);

    /// <summary>Another tab of the same window.</summary>
    public Task<IPage> AnotherAsync() => _context.NewPageAsync();

    /// <summary>Goes to a page; returns when its parts have come to life.</summary>
    public async Task GoAsync(string path)
    {
        IResponse response = (await Page.GotoAsync(path)).ShouldNotBeNull();
        response.Status.ShouldBe(200, path);
        await Page.WaitForFunctionAsync("() => document.readyState === 'complete' && [...document.querySelectorAll('[data-module]')].every(part => part.getAttribute('data-started') === 'yes')");
    }

    /// <summary>Keeps a picture of the whole page.</summary>
    public async Task PictureAsync(string what)
    {
        Directory.CreateDirectory(s_results);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(s_results, $"{_name} {++_pictures} {what}.png"), FullPage = true });
    }

    /// <summary>A picture of nobody: of the page's own header.</summary>
    public Task<byte[]> EmptyPictureAsync() => Page.Locator("header").ScreenshotAsync();

    /// <summary>Nothing may have been asked of others, and the browser may have nothing to complain about.</summary>
    public void ShouldBeContent()
    {
        _outside.ShouldBeEmpty();
        _complaints.Where(complaint => !_expected.Any(complaint.Contains)).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Wav2Kp.sln")))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException($"No Wav2Kp.sln above {AppContext.BaseDirectory}: the tests run from a checkout.");
    }
}
