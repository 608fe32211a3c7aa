using System.Net;
using System.Security.Cryptography;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

public sealed class UploadTests(StudioServer server) : ApiTest(server)
{
    [Fact]
    public async Task Speech_and_portraits_are_kept_once()
    {
        byte[] content = RandomNumberGenerator.GetBytes(200_000);
        var first = await PostAsync<Upload>("uploads?name=hello.wav", Bytes(content), HttpStatusCode.Created);
        first.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        first.Bytes.ShouldBe(content.Length);
        var second = await PostAsync<Upload>("uploads?name=again.wav", Bytes(content), HttpStatusCode.OK);
        second.ShouldBe(first);
        (await GetAsync<Upload>($"uploads/{first.Id}")).ShouldBe(first);
        (await Server.Objects.StatAsync($"uploads/{first.Sha256}.wav", Cancellation)).Length.ShouldBe(content.Length);
    }

    [Fact]
    public async Task The_same_file_sent_many_times_at_once_is_one_upload()
    {
        byte[] content = RandomNumberGenerator.GetBytes(100_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await Server.Http.PostAsync($"uploads?name=face{i}.png", Bytes(content), Cancellation);
            response.IsSuccessStatusCode.ShouldBeTrue();
            return (response.StatusCode, System.Text.Json.JsonSerializer.Deserialize<Upload>(await response.Content.ReadAsStringAsync(Cancellation), ApiJson.Options)!.Id);
        }));
        answers.Select(a => a.Id).Distinct().ShouldHaveSingleItem();
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
    }

    [Fact]
    public async Task Wrong_uploads_are_refused()
    {
        (await ProblemAsync(HttpMethod.Post, "uploads?name=a.wav", Bytes([]), HttpStatusCode.BadRequest)).Code.ShouldBe("empty-file");
        (await ProblemAsync(HttpMethod.Post, "uploads?name=../a.wav", Bytes([1]), HttpStatusCode.BadRequest)).Detail!.ShouldContain("without folders");
        (await ProblemAsync(HttpMethod.Post, "uploads", Bytes([1]), HttpStatusCode.BadRequest)).Detail!.ShouldContain("name");
        (await ProblemAsync(HttpMethod.Get, $"uploads/{Guid.NewGuid()}", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task An_upload_beyond_the_limit_is_refused_before_it_is_sent()
    {
        using var content = new StreamContent(new PatternStream(3L << 30));
        content.Headers.ContentLength = 3L << 30;
        using var request = new HttpRequestMessage(HttpMethod.Post, "uploads?name=huge.wav") { Content = content };
        request.Headers.ExpectContinue = true;
        (await ProblemAsync(request, HttpStatusCode.RequestEntityTooLarge)).Code.ShouldBe("too-large");
    }
}
