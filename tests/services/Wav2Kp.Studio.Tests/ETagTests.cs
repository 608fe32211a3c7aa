using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

public sealed class ETagTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var model = await ModelAsync();
        var clip = await Server.AddClipAsync();
        var run = await RunAsync();
        string[] addresses =
        [
            $"models/{model.Id}", $"models?name={Uri.EscapeDataString(model.Name)}", $"runs/{run.Id}", $"runs/{run.Id}/metrics", "runs?filter=id%20is%20null", $"jobs/{run.JobId}",
            $"videos/{clip.Id}", $"datasets/{model.DatasetVersionId}", "recipes",
        ];
        foreach (string address in addresses)
        {
            var (tag, body) = await ReadAsync(address);
            body.ShouldNotBeEmpty(address);
            (await SendAsync(HttpMethod.Get, address, tag, "If-None-Match")).ShouldBe((HttpStatusCode.NotModified, ""), address);
            (await SendAsync(HttpMethod.Get, address, $"\"other\", W/{tag}", "If-None-Match")).Status.ShouldBe(HttpStatusCode.NotModified, address);
            (await SendAsync(HttpMethod.Get, address, "*", "If-None-Match")).Status.ShouldBe(HttpStatusCode.NotModified, address);
            (await SendAsync(HttpMethod.Get, address, "\"other\"", "If-None-Match")).ShouldBe((HttpStatusCode.OK, body), address);
        }
        using var wrong = new HttpRequestMessage(HttpMethod.Get, addresses[0]);
        wrong.Headers.TryAddWithoutValidation("If-None-Match", "no quotes");
        (await ProblemAsync(wrong, HttpStatusCode.BadRequest)).Code.ShouldBe("wrong-etag");
    }

    [Fact]
    public async Task What_has_changed_since_it_was_read_is_not_overwritten()
    {
        var model = await ModelAsync();
        var clip = await Server.AddClipAsync();
        var run = await RunAsync();
        (string Address, HttpMethod Method, Func<int, HttpContent> Body)[] changes =
        [
            ($"models/{model.Id}", HttpMethod.Patch, i => Json(new { stage = i % 2 == 0 ? "production" : "archived" })),
            ($"runs/{run.Id}", HttpMethod.Patch, i => Json(new { notes = $"note {i}" })),
            ($"jobs/{run.JobId}", HttpMethod.Patch, i => Json(new { priority = i + 1 })),
        ];
        foreach (var (address, method, body) in changes)
        {
            string tag = (await ReadAsync(address)).Tag;
            (await SendAsync(method, address, tag, "If-Match", body(0))).Status.ShouldBe(HttpStatusCode.OK, address);
            using (var stale = new HttpRequestMessage(method, address) { Content = body(1) })
            {
                stale.Headers.Add("If-Match", tag);
                (await ProblemAsync(stale, HttpStatusCode.PreconditionFailed)).Code.ShouldBe("changed");
            }
            var (now, text) = await ReadAsync(address);
            now.ShouldNotBe(tag);
            (await SendAsync(method, address, $"W/{now}", "If-Match", body(1))).Status.ShouldBe(HttpStatusCode.PreconditionFailed, address);
            (await SendAsync(method, address, "*", "If-Match", body(1))).Status.ShouldBe(HttpStatusCode.OK, address);
            (await ReadAsync(address)).Body.ShouldNotBe(text);
        }
        (await SendAsync(HttpMethod.Put, $"videos/{clip.Id}/known-landmarks", "\"other\"", "If-Match", Bytes(LandmarksFile.Make(75, 70)))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await SendAsync(HttpMethod.Put, $"videos/{clip.Id}/known-landmarks", (await ReadAsync($"videos/{clip.Id}")).Tag, "If-Match", Bytes(LandmarksFile.Make(75, 70)))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_changes_at_once_that_say_what_they_read_one_is_made()
    {
        var run = await RunAsync();
        var model = await ModelAsync();
        var clip = await Server.AddClipAsync();
        (string Address, HttpMethod Method, Func<int, HttpContent> Body)[] changes =
        [
            ($"runs/{run.Id}", HttpMethod.Patch, i => Json(new { notes = $"note {i}" })),
            ($"jobs/{run.JobId}", HttpMethod.Patch, i => Json(new { priority = i + 1 })),
            ($"models/{model.Id}", HttpMethod.Patch, i => Json(new { stage = i % 2 == 0 ? "production" : "archived" })),
            ($"videos/{clip.Id}", HttpMethod.Patch, i => Json(new { speaker = $"s{i}" })),
            ($"videos/{clip.Id}/known-landmarks", HttpMethod.Put, i => Bytes(LandmarksFile.Make(75, 60 + i))),
            // landmarks are there already now: others are a change as well
            ($"videos/{clip.Id}/known-landmarks", HttpMethod.Put, i => Bytes(LandmarksFile.Make(75, 50 + i))),
        ];
        foreach (var (address, method, body) in changes)
        {
            string tag = (await ReadAsync(address.Replace("/known-landmarks", ""))).Tag;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync(method, address, tag, "If-Match", body(i))));
            answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1, address);
            answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed).ShouldBe(7, address);
        }
    }

    [Fact]
    public async Task Two_changes_of_a_job_that_read_the_same_leave_the_other_refused()
    {
        // of a training: there is no worker here that would change it meanwhile
        var job = (await RunAsync()).JobId;
        for (int turn = 0; turn < 10; turn++)
        {
            string tag = (await ReadAsync($"jobs/{job}")).Tag;
            var answers = await Task.WhenAll(Enumerable.Range(1, 2).Select(i => SendAsync(HttpMethod.Patch, $"jobs/{job}", tag, "If-Match", Json(new { priority = 10 * turn + i }))));
            answers.Select(a => a.Status).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed]);
            // what is there now is what the one that was told so has made
            using var made = JsonDocument.Parse(answers.Single(a => a.Status == HttpStatusCode.OK).Body);
            (await GetAsync<Job>($"jobs/{job}")).Priority.ShouldBe(made.RootElement.GetProperty("priority").GetInt32());
        }
    }

    [Fact]
    public async Task What_somebody_else_has_changed_is_not_deleted()
    {
        var run = await RunAsync();
        var clip = await Server.AddClipAsync();
        var dataset = await DatasetAsync();
        foreach (string address in new[] { $"runs/{run.Id}", $"videos/{clip.Id}" })
        {
            string tag = (await ReadAsync(address)).Tag;
            (await SendAsync(HttpMethod.Patch, address, "*", "If-Match", Json(address.StartsWith("runs") ? (object)new { notes = "new" } : new { speaker = "new" }))).Status.ShouldBe(HttpStatusCode.OK);
            (await SendAsync(HttpMethod.Delete, address, tag, "If-Match")).Status.ShouldBe(HttpStatusCode.PreconditionFailed, address);
            (await SendAsync(HttpMethod.Delete, address, (await ReadAsync(address)).Tag, "If-Match")).Status.ShouldBe(HttpStatusCode.NoContent, address);
        }
        (await SendAsync(HttpMethod.Delete, $"datasets/{dataset.Id}", "\"other\"", "If-Match")).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await SendAsync(HttpMethod.Delete, $"datasets/{dataset.Id}", (await ReadAsync($"datasets/{dataset.Id}")).Tag, "If-Match")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<(string Tag, string Body)> ReadAsync(string address)
    {
        using var response = await Server.Http.GetAsync(address, Cancellation);
        response.EnsureSuccessStatusCode();
        return (response.Headers.ETag.ShouldNotBeNull(address).ToString(), await response.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string address, string tag, string header, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Add(header, tag);
        using var response = await Server.Http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
