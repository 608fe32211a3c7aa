using System.Net;
using System.Net.Http.Headers;
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
        string tag = (await ReadAsync($"runs/{run.Id}")).Tag;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync(HttpMethod.Patch, $"runs/{run.Id}", tag, "If-Match", Json(new { notes = $"note {i}" }))));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed).ShouldBe(7);
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
