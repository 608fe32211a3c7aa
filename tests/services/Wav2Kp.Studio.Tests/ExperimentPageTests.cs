using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Runs;
using Wav2Kp.Studio.Runs;

namespace Wav2Kp.Studio.Tests;

public sealed partial class ExperimentPageTests(StudioServer server) : ConsoleTest(server)
{
    private const string Nasty = "<script>alert('x')</script> & \"quoted\"";

    [Fact]
    public async Task Runs_are_listed_with_the_columns_that_are_chosen()
    {
        string experiment = $"list {Guid.NewGuid():N}";
        var run = await RunAsync("first", experiment, mouth: 0.8125);
        string filter = Uri.EscapeDataString($"experiment = '{experiment}'");
        string text = TextOf(await PageAsync($"/runs?filter={filter}&col=metrics.mouth_r&col=params.optimizer.learningRate"));
        text.ShouldContain("1 run");
        text.ShouldContain("first");
        text.ShouldContain("0.8125");
        text.ShouldContain("0.001");
        string html = await PageAsync($"/runs?filter={filter}");
        html.ShouldContain($"href=\"/runs/{run.Id}\"");
        html.ShouldContain($"<input type=\"checkbox\" name=\"run\" value=\"{run.Id}\"");
    }

    [Fact]
    public async Task A_wrong_filter_is_told_beside_its_field()
    {
        string html = await PageAsync("/runs?filter=" + Uri.EscapeDataString("statuz = '<b>'"));
        html.ShouldContain("aria-describedby=\"filter-error\"");
        html.ShouldContain("aria-invalid=\"true\"");
        TextOf(html).ShouldContain("Did you mean status?");
        html.ShouldContain("value=\"statuz = &#x27;&lt;b&gt;&#x27;\"");
        html.ShouldNotContain("<table");
        html = await PageAsync("/runs?order=" + Uri.EscapeDataString("mouth_r desc"));
        html.ShouldContain("id=\"order-error\"");
        html.ShouldNotContain("id=\"filter-error\"");
    }

    [Fact]
    public async Task A_click_on_a_head_sorts_and_another_turns_it_round()
    {
        string experiment = $"sort {Guid.NewGuid():N}";
        foreach (var (name, value) in new[] { ("low", 0.1), ("high", 0.9), ("mid", 0.5) })
            await RunAsync(name, experiment, value);
        string address = "/runs?filter=" + Uri.EscapeDataString($"experiment = '{experiment}'");
        Names(await PageAsync(address)).ShouldBe(["mid", "high", "low"]);
        string html = await PageAsync(SortLink(await PageAsync(address), "mouth_r"));
        Names(html).ShouldBe(["high", "mid", "low"]);
        html.ShouldContain("aria-sort=\"descending\"");
        Names(await PageAsync(SortLink(html, "mouth_r"))).ShouldBe(["low", "mid", "high"]);
    }

    [Fact]
    public async Task A_long_list_is_paged_without_a_gap()
    {
        string experiment = $"long {Guid.NewGuid():N}";
        await ChangeAsync(catalog =>
        {
            var row = new Experiment { Name = experiment };
            catalog.Add(row);
            for (int i = 0; i < 120; i++)
                catalog.Add(new Run { ExperimentId = row.Id, Name = $"r{i:000}", Status = JobState.Succeeded, CreatedAt = DateTimeOffset.UtcNow.AddSeconds(-i) });
            return Task.CompletedTask;
        });
        string address = "/runs?filter=" + Uri.EscapeDataString($"experiment = '{experiment}'");
        var names = new List<string>();
        for (int pages = 1; ; pages++)
        {
            string html = await PageAsync(address);
            names.AddRange(Names(html));
            var next = NextLink().Match(html);
            if (!next.Success)
            {
                pages.ShouldBe(3);
                break;
            }
            address = WebUtility.HtmlDecode(next.Groups[1].Value);
        }
        names.ShouldBe(Enumerable.Range(0, 120).Select(i => $"r{i:000}"));
        // a page beyond the end is no failure
        TextOf(await PageAsync(address + "9")).ShouldContain("No run passes this filter");
        await PageAsync("/runs?page=-3");
        await PageAsync("/runs?page=many");
    }

    [Fact]
    public async Task A_run_shows_its_figures_curves_parameters_and_recipe()
    {
        var run = await RunAsync("shown");
        string html = await PageAsync($"/runs/{run.Id}?x=time&smooth=0.6");
        string text = TextOf(html);
        text.ShouldContain("mouth_r 0.5");
        text.ShouldContain("optimizer.learningRate 0.001");
        html.ShouldContain("aria-label=\"loss by time: train_loss from 1 to 0.05\"");
        PathData().Matches(html).Count.ShouldBe(2); // smoothed and as it is
        string recipe = WebUtility.HtmlDecode(Recipe().Match(html).Groups[1].Value);
        JsonDocument.Parse(recipe).RootElement.GetProperty("training").GetProperty("epochs").GetInt32().ShouldBe(7);
        html.ShouldContain($"data-live=\"runs jobs\" data-live-of=\"{run.Id} {run.JobId}\"");
    }

    [Theory]
    [InlineData("smooth=2", "Smoothing lies between 0 and 0.99")]
    [InlineData("smooth=<b>", "Smoothing lies between 0 and 0.99")]
    [InlineData("from=x", "A step is a whole number")]
    [InlineData("from=9&to=3", "comes after the last")]
    public async Task A_wrong_view_of_curves_is_told_beside_its_fields(string query, string says)
    {
        string html = await PageAsync($"/runs/{(await RunAsync()).Id}?{query}");
        html.ShouldContain("class=\"field-error\"");
        TextOf(html).ShouldContain(says);
        html.ShouldContain("<svg");
    }

    [Fact]
    public async Task Curves_are_read_thinly_and_only_where_they_are_asked_for()
    {
        var run = await RunAsync(points: 3000);
        string whole = PathData().Match(await PageAsync($"/runs/{run.Id}")).Groups[1].Value;
        whole.Count(c => c is 'M' or 'L').ShouldBe(400);
        string part = PathData().Match(await PageAsync($"/runs/{run.Id}?from=100&to=109")).Groups[1].Value;
        part.Count(c => c is 'M' or 'L').ShouldBe(10);
        string none = await PageAsync($"/runs/{run.Id}?from=100000");
        none.ShouldNotContain("<path");
        TextOf(none).ShouldContain("No metric has more than one value among these steps.");
    }

    [Fact]
    public async Task Text_from_users_is_shown_as_text()
    {
        var run = await RunAsync(Nasty, Nasty + Guid.NewGuid());
        await ChangeAsync(async catalog =>
        {
            catalog.Add(new RunTag { RunId = run.Id, Key = Nasty, Value = Nasty });
            catalog.Add(new RunParam { RunId = run.Id, Key = Nasty, Value = Nasty });
            catalog.Add(new RunMetricLatest { RunId = run.Id, Key = Nasty, Step = 1, Epoch = 1, Value = 1, At = DateTimeOffset.UtcNow });
            await catalog.Runs.Where(r => r.Id == run.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Notes, Nasty), Cancellation);
        });
        string column = Uri.EscapeDataString("metrics." + Nasty);
        foreach (string address in new[] { $"/runs/{run.Id}", $"/runs?col={column}&col=notes", "/", $"/compare?run={run.Id}&run={(await RunAsync()).Id}", $"/jobs/{run.JobId}" })
        {
            string html = await PageAsync(address);
            html.ShouldNotContain("<script>alert");
            TextOf(html).ShouldContain("<script>alert('x')</script>");
        }
        // the head of such a column sorts by it
        Names(await PageAsync(SortLink(await PageAsync($"/runs?col={column}"), WebUtility.HtmlEncode(Nasty).Replace("&#39;", "&#x27;", StringComparison.Ordinal)))).First().ShouldBe(Nasty);
    }

    [Fact]
    public async Task Runs_are_compared_by_what_differs()
    {
        var (one, two) = (await RunAsync("one", mouth: 0.4, rate: "0.001"), await RunAsync("two", mouth: 0.6, rate: "0.002"));
        string html = await PageAsync($"/compare?run={one.Id}&run={two.Id}&log=1");
        string differing = TextOf(html[html.IndexOf("Parameters that differ", StringComparison.Ordinal)..html.IndexOf("alike", StringComparison.Ordinal)]);
        differing.ShouldContain("optimizer.learningRate 0.001 0.002");
        differing.ShouldNotContain("recipe");
        TextOf(html).ShouldContain("0.6 (best)");
        PathData().Matches(html).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "0 are chosen")]
    [InlineData("?run=11111111-1111-1111-1111-111111111111", "1 is chosen")]
    [InlineData("?run=a&run=b", "'a' is no run's identifier")]
    [InlineData("?run=11111111-1111-1111-1111-111111111111&run=21111111-1111-1111-1111-111111111111", "There is no run 11111111")]
    [InlineData("?run=1&run=2&run=3&run=4&run=5&run=6&run=7", "7 are chosen")]
    public async Task A_wrong_comparison_is_told(string query, string says)
    {
        string html = await PageAsync("/compare" + query);
        html.ShouldContain("role=\"alert\"");
        TextOf(html).ShouldContain(says);
    }

    [Theory]
    [InlineData("metrics.mouth_r")]
    [InlineData("params.optimizer.learningRate")]
    [InlineData("tags.odd key")]
    [InlineData("tags.it's \"so\"")]
    [InlineData("metrics.5")]
    [InlineData("params.ü-x/y")]
    [InlineData("notes")]
    public void A_column_is_named_as_filters_name_it(string column)
    {
        RunColumns.IsColumn(column).ShouldBeTrue();
        Should.NotThrow(() => RunFilter.Parse($"{RunColumns.Field(column)} is not null and name = {Wav2Kp.Studio.Filters.FilterReader.Quote("it's")}"));
        Should.NotThrow(() => RunFilter.Order(RunColumns.Field(column) + " desc"));
    }

    [Fact]
    public async Task A_run_s_files_are_downloaded()
    {
        var run = await RunAsync();
        await Server.Objects.PutAsync($"runs/{run.Id}/evaluation.json", new MemoryStream("{}"u8.ToArray()), Cancellation);
        await ChangeAsync(c => c.AddAsync(new RunArtifact { RunId = run.Id, Name = "evaluation.json", Kind = "evaluation", ObjectKey = $"runs/{run.Id}/evaluation.json", Bytes = 2 }, Cancellation).AsTask());
        string html = await PageAsync($"/runs/{run.Id}");
        html.ShouldContain($"href=\"/api/v1/runs/{run.Id}/artifacts/evaluation.json\"");
        (await Server.Http.GetStringAsync($"/api/v1/runs/{run.Id}/artifacts/evaluation.json", Cancellation)).ShouldBe("{}");
        (await ProblemAsync(HttpMethod.Get, $"runs/{run.Id}/artifacts/..%2Fx", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_deleted_run_is_out_of_sight_and_can_be_brought_back()
    {
        string experiment = $"gone {Guid.NewGuid():N}";
        var run = await RunAsync("gone", experiment);
        (await PageAsync($"/runs/{run.Id}")).ShouldContain($"data-api=\"DELETE\" action=\"/api/v1/runs/{run.Id}\"");
        (await Server.Http.DeleteAsync($"runs/{run.Id}", Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
        await PageAsync($"/runs/{run.Id}", HttpStatusCode.NotFound);
        string html = await PageAsync($"/runs?deleted={run.Id}&filter=" + Uri.EscapeDataString($"experiment = '{experiment}'"));
        Names(html).ShouldBeEmpty();
        html.ShouldContain($"action=\"/api/v1/runs/{run.Id}/restore\"");
        (await Server.Http.PostAsync($"runs/{run.Id}/restore", null, Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
        await PageAsync($"/runs/{run.Id}");
    }

    [Fact]
    public async Task The_names_that_filters_can_use_are_listed()
    {
        var run = await RunAsync();
        string odd = $"odd {Guid.NewGuid():N}";
        await ChangeAsync(c => c.AddAsync(new RunTag { RunId = run.Id, Key = odd, Value = "" }, Cancellation).AsTask());
        var fields = await GetAsync<Contracts.Api.RunFields>("runs/fields");
        fields.Metrics.ShouldContain("mouth_r");
        fields.Parameters.ShouldContain("recipe");
        fields.Tags.ShouldContain(odd);
        fields.Metrics.ShouldBeUnique();
    }

    private static IEnumerable<string> Names(string html) => RowName().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value));

    private static string SortLink(string html, string title) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"<th[^>]*><a href=\"([^\"]*)\">{Regex.Escape(title)}<span").Groups[1].Value);

    [GeneratedRegex("""data-label="Run"><a href="/runs/[^"]*">([^<]*)<""")]
    private static partial Regex RowName();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]*)\"")]
    private static partial Regex NextLink();

    [GeneratedRegex("""<path class="[^"]*" d="([^"]*)">""")]
    private static partial Regex PathData();

    [GeneratedRegex("""<pre id="recipe-text"[^>]*>([^<]*)</pre>""")]
    private static partial Regex Recipe();
}
