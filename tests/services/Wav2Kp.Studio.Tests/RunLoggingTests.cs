using System.Net;
using System.Text.Json;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Job = Wav2Kp.Contracts.Api.Job;
using Run = Wav2Kp.Contracts.Api.Run;

namespace Wav2Kp.Studio.Tests;

public sealed class RunLoggingTests(StudioServer server) : ApiTest(server)
{
    [Fact]
    public async Task A_program_of_ones_own_logs_a_run_that_is_found_like_any_other()
    {
        string experiment = $"mine {Guid.NewGuid():N}";
        var run = await PostAsync<Run>("runs", Json(new
        {
            experiment,
            name = "try",
            parameters = new Dictionary<string, string> { ["learning_rate"] = "0.01" },
            tags = new Dictionary<string, string> { ["who"] = "me" },
            notes = "two\nlines",
        }), HttpStatusCode.Created);
        (run.Status, run.Experiment, run.Notes, run.JobId).ShouldBe((JobState.Running, experiment, "two\nlines", null));
        for (int step = 0; step < 3; step++)
            await LogAsync(run.Id, new { metrics = new[] { new { key = "loss", value = (double?)(1.0 / (step + 1)), step, epoch = 0 } } });
        // the same value again is one value; a loss that is no number is none
        await LogAsync(run.Id, new { parameters = new Dictionary<string, string> { ["learning_rate"] = "0.02" }, metrics = new object[] { new { key = "loss", value = 0.25, step = 2 }, new { key = "odd", value = (double?)null } } });
        await SendAsync(HttpMethod.Patch, $"runs/{run.Id}", new { status = "succeeded" }, HttpStatusCode.OK);

        var found = (await GetAsync<Page<Run>>($"runs?filter={Uri.EscapeDataString($"experiment = '{experiment}' and metrics.loss < 0.3 and params.learning_rate = 0.02 and tags.who = 'me'")}")).Items.ShouldHaveSingleItem();
        (found.Id, found.Status).ShouldBe((run.Id, JobState.Succeeded));
        found.FinishedAt.ShouldNotBeNull();
        found.Metrics["odd"].ShouldBeNull();
        var series = await GetAsync<List<MetricSeries>>($"runs/{run.Id}/metrics?key=loss");
        series.Single().Points.Select(p => (p.Step, p.Value)).ShouldBe([(0L, 1.0), (1L, 0.5), (2L, 0.25)]);
        (await ProblemAsync(HttpMethod.Post, $"runs/{run.Id}/log", Json(new { metrics = new[] { new { key = "loss", value = 1.0 } } }), HttpStatusCode.Conflict)).Code.ShouldBe("run-ended");
    }

    [Fact]
    public async Task The_same_request_twice_makes_one_run()
    {
        string key = Guid.NewGuid().ToString(), experiment = $"e {Guid.NewGuid():N}";
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync<Run>("runs", Json(new { experiment, name = "a" }), HttpStatusCode.Created, key)));
        both.Select(r => r.Id).Distinct().ShouldHaveSingleItem();
        (await ProblemAsync(HttpMethod.Post, "runs", Json(new { experiment, name = "b" }), HttpStatusCode.Conflict, key)).Code.ShouldBe("idempotency-key-used");
    }

    [Fact]
    public async Task A_deleted_run_is_out_of_sight_until_it_is_brought_back()
    {
        string experiment = $"e {Guid.NewGuid():N}";
        var run = await PostAsync<Run>("runs", Json(new { experiment }), HttpStatusCode.Created);
        await SendAsync(HttpMethod.Delete, $"runs/{run.Id}", null, HttpStatusCode.NoContent);
        await SendAsync(HttpMethod.Delete, $"runs/{run.Id}", null, HttpStatusCode.NoContent);
        string mine = $"runs?filter={Uri.EscapeDataString($"experiment = '{experiment}' or experiment = 'no such'")}";
        (await GetAsync<Page<Run>>(mine)).Total.ShouldBe(0);
        await ProblemAsync(HttpMethod.Get, $"runs/{run.Id}", null, HttpStatusCode.NotFound);
        await ProblemAsync(HttpMethod.Get, $"runs/{run.Id}/metrics", null, HttpStatusCode.NotFound);
        await ProblemAsync(HttpMethod.Post, $"runs/{run.Id}/log", Json(new { }), HttpStatusCode.NotFound);
        (await GetAsync<Page<Experiment>>("experiments?limit=1000")).Items.Single(e => e.Name == experiment).Runs.ShouldBe(0);

        (await PostAsync<Run>($"runs/{run.Id}/restore", null, HttpStatusCode.OK)).Id.ShouldBe(run.Id);
        (await GetAsync<Page<Run>>(mine)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task Any_run_is_named_tagged_and_annotated()
    {
        var job = await TrainingAsync();
        await SendAsync(HttpMethod.Patch, $"runs/{job.RunId}", new { name = "better", notes = "<b>see</b>", tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } }, HttpStatusCode.OK);
        await SendAsync(HttpMethod.Patch, $"runs/{job.RunId}", new { notes = "", tags = new Dictionary<string, string> { ["b"] = "3" } }, HttpStatusCode.OK);
        var run = await GetAsync<Run>($"runs/{job.RunId}");
        (run.Name, run.Notes, run.Status).ShouldBe(("better", null, JobState.Queued));
        run.Tags.ShouldBe(new Dictionary<string, string> { ["b"] = "3" });
    }

    [Fact]
    public async Task The_record_of_a_job_is_its_own()
    {
        var job = await TrainingAsync();
        (await ProblemAsync(HttpMethod.Post, $"runs/{job.RunId}/log", Json(new { }), HttpStatusCode.Conflict)).Code.ShouldBe("run-of-a-job");
        (await ProblemAsync(HttpMethod.Patch, $"runs/{job.RunId}", Json(new { status = "succeeded" }), HttpStatusCode.Conflict)).Code.ShouldBe("run-of-a-job");
        (await ProblemAsync(HttpMethod.Delete, $"runs/{job.RunId}", null, HttpStatusCode.Conflict)).Detail!.ShouldContain("cancel");
    }

    [Theory]
    [InlineData("""{"experiment":"a\u0000b"}""", "control")]
    [InlineData("""{"parameter":{}}""", "no field 'parameter'")]
    [InlineData("""{"tags":{"a":"1"," a":"2"}}""", "twice")]
    [InlineData("""{"parameters":{"":"2"}}""", "no name")]
    public async Task Wrong_runs_are_refused(string body, string says) =>
        (await ProblemAsync(HttpMethod.Post, "runs", Text(body), HttpStatusCode.BadRequest)).Detail!.ShouldContain(says);

    [Theory]
    [InlineData("""{"metrics":[{"key":"","value":1}]}""", "no key")]
    [InlineData("""{"metrics":[{"key":"a","value":1,"step":-1}]}""", "0 or above")]
    [InlineData("""{"metrics":[{"key":"a","value":"1"}]}""", "wrong kind")]
    [InlineData("""{"metrics":[{"key":"a"}]}""", "value")]
    public async Task Wrong_values_are_refused(string body, string says)
    {
        var run = await PostAsync<Run>("runs", Json(new { }), HttpStatusCode.Created);
        (await ProblemAsync(HttpMethod.Post, $"runs/{run.Id}/log", Text(body), HttpStatusCode.BadRequest)).Detail!.ShouldContain(says);
    }

    [Theory]
    [InlineData("""{"name":" "}""", "empty")]
    [InlineData("""{"status":"queued"}""", "one of running")]
    [InlineData("""{"id":"x"}""", "no field 'id'")]
    public async Task Wrong_changes_are_refused(string body, string says)
    {
        var run = await PostAsync<Run>("runs", Json(new { }), HttpStatusCode.Created);
        (await ProblemAsync(HttpMethod.Patch, $"runs/{run.Id}", Text(body), HttpStatusCode.BadRequest)).Detail!.ShouldContain(says);
        await ProblemAsync(HttpMethod.Patch, $"runs/{Guid.NewGuid()}", Json(new { name = "a" }), HttpStatusCode.NotFound);
    }

    private async Task<Job> TrainingAsync() => await PostAsync<Job>("trainings", Json(new { datasetVersionId = (await DatasetAsync()).Id }), HttpStatusCode.Accepted);

    private Task LogAsync(Guid run, object log) => SendAsync(HttpMethod.Post, $"runs/{run}/log", log, HttpStatusCode.NoContent);

    private async Task SendAsync(HttpMethod method, string address, object? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : Json(body) };
        using var response = await Server.Http.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(expected, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
