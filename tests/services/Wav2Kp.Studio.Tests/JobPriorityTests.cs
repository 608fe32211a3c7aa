using System.Net;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Job = Wav2Kp.Contracts.Api.Job;

namespace Wav2Kp.Studio.Tests;

public sealed class JobPriorityTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task A_job_s_priority_is_that_of_its_steps()
    {
        var job = await NewAsync();
        using var response = await Server.Http.PatchAsync($"jobs/{job.Id}", Json(new { priority = 42 }), Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync<Job>($"jobs/{job.Id}")).Priority.ShouldBe(42);
        (await PrioritiesAsync(job.Id)).ShouldBe([42, 42, 42]);
        foreach (int wrong in new[] { 101, -101 })
            (await ProblemAsync(HttpMethod.Patch, $"jobs/{job.Id}", Json(new { priority = wrong }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldBe(["priority"]);
        await ProblemAsync(HttpMethod.Patch, $"jobs/{job.Id}", Json(new { priority = "high" }), HttpStatusCode.BadRequest);
        await ProblemAsync(HttpMethod.Patch, $"jobs/{job.Id}", Json(new { }), HttpStatusCode.BadRequest);
        await ProblemAsync(HttpMethod.Patch, $"jobs/{Guid.NewGuid()}", Json(new { priority = 1 }), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Several_jobs_are_prioritized_cancelled_and_retried_in_one_request()
    {
        var jobs = new[] { await NewAsync(), await NewAsync() };
        var nobody = Guid.NewGuid();
        var ids = jobs.Select(j => j.Id).ToList();
        var result = await BulkAsync(new { action = "prioritize", jobIds = ids.Append(nobody), priority = -7 });
        result.Done.ShouldBe(2);
        result.Refused.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.JobId.ShouldBe(nobody), r => r.Code.ShouldBe("not-found"), r => r.Detail.ShouldContain($"{nobody}"));
        (await PrioritiesAsync(ids[1])).ShouldBe([-7, -7, -7]);
        (await BulkAsync(new { action = "cancel", jobIds = ids })).Done.ShouldBe(2);
        (await GetAsync<Job>($"jobs/{ids[0]}")).State.ShouldBe(JobState.Cancelled);
        result = await BulkAsync(new { action = "retry", jobIds = new[] { ids[0], ids[0] } });
        (result.Done, result.Refused.Count).ShouldBe((1, 0));
        result = await BulkAsync(new { action = "retry", jobIds = ids });
        result.Refused.ShouldHaveSingleItem().Code.ShouldBe("wrong-state");
        result.Done.ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"action\":\"prioritize\",\"jobIds\":[]}", "jobIds")]
    [InlineData("{\"action\":\"prioritize\",\"jobIds\":[\"0197f9a2-0000-7000-8000-000000000000\"]}", "priority")]
    [InlineData("{\"action\":\"cancel\",\"priority\":1,\"jobIds\":[\"0197f9a2-0000-7000-8000-000000000000\"]}", "priority")]
    [InlineData("{\"action\":\"prioritize\",\"priority\":101,\"jobIds\":[\"0197f9a2-0000-7000-8000-000000000000\"]}", "priority")]
    [InlineData("{\"action\":\"love\",\"jobIds\":[]}", "action")]
    [InlineData("{\"action\":\"retry\",\"jobIds\":[\"x\"]}", "jobIds[0]")]
    public async Task Wrong_requests_for_several_jobs_say_which_field(string body, string field) =>
        (await ProblemAsync(HttpMethod.Post, "jobs/bulk", Text(body), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldBe([field]);

    [Fact]
    public async Task The_pages_show_and_set_priorities()
    {
        var job = await NewAsync();
        await Server.Http.PatchAsync($"jobs/{job.Id}", Json(new { priority = 42 }), Cancellation);
        string html = await PageAsync("/jobs?kind=extraction&state=queued");
        TextOf(html).ShouldMatch("1 video extraction queued 0 % 0 of 1 42");
        html.ShouldContain("data-action=\"prioritize\"");
        html = await PageAsync($"/jobs/{job.Id}");
        html.ShouldContain("name=\"priority\"");
        html.ShouldContain("value=\"42\"");
    }

    private async Task<Job> NewAsync() => await ExtractAsync((await Server.AddClipAsync(state: ClipState.Uploaded)).Id);

    private Task<JobBulkResult> BulkAsync(object request) => PostAsync<JobBulkResult>("jobs/bulk", Json(request), HttpStatusCode.OK);

    private async Task<List<int>> PrioritiesAsync(Guid job)
    {
        await using var catalog = Server.CreateDbContext();
        return await catalog.Steps.Where(s => s.JobId == job).Select(s => s.Priority).ToListAsync(Cancellation);
    }
}
