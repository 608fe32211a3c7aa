using System.Net;
using System.Text.RegularExpressions;
using Wav2Kp.Catalog;

namespace Wav2Kp.Studio.Tests;

/// <summary>A test that asks for pages of the console as a browser does.</summary>
public abstract partial class ConsoleTest(StudioServer server) : ApiTest(server)
{
    /// <summary>A page's HTML.</summary>
    protected async Task<string> PageAsync(string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        using var response = await Server.Http.SendAsync(request, Cancellation);
        string html = await response.Content.ReadAsStringAsync(Cancellation);
        response.StatusCode.ShouldBe(expected, html);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        CheckSafe(response, html);
        return html;
    }

    /// <summary>The page's text, as a reader sees it.</summary>
    protected static string TextOf(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ");

    /// <summary>A run with a job, parameters, metrics and their histories, in an experiment of its own unless one is named.</summary>
    internal async Task<Run> RunAsync(string name = "run", string? experiment = null, double mouth = 0.5, string rate = "0.001", JobState status = JobState.Succeeded, int points = 20)
    {
        var dataset = await DatasetAsync();
        var job = await PostAsync<Contracts.Api.Job>("trainings", Json(new
        {
            datasetVersionId = dataset.Id,
            experiment = experiment ?? $"e {Guid.NewGuid():N}",
            name,
            overrides = new Dictionary<string, string> { ["training.epochs"] = "7" },
        }), HttpStatusCode.Accepted);
        Run run = null!;
        await ChangeAsync(async catalog =>
        {
            run = (await catalog.Runs.FindAsync([job.RunId!.Value], Cancellation))!;
            run.Status = status;
            run.StartedAt = DateTimeOffset.UtcNow.AddMinutes(-1);
            run.FinishedAt = status is JobState.Queued or JobState.Running ? null : DateTimeOffset.UtcNow;
            catalog.Add(new RunParam { RunId = run.Id, Key = "recipe", Value = "wav2kp" });
            catalog.Add(new RunParam { RunId = run.Id, Key = "optimizer.learningRate", Value = rate });
            catalog.Add(new RunMetricLatest { RunId = run.Id, Key = "mouth_r", Step = 1, Epoch = 1, Value = mouth, At = DateTimeOffset.UtcNow });
            catalog.Add(new RunMetricLatest { RunId = run.Id, Key = "train_loss", Step = points - 1, Epoch = 1, Value = 0.1, At = DateTimeOffset.UtcNow, Points = points });
            for (int i = 0; i < points; i++)
                catalog.Add(new RunMetric { RunId = run.Id, Key = "train_loss", Step = i, Epoch = i / 10, Value = 1.0 / (i + 1), At = run.StartedAt.Value.AddSeconds(i) });
        });
        return run;
    }

    /// <summary>Nothing comes from elsewhere, and no script or style stands within the page.</summary>
    private static void CheckSafe(HttpResponseMessage response, string html)
    {
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        html.ShouldNotContain("://");
        InlineScript().IsMatch(html).ShouldBeFalse(html);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|<style|<[^>]*\s(style|on[a-z]+)=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}
