using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Media;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Wav2Kp.Studio.BrowserTests;

/// <summary>What people do in the console, done in a real browser with the real platform.</summary>
[TestCaseOrderer(typeof(InDeclaredOrder))]
public sealed partial class ConsoleTests(ConsoleFixture console)
{
    // a machine with much else to do is no failure
    private const float Patience = 240_000;

    private static readonly LocatorAssertionsToBeVisibleOptions s_visible = new() { Timeout = Patience };
    private static readonly LocatorAssertionsToHaveCountOptions s_count = new() { Timeout = Patience };
    private static readonly LocatorAssertionsToHaveTextOptions s_text = new() { Timeout = Patience };
    private static readonly LocatorAssertionsToContainTextOptions s_contains = new() { Timeout = Patience };
    private static readonly LocatorAssertionsToBeEnabledOptions s_enabled = new() { Timeout = Patience };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_visit()
    {
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage page = visitor.Page;
        await visitor.GoAsync("/");
        await Expect(page).ToHaveTitleAsync("Wav2Kp Studio");
        await Expect(page.GetByText("No jobs yet")).ToBeVisibleAsync(s_visible);
        foreach (string service in (string[])["postgres", "messaging", "ingest", "features", "landmarks", "trainer", "inference", "studio"])
        {
            await Expect(page.Locator($"#service-{service} .state")).ToContainTextAsync("Running", s_contains);
        }
        await visitor.PictureAsync("overview");
        // by the keyboard: the first stop leads to the content
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#content")).ToBeFocusedAsync();

        // every page says what is missing and how to get it
        foreach ((string title, string says) in new[]
        {
            ("Clips", "No clips yet"), ("Datasets", "No datasets yet"), ("Jobs", "No jobs"), ("Experiments", "No runs yet"), ("Models", "No models yet"), ("Animate", "There is no model yet"), ("Live", "wav2kp-live-100"),
        })
        {
            await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();
            await Expect(page.Locator("main")).ToContainTextAsync(says, s_contains);
            await visitor.PictureAsync(title);
        }
        await page.GetByRole(AriaRole.Link, new() { Name = "Wav2Kp Studio" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "log of ingest" }).ClickAsync();
        await Expect(page.Locator(".log")).ToContainTextAsync("Now listening on", s_contains);
        await visitor.PictureAsync("log");
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task Ten_clips_are_uploaded_and_become_an_animation()
    {
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage page = visitor.Page;
        await visitor.GoAsync("/clips");
        await page.Locator("#files").SetInputFilesAsync(ConsoleFixture.Clips(0, 10));
        await Expect(page.Locator(".uploads").GetByText("here", new() { Exact = true })).ToHaveCountAsync(10, s_count);
        ILocator begun = page.GetByText("Their extraction has begun").GetByRole(AriaRole.Link);
        await Expect(begun).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("uploaded");
        await begun.ClickAsync();
        await visitor.PictureAsync("extraction");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("succeeded", s_text);
        await Expect(page.Locator("main")).ToContainTextAsync("10 ready", s_contains);
        await visitor.PictureAsync("extracted");

        await visitor.GoAsync("/clips?state=ready");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(10, s_count);
        await page.Locator("tbody .title a").First.ClickAsync();
        await Expect(page.Locator(".frame")).ToContainTextAsync("mouth", s_contains);
        // browsers do not play MPEG-1
        await Expect(page.Locator(".note")).ToContainTextAsync("This is a copy", s_contains);
        await page.Locator("canvas.track").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator(".frame")).ToContainTextAsync("frame 1 of 75", s_contains);
        await visitor.PictureAsync("clip");

        await visitor.GoAsync("/datasets");
        await page.GetByLabel("Name; an existing dataset gets a further version").FillAsync("ten");
        await page.GetByRole(AriaRole.Button, new() { Name = "Build" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(DatasetPage(), new() { Timeout = Patience });
        await Expect(page.Locator("main")).ToContainTextAsync("ten", s_contains);
        await visitor.PictureAsync("dataset");

        await visitor.GoAsync($"/train?dataset={page.Url.Split('/')[^1]}");
        await page.Locator("[data-path='training.epochs']").FillAsync("none");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Expect(page.Locator(".field-error").First).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("no training");
        await page.Locator("[data-path='training.epochs']").FillAsync("2");
        await page.Locator("[data-path='window.placement']").FillAsync("trailing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        // two groups that do not go together: told beside the one that was changed
        await Expect(page.Locator(".field:has(> [data-path='window.placement']) .field-error")).ToContainTextAsync("'network.bidirectional' is true", s_contains);
        await page.Locator("[data-path='window.placement']").FillAsync("centred");
        visitor.Expect("Failed to load resource");
        await page.Locator("#experiment").FillAsync("first");
        await page.Locator("#name").FillAsync("first model");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(RunPage(), new() { Timeout = Patience });
        await visitor.PictureAsync("training");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("succeeded", s_text);
        await visitor.PictureAsync("trained");

        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "first model", Exact = true }).ClickAsync();
        await visitor.PictureAsync("model");
        await page.GetByRole(AriaRole.Link, new() { Name = "Animate with it" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(AnimatePage());
        await visitor.GoAsync(new Uri(page.Url).PathAndQuery);
        await page.GetByRole(AriaRole.Button, new() { Name = "Animate", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Choose the speech first").First).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("nothing to say yet");
        await page.Locator("#audio").SetInputFilesAsync(console.Voice);
        await page.GetByLabel("the face of a clip, beside its true frames").CheckAsync();
        await visitor.PictureAsync("animate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Animate", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(JobPage(), new() { Timeout = Patience });
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("succeeded", s_text);
        await Expect(page.Locator("video")).ToBeVisibleAsync(s_visible);
        await PlaysAsync(page.Locator("video"));
        foreach (string file in (string[])["preview.mp4", "keypoints.csv", "keypoints.safetensors", "keypoints.json"])
        {
            IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = file, Exact = true }).ClickAsync());
            download.SuggestedFilename.ShouldBe(file);
            (await download.FailureAsync()).ShouldBeNull();
        }
        await visitor.PictureAsync("animation");
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task A_clip_that_failed_is_understood_and_retried()
    {
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage page = visitor.Page;
        string name = "lost.mpg", clip = Path.Combine(console.Files, name), silent = Path.Combine(console.Files, "no video.mp4");
        File.Copy(ConsoleFixture.Clips(40, 1)[0], clip);
        await File.WriteAllTextAsync(silent, "This is no video.", Cancel);

        await visitor.GoAsync("/clips");
        await page.GetByLabel("extract features and landmarks when they are here").UncheckAsync();
        await page.Locator("#files").SetInputFilesAsync([clip, silent]);
        await Expect(page.Locator(".uploads").GetByText("here", new() { Exact = true })).ToHaveCountAsync(2, s_count);
        // a disk is lost, say
        ClipOutcome lost = (await console.Workspace.ListClipsAsync(Cancel)).Single(c => c.Name == name);
        Directory.Delete(Path.Combine(console.Data, "objects", "clips", Guid.Parse(lost.Id).ToString("N")), recursive: true);
        await page.GetByRole(AriaRole.Checkbox, new() { Name = name }).CheckAsync(new() { Timeout = Patience });
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "no video.mp4" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Extract chosen" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(JobPage(), new() { Timeout = Patience });
        string job = page.Url;
        await Expect(page.Locator("main")).ToContainTextAsync("upload the video again, then retry the job", s_contains);
        await Expect(page.Locator(".head").GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("why");

        await visitor.GoAsync("/clips?state=rejected");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2, s_count);
        await visitor.PictureAsync("rejected");
        await page.GetByRole(AriaRole.Link, new() { Name = "no video.mp4" }).ClickAsync();
        await Expect(page.Locator("main .error").First).ToBeVisibleAsync(s_visible);
        // it cannot be shown either, and the browser says so
        visitor.Expect("Failed to load resource");
        await visitor.PictureAsync("no video");

        // what the message asked for
        await visitor.GoAsync("/clips");
        await page.GetByLabel("extract features and landmarks when they are here").UncheckAsync();
        await page.Locator("#files").SetInputFilesAsync(clip);
        await Expect(page.Locator(".uploads li").GetByText("was here already")).ToBeVisibleAsync(s_visible);
        await visitor.GoAsync(new Uri(job).AbsolutePath);
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("1 ready", s_contains);
        await visitor.PictureAsync("retried");
        await visitor.GoAsync($"/clips/{lost.Id}");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("ready", s_text);
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task Two_runs_are_compared()
    {
        ConsoleFixture.Trained trained = await console.TrainedAsync();
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage page = visitor.Page;
        await visitor.GoAsync("/runs");
        await page.GetByLabel("Filter").FillAsync("experiment = 'browser'");
        await page.GetByLabel("Filter").PressAsync("Enter");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2, s_count);
        await visitor.PictureAsync("runs");
        foreach (string run in (string[])["Compare wav2kp quick", "Compare wav2kp-live-0 quick"])
        {
            await page.GetByRole(AriaRole.Checkbox, new() { Name = run, Exact = true }).CheckAsync();
        }
        await page.Locator("#compare").GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Compare 2 runs" })).ToBeVisibleAsync(s_visible);
        await Expect(page.Locator(".sides")).ToContainTextAsync("network.bidirectional", s_contains);
        await Expect(page.Locator(".sides")).ToContainTextAsync("mouth_r");
        await Expect(page.Locator("#curves svg").First).ToBeVisibleAsync(s_visible);
        await Expect(page.Locator("#previews video")).ToHaveCountAsync(2, s_count);
        await page.GetByRole(AriaRole.Button, new() { Name = "Play all" }).ClickAsync();
        foreach (ILocator video in await page.Locator("#previews video").AllAsync())
        {
            await PlayedAsync(video);
        }
        await visitor.PictureAsync("compared");
        trained.Default.RunId.ShouldNotBe(trained.Live.RunId);

        // a filter that makes no sense is told where
        await visitor.GoAsync("/runs");
        await page.GetByLabel("Filter").FillAsync("metrics.mouth_r >");
        await page.GetByLabel("Filter").PressAsync("Enter");
        await Expect(page.Locator("#filter-error")).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("wrong filter");
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task Live_speech_moves_a_face()
    {
        ConsoleFixture.Trained trained = await console.TrainedAsync();
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage page = visitor.Page;
        await visitor.GoAsync("/live");
        await visitor.PictureAsync("before");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Model" })).ToContainTextAsync("looks 0 ms ahead");
        // by the keyboard alone
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop" })).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await Expect(page.Locator("[data-figure=frames]")).ToHaveTextAsync(SeveralFrames(), new() { Timeout = 60_000 });
        await visitor.PictureAsync("speaking");
        byte[] first = await page.Locator("canvas.points").ScreenshotAsync();
        await page.WaitForTimeoutAsync(1_500);
        (await page.Locator("canvas.points").ScreenshotAsync()).ShouldNotBe(first, "the face moves");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("body").ClickAsync(new() { Position = new() { X = 5, Y = 5 } });
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByText("What was said")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await visitor.PictureAsync("what was said");
        foreach (string figure in (string[])["drawn-median", "drawn-p99", "trip-median", "trip-p99", "compute-median", "compute-p99"])
        {
            string text = await page.Locator($"[data-figure={figure}]").InnerTextAsync();
            TestContext.Current.SendDiagnosticMessage("{0}: {1} ms", figure, text);
            double.Parse(text, CultureInfo.InvariantCulture).ShouldBeGreaterThan(0, figure);
        }
        visitor.ShouldBeContent();

        // the recorded sound, animated as a whole, gives what was streamed
        Dictionary<string, string> files = [];
        foreach (string kind in (string[])["wav", "csv", "json", "safetensors"])
        {
            IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator($"[data-file={kind}]").ClickAsync());
            files[kind] = Path.Combine(console.Files, $"live-{download.SuggestedFilename}");
            await download.SaveAsAsync(files[kind]);
        }
        AnimationOutcome animation = await console.Workspace.AnimateAsync(
            new AnimationRequest(trained.Live.ModelId, files["wav"]), Path.Combine(console.Files, "whole"), new ConsoleFixture.Silent(), Cancel);
        SafetensorsFile whole = SafetensorsFile.Read(animation.Files.Single(file => file.EndsWith("keypoints.safetensors", StringComparison.Ordinal)));
        SafetensorsFile live = SafetensorsFile.Read(files["safetensors"]);
        float[] expected = whole.Tensors["points"].As<float>().ToArray(), streamed = live.Tensors["points"].As<float>().ToArray();
        streamed.Length.ShouldBe(expected.Length);
        streamed.Zip(expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(0.05f, "px");
        live.Tensors["timestamps"].As<double>().ToArray().ShouldBe(whole.Tensors["timestamps"].As<double>().ToArray());
        (await File.ReadAllLinesAsync(files["csv"], Cancel)).Length.ShouldBe(1 + (streamed.Length / 136));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(files["json"], Cancel));
        json.RootElement.GetProperty("points").EnumerateArray().SelectMany(frame => frame.EnumerateArray()).SelectMany(point => point.EnumerateArray()).Select(value => value.GetSingle())
            .SequenceEqual(streamed).ShouldBeTrue("the same numbers");
        using JsonDocument wholeJson = JsonDocument.Parse(await File.ReadAllTextAsync(animation.Files.Single(file => file.EndsWith("keypoints.json", StringComparison.Ordinal)), Cancel));
        string[] fields = [.. wholeJson.RootElement.EnumerateObject().Select(field => field.Name)];
        json.RootElement.EnumerateObject().Select(field => field.Name).Except(["model", "lookAheadMs"]).ShouldBe(fields);
        foreach (string field in fields.Except(["audio", "points"]))
        {
            json.RootElement.GetProperty(field).GetRawText().ShouldBe(wholeJson.RootElement.GetProperty(field).GetRawText(), field);
        }
    }

    [Fact]
    public async Task Live_speech_moves_a_portrait()
    {
        ConsoleFixture.Trained trained = await console.TrainedAsync();
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage page = visitor.Page;
        await visitor.GoAsync($"/live?model={trained.Live.ModelId}");
        await page.Locator("select[name=face]").SelectOptionAsync("portrait");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(page.GetByText("Choose a picture first.")).ToBeVisibleAsync(s_visible);
        await page.Locator("#live-portrait").SetInputFilesAsync(await console.PortraitAsync());
        await Expect(page.GetByText("portrait.png")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(page.Locator("[data-figure=frames]")).ToHaveTextAsync(SeveralFrames(), new() { Timeout = Patience });
        await visitor.PictureAsync("speaking");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.GetByText("What was said")).ToBeVisibleAsync(s_visible);

        // a picture without a face is told so
        await page.Locator("#live-portrait").SetInputFilesAsync(new FilePayload { Name = "nobody.png", MimeType = "image/png", Buffer = await visitor.EmptyPictureAsync() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(page.GetByText("No face was found")).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("nobody");
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task Live_speech_says_why_it_does_not_go_on()
    {
        await console.TrainedAsync();
        await using (Visitor refusing = await Visitor.OpenAsync(console))
        {
            await refusing.Page.AddInitScriptAsync("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))");
            await refusing.GoAsync("/live");
            await refusing.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
            await Expect(refusing.Page.GetByText("The browser refuses the microphone")).ToBeVisibleAsync(s_visible);
            await refusing.PictureAsync("refused");
            refusing.ShouldBeContent();
        }
        await using Visitor visitor = await Visitor.OpenAsync(console);
        TaskCompletionSource<IWebSocketRoute> session = new();
        await visitor.Page.RouteWebSocketAsync("**/api/v1/live", route =>
        {
            route.ConnectToServer();
            session.TrySetResult(route);
        });
        await visitor.GoAsync("/live");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(visitor.Page.Locator("[data-figure=frames]")).ToHaveTextAsync(SeveralFrames(), new() { Timeout = Patience });
        await (await session.Task.WaitAsync(Cancel)).CloseAsync(new() { Code = 3001, Reason = "cut" });
        await Expect(visitor.Page.GetByText("The connection was closed (3001).")).ToBeVisibleAsync(s_visible);
        // what came until then is not lost
        await Expect(visitor.Page.GetByText("keypoints.csv")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Start" })).ToBeEnabledAsync(s_enabled);
        await visitor.PictureAsync("broken");
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task An_upload_whose_connection_breaks_goes_on_by_itself()
    {
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage page = visitor.Page;
        visitor.Expect("Failed to load resource");
        string path = await console.LargeVideoAsync("large.mkv");
        long length = new FileInfo(path).Length;
        length.ShouldBeGreaterThan(3 * (8 << 20), "so that it goes in four pieces or more");
        // the second piece and the fourth request for one are cut off; after that the network is away until somebody plugs it in again
        int pieces = 0;
        bool isAway = false;
        System.Collections.Concurrent.ConcurrentQueue<string> offsets = [];
        await page.RouteAsync("**/api/v1/video-uploads/*", async route =>
        {
            bool isPiece = route.Request.Method == "PATCH";
            if (isPiece && !Volatile.Read(ref isAway))
            {
                offsets.Enqueue(route.Request.Headers["upload-offset"]);
                int number = Interlocked.Increment(ref pieces);
                if (number == 2)
                {
                    await route.AbortAsync("connectionreset");
                    return;
                }
                Volatile.Write(ref isAway, number == 4);
            }
            await (Volatile.Read(ref isAway) ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        });

        await visitor.GoAsync("/clips");
        await page.GetByLabel("extract features and landmarks when they are here").UncheckAsync();
        await page.Locator("#files").SetInputFilesAsync(path);
        ILocator row = page.Locator(".uploads li").Filter(new() { HasText = "large.mkv" });
        await Expect(row).ToContainTextAsync("cannot be reached: is Wav2Kp running? Trying again", s_contains);
        Volatile.Read(ref isAway).ShouldBeTrue();
        double done = await row.Locator("progress").EvaluateAsync<double>("bar => bar.value");
        done.ShouldBeInRange(0.01, 0.99);
        await visitor.PictureAsync("broken");
        Volatile.Write(ref isAway, false);
        await Expect(row.GetByText("here", new() { Exact = true })).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("here");
        // each went on where the one before it ended, and none that was there was sent again
        string[] whole = [.. offsets.Distinct()];
        whole.Select(long.Parse).ShouldBe(Enumerable.Range(0, whole.Length).Select(i => (long)i * (8 << 20)));
        offsets.Count.ShouldBe(whole.Length + 2);

        await row.GetByRole(AriaRole.Link, new() { Name = "large.mkv" }).ClickAsync();
        await Expect(page.Locator("main h1")).ToContainTextAsync("large.mkv", s_contains);
        string clip = page.Url.Split('/')[^1];
        byte[] there = await console.DownloadAsync($"/api/v1/videos/{clip}/files/source");
        byte[] sent = await File.ReadAllBytesAsync(path, Cancel);
        there.AsSpan().SequenceEqual(sent).ShouldBeTrue("what is there is what was sent");
        await console.Workspace.Studio.DeleteAsync($"videos/{clip}", Cancel);
        // whoever looks at it is told
        await Expect(page.Locator("main")).ToContainTextAsync("There is no video", s_contains);
        await visitor.PictureAsync("gone");
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task What_others_do_shows_on_open_pages()
    {
        ConsoleFixture.Trained trained = await console.TrainedAsync();
        Guid model = Guid.Parse(trained.Default.ModelId);
        await using Visitor visitor = await Visitor.OpenAsync(console);
        IPage clips = visitor.Page, datasets = await visitor.AnotherAsync(), models = await visitor.AnotherAsync(), one = await visitor.AnotherAsync();
        string file = Path.Combine(console.Files, "of somebody.mpg");
        File.Copy(ConsoleFixture.Clips(50, 1)[0], file);
        await clips.GotoAsync("/clips");
        await datasets.GotoAsync("/datasets");
        await models.GotoAsync("/models");
        await one.GotoAsync($"/models/{model}");

        Contracts.Api.Video clip = (await console.Workspace.UploadAsync([new ClipSource(file)], new ConsoleFixture.Silent(), Cancel))[0];
        await Expect(clips.Locator($"#clip-{clip.Id}")).ToBeVisibleAsync(s_visible);
        await visitor.PictureAsync("a clip");
        await console.Workspace.Studio.DeleteAsync($"videos/{clip.Id}", Cancel);
        await Expect(clips.Locator($"#clip-{clip.Id}")).ToHaveCountAsync(0, s_count);

        await datasets.BringToFrontAsync();
        DatasetOutcome dataset = await console.Workspace.CreateDatasetAsync(new DatasetRequest("of somebody", [trained.Clip.Id], 1, 0, 0), Cancel);
        await Expect(datasets.Locator($"#dataset-{dataset.Id}")).ToBeVisibleAsync(s_visible);
        await console.Workspace.Studio.DeleteAsync($"datasets/{dataset.Id}", Cancel);
        await Expect(datasets.Locator($"#dataset-{dataset.Id}")).ToHaveCountAsync(0, s_count);

        foreach (string stage in (string[])["production", "candidate"])
        {
            await console.Workspace.Studio.PatchAsync<Contracts.Api.Model>($"models/{model}", new { stage }, Cancel);
            await models.BringToFrontAsync();
            await Expect(models.GetByRole(AriaRole.Row).Filter(new() { Has = models.Locator($"a[href='/models/{model}']") }).Locator(".state")).ToHaveTextAsync(stage, s_text);
            await one.BringToFrontAsync();
            await Expect(one.Locator("h1 .state")).ToHaveTextAsync(stage, s_text);
            await Expect(one.Locator("#stage select")).ToHaveValueAsync(stage, new() { Timeout = Patience });
        }
        visitor.ShouldBeContent();
    }

    [Fact]
    public async Task A_clip_that_failed_is_retried_on_the_command_line()
    {
        string file = Path.Combine(console.Files, "lost too.mpg");
        File.Copy(ConsoleFixture.Clips(41, 1)[0], file);
        string id = (await console.Workspace.UploadAsync([new ClipSource(file)], new ConsoleFixture.Silent(), Cancel))[0].Id.ToString();
        Directory.Delete(Path.Combine(console.Data, "objects", "clips", Guid.Parse(id).ToString("N")), recursive: true);
        foreach (bool isThere in (bool[])[false, true])
        {
            if (isThere)
            {
                // what the reason asks for
                await console.Workspace.UploadAsync([new ClipSource(file)], new ConsoleFixture.Silent(), Cancel);
            }
            (int code, string output, string error) = await console.RunAsync("clips", "retry", id, "--wait", "--json");
            code.ShouldBe(isThere ? 0 : 1, error);
            JsonElement clip = JsonDocument.Parse(output).RootElement.EnumerateArray().ShouldHaveSingleItem();
            clip.GetProperty("state").GetString().ShouldBe(isThere ? "ready" : "rejected", output);
            (clip.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() : null).ShouldSatisfyAllConditions(
                r => (r is null).ShouldBe(isThere), r => (r?.Contains("upload the video again", StringComparison.Ordinal) ?? true).ShouldBeTrue(r));
        }
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task Every_page_can_be_used_at_a_desk_and_on_a_telephone_in_light_and_dark(int width, bool dark)
    {
        ConsoleFixture.Trained trained = await console.TrainedAsync();
        await using Visitor visitor = await Visitor.OpenAsync(console, width, dark, $"Every page at {width}");
        IPage page = visitor.Page;
        await visitor.GoAsync("/");
        string[] listed = await page.Locator("nav a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        string job = (await console.Workspace.Studio.GetAllAsync<Contracts.Api.Job>("jobs", 1, Cancel))[0].Id.ToString();
        foreach (string path in (string[])
        [
            "/", .. listed, $"/clips/{trained.Clip.Id}", $"/jobs/{job}", $"/runs/{trained.Live.RunId}", $"/compare?run={trained.Default.RunId}&run={trained.Live.RunId}",
            $"/models/{trained.Live.ModelId}", $"/datasets/{trained.Dataset.Id}", "/train", "/services/studio",
        ])
        {
            await visitor.GoAsync(path);
            await visitor.PictureAsync(path == "/" ? "overview" : path.Split('?')[0].Split('/')[1] + (path.Contains('-', StringComparison.Ordinal) ? ", one" : ""));
            string[] wide = await page.EvaluateAsync<string[]>(
                """
                () => document.documentElement.scrollWidth <= innerWidth ? [] :
                  [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.cloneNode().outerHTML)
                """);
            wide.ShouldBeEmpty($"{path} at {width} px");
            // labels of charts lie within their charts (but for the line's height above and below its letters) and do not touch each other
            string[] cut = await page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('.chart svg')].flatMap(chart => {
                  const room = chart.getBoundingClientRect(), labels = [...chart.querySelectorAll('text')].map(e => ({ text: e.textContent, box: e.getBoundingClientRect() }));
                  const outside = labels.filter(({ box }) => box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 4 || box.bottom > room.bottom + 4);
                  const touching = labels.filter(({ box }, i) => i && box.left < labels[i - 1].box.right && Math.abs(box.top - labels[i - 1].box.top) < 2 && labels[i - 1].box.left < box.right);
                  return [...outside, ...touching].map(({ text }) => `${chart.getAttribute('aria-label')}: ${text}`);
                })
                """);
            cut.ShouldBeEmpty($"{path} at {width} px");
            (await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor")).ShouldBe(dark ? "rgb(16, 20, 26)" : "rgb(244, 245, 247)");
            // whoever does not see has a name for all that can be worked with
            string[] nameless = await page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea')].filter(e => !e.closest('[aria-hidden=true]'))
                  .filter(e => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label') || e.title)).map(e => e.outerHTML)
                """);
            nameless.ShouldBeEmpty(path);
        }
        visitor.ShouldBeContent();
    }

    // as somebody who presses play
    private static async Task PlaysAsync(ILocator video)
    {
        await video.EvaluateAsync("video => video.play()");
        await PlayedAsync(video);
    }

    private static Task PlayedAsync(ILocator video) =>
        video.EvaluateAsync("video => new Promise((resolve, reject) => { const look = () => video.error ? reject(new Error(video.error.message)) : video.currentTime > 0.2 ? resolve() : setTimeout(look, 50); look(); })");

    [GeneratedRegex(@"^([5-9]\d|\d{3,})$")]
    private static partial Regex SeveralFrames();

    [GeneratedRegex("/animate\\?")]
    private static partial Regex AnimatePage();

    [GeneratedRegex("/jobs/[0-9a-f-]{36}$")]
    private static partial Regex JobPage();

    [GeneratedRegex("/datasets/[0-9a-f-]{36}$")]
    private static partial Regex DatasetPage();

    [GeneratedRegex("/runs/[0-9a-f-]{36}$")]
    private static partial Regex RunPage();
}
