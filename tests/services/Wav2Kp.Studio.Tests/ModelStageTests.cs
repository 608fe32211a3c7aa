using System.Net;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

public sealed class ModelStageTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task A_new_model_is_a_candidate()
    {
        var row = await ModelAsync();
        var model = await GetAsync<Model>($"models/{row.Id}");
        model.Stage.ShouldBe(ModelStage.Candidate);
        model.StagedAt.ShouldBe(row.StagedAt, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Of_the_versions_of_a_name_one_is_in_production()
    {
        var (first, second) = await VersionsAsync();
        (await SetAsync(first.Id, "production")).Stage.ShouldBe(ModelStage.Production);
        var set = await SetAsync(second.Id, "production");
        set.StagedAt.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(2));
        var before = await GetAsync<Model>($"models/{first.Id}");
        before.Stage.ShouldBe(ModelStage.Archived);
        before.StagedAt.ShouldBe(set.StagedAt, TimeSpan.FromSeconds(1));
        (await SetAsync(second.Id, "production")).StagedAt.ShouldBe(set.StagedAt);

        string name = Uri.EscapeDataString(first.Name);
        (await GetAsync<Page<Model>>($"models?name={name}&stage=production")).Items.Select(m => m.Id).ShouldBe([second.Id]);
        (await GetAsync<Page<Model>>($"models?name={name}&stage=archived")).Items.Select(m => m.Id).ShouldBe([first.Id]);
        (await GetAsync<Page<Model>>($"models?name={name}&stage=candidate")).Total.ShouldBe(0);
        (await SetAsync(second.Id, "candidate")).Stage.ShouldBe(ModelStage.Candidate);
    }

    [Fact]
    public async Task Two_versions_put_into_production_at_once_leave_one_there()
    {
        var (first, second) = await VersionsAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SetAsync(i % 2 == 0 ? first.Id : second.Id, "production")));
        (await GetAsync<Page<Model>>($"models?name={Uri.EscapeDataString(first.Name)}&stage=production")).Total.ShouldBe(1);
    }

    [Fact]
    public async Task Wrong_stages_are_problems()
    {
        var model = await ModelAsync();
        (await ProblemAsync(HttpMethod.Patch, $"models/{model.Id}", Json(new { stage = "loved" }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("stage");
        await ProblemAsync(HttpMethod.Patch, $"models/{model.Id}", Json(new { }), HttpStatusCode.BadRequest);
        await ProblemAsync(HttpMethod.Patch, $"models/{model.Id}", Json(new { stage = "archived", name = "x" }), HttpStatusCode.BadRequest);
        (await ProblemAsync(HttpMethod.Patch, $"models/{Guid.NewGuid()}", Json(new { stage = "archived" }), HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
        (await ProblemAsync(HttpMethod.Get, "models?stage=loved", null, HttpStatusCode.BadRequest)).Detail!.ShouldContain("candidate, production, archived");
    }

    [Fact]
    public async Task The_pages_show_stages_and_choose_by_them()
    {
        var (first, second) = await VersionsAsync();
        await SetAsync(second.Id, "production");
        string name = Uri.EscapeDataString(first.Name);
        TextOf(await PageAsync($"/models?name={name}")).ShouldContain($"{first.Name} 2 production wav2kp");
        string html = await PageAsync($"/models?name={name}&stage=production");
        html.ShouldContain($"/models/{second.Id}");
        html.ShouldNotContain($"/models/{first.Id}");
        TextOf(await PageAsync("/models?stage=loved")).ShouldContain("stage is one of candidate, production, archived");
        html = await PageAsync($"/models/{second.Id}");
        html.ShouldContain($"action=\"/api/v1/models/{second.Id}\"");
        html.ShouldContain("<option value=\"production\" selected>");
        TextOf(await PageAsync("/animate")).ShouldContain($"{second.Name} 2 (mouth_r 0.83), production");
    }

    private async Task<Model> SetAsync(Guid id, string stage)
    {
        using var response = await Server.Http.PatchAsync($"models/{id}", Json(new { stage }), Cancellation);
        string body = await response.Content.ReadAsStringAsync(Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return System.Text.Json.JsonSerializer.Deserialize<Model>(body, ApiJson.Options)!;
    }

    private async Task<(Catalog.Model First, Catalog.Model Second)> VersionsAsync()
    {
        var first = await ModelAsync();
        var second = await ModelAsync();
        await ChangeAsync(c => c.Models.Where(m => m.Id == second.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Name, first.Name).SetProperty(m => m.Version, 2), Cancellation));
        second.Name = first.Name;
        return (first, second);
    }
}
