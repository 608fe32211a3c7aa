using System.Net;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

public sealed class FilterTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task The_fields_of_filters_are_listed_with_their_comparisons_and_values()
    {
        await RunAsync();
        var runs = await GetAsync<FilterField[]>("filters/runs");
        var status = runs.Single(f => f.Name == "status");
        status.Values.ShouldContain("succeeded");
        status.Operators.ShouldContain("not in");
        runs.Single(f => f.Name == "metrics.NAME").Names.ShouldContain("mouth_r");
        runs.Single(f => f.Name == "metrics.NAME").Operators.ShouldNotContain("like");
        (await GetAsync<FilterField[]>("filters/clips")).Select(f => f.Name).ShouldContain("quality");
        (await ProblemAsync(HttpMethod.Get, "filters/jobs", null, HttpStatusCode.NotFound)).Detail!.ShouldContain("runs and clips");
    }

    [Fact]
    public async Task A_filter_is_completed_by_fields_comparisons_and_the_values_that_there_are()
    {
        var run = await RunAsync(rate: "it's 5");
        await ChangeAsync(c => c.AddAsync(new RunMetricLatest { RunId = run.Id, Key = "odd name", Step = 1, Epoch = 1, Value = 1, At = DateTimeOffset.UtcNow }, Cancellation).AsTask());
        (await TextsAsync("runs", "metrics.mou")).ShouldBe(["metrics.mouth_r"]);
        (await TextsAsync("runs", "metrics.\"odd")).ShouldContain("metrics.\"odd name\"");
        (await TextsAsync("runs", "status = 'f")).ShouldBe(["'failed'"]);
        (await TextsAsync("runs", "params.optimizer.learningRate = 'it''")).ShouldBe(["'it''s 5'"]);
        (await TextsAsync("runs", "metrics.mouth_r >")).ShouldBeEmpty();
        (await TextsAsync("runs", "metrics.mouth_r > 5 o")).ShouldBe(["or"]);
        (await TextsAsync("runs", "name = ''' union select 1 --")).ShouldBeEmpty();
        var clip = await Server.AddClipAsync();
        await ChangeAsync(c => c.Clips.Where(x => x.Id == clip.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Speaker, "quéntin").SetProperty(x => x.Tags, new[] { "quoll", "x" }), Cancellation));
        (await TextsAsync("clips", "speaker = 'QUÉ")).ShouldBe(["'quéntin'"]);
        (await TextsAsync("clips", "length > 3 and tags in ('quo")).ShouldBe(["'quoll'"]);
        var whole = await GetAsync<FilterCompletion>($"filters/runs/complete?text={Uri.EscapeDataString("name = 'x' and st")}&position=17");
        whole.From.ShouldBe(15);
        whole.Items[0].Text.ShouldBe("status");
        (await ProblemAsync(HttpMethod.Get, "filters/runs/complete?text=a&position=2", null, HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("position");
    }

    [Fact]
    public async Task Clips_are_listed_by_a_filter_and_in_an_order()
    {
        string speaker = $"s {Guid.NewGuid():N}";
        var clips = new List<Clip>();
        foreach (string tag in new[] { "a", "b", "c" })
        {
            var clip = await Server.AddClipAsync($"{tag}.mp4");
            await ChangeAsync(c => c.Clips.Where(x => x.Id == clip.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Speaker, speaker).SetProperty(x => x.Tags, new[] { tag }), Cancellation));
            clips.Add(clip);
        }
        string filter = Uri.EscapeDataString($"speaker = '{speaker}' and tags != 'b'");
        var page = await GetAsync<Page<Video>>($"videos?filter={filter}&order=name desc&state=ready");
        page.Items.Select(v => v.Name).ShouldBe(["c.mp4", "a.mp4"]);
        page.Total.ShouldBe(2);
        (await GetAsync<Page<Video>>($"videos?filter={filter}&state=failed")).Total.ShouldBe(0);
        TextOf(await PageAsync($"/clips?filter={filter}&order=name")).ShouldContain("2 clips");
        var problem = await ProblemAsync(HttpMethod.Get, "videos?filter=qualty > 1", null, HttpStatusCode.BadRequest);
        problem.Detail!.ShouldContain("Did you mean quality?");
        problem.Position.ShouldBe(0);
        string html = await PageAsync("/clips?filter=quality > 'x'");
        html.ShouldContain("id=\"filter-error\"");
        TextOf(html).ShouldContain("quality is a number");
    }

    private async Task<IEnumerable<string>> TextsAsync(string of, string text) =>
        (await GetAsync<FilterCompletion>($"filters/{of}/complete?text={Uri.EscapeDataString(text)}")).Items.Select(i => i.Text);
}
