using System.Net;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using DatasetVersion = Wav2Kp.Contracts.Api.DatasetVersion;

namespace Wav2Kp.Studio.Tests;

public sealed class DatasetTests(StudioServer server) : ApiTest(server)
{
    [Fact]
    public async Task A_dataset_version_holds_clips_their_parts_and_frames()
    {
        var ids = await ClipsAsync(10);
        var made = await PostAsync<DatasetVersion>("datasets", Request("A", ids, new { train = 8, validation = 1, test = 1 }), HttpStatusCode.Created);
        (made.Version, made.ClipCount, made.TrainClips, made.ValidationClips, made.TestClips).ShouldBe((1, 10, 8, 1, 1));
        (made.Frames, made.ValidFrames).ShouldBe((750, 700));
        made.Clips.Select(c => c.VideoId).ShouldBe(ids, ignoreOrder: true);
        made.Clips.Count(c => c.Split == DatasetPart.Train).ShouldBe(8);
        var stored = await GetAsync<DatasetVersion>($"datasets/{made.Id}");
        stored.Hash.ShouldBe(made.Hash);
        stored.Clips.ShouldBe(made.Clips);
        var listed = (await GetAsync<Page<DatasetVersion>>($"datasets?name={Uri.EscapeDataString(made.Name)}")).Items.ShouldHaveSingleItem();
        listed.Id.ShouldBe(made.Id);
        listed.Clips.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_request_gives_the_same_version_and_another_split_the_next()
    {
        var ids = await ClipsAsync(6);
        string name = Guid.NewGuid().ToString();
        var split = new { train = 0.5, validation = 0.25, test = 0.25 };
        var first = await PostAsync<DatasetVersion>("datasets", Json(new { name, videoIds = ids, split, seed = 1 }), HttpStatusCode.Created);
        var same = await PostAsync<DatasetVersion>("datasets", Json(new { name, videoIds = ids.Reverse(), split, seed = 1 }), HttpStatusCode.OK);
        same.Id.ShouldBe(first.Id);
        int seed = 1;
        DatasetVersion next;
        do
        {
            seed++;
            next = await PostAsync<DatasetVersion>("datasets", Json(new { name, videoIds = ids, split = new { train = 2, validation = 2, test = 2 }, seed }), HttpStatusCode.Created);
        }
        while (seed < 3);
        next.DatasetId.ShouldBe(first.DatasetId);
        next.Version.ShouldBe(3);
        (await GetAsync<Page<DatasetVersion>>($"datasets?name={name}")).Items.Select(v => v.Version).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public async Task The_split_depends_on_the_contents_not_on_when_they_were_uploaded()
    {
        var contents = Enumerable.Range(0, 8).Select(i => BitConverter.GetBytes(Random.Shared.NextInt64() + i)).ToList();
        var ids = new List<Guid>();
        foreach (byte[] content in contents)
            ids.Add((await Server.AddClipAsync(source: content)).Id);
        var one = await PostAsync<DatasetVersion>("datasets", Request("S", ids, new { train = 4, validation = 2, test = 2 }), HttpStatusCode.Created);
        var parts = contents.Select((_, i) => one.Clips.Single(c => c.VideoId == ids[i]).Split).ToList();
        // the first clips make way for others of the same contents: contents are unique
        await ChangeAsync(c => c.Clips.Where(x => ids.Contains(x.Id)).ExecuteUpdateAsync(s => s.SetProperty(x => x.Sha256, x => x.Sha256.Substring(32) + x.Sha256.Substring(0, 32)), Cancellation));
        var again = new List<Guid>();
        foreach (byte[] content in contents)
            again.Add((await Server.AddClipAsync(source: content)).Id);
        var two = await PostAsync<DatasetVersion>("datasets", Request("S", again, new { train = 4, validation = 2, test = 2 }), HttpStatusCode.Created);
        contents.Select((_, i) => two.Clips.Single(c => c.VideoId == again[i]).Split).ShouldBe(parts);
    }

    [Fact]
    public async Task The_ready_clips_of_an_extraction_make_a_dataset()
    {
        var ready = await ClipsAsync(3);
        var rejected = await Server.AddClipAsync(state: ClipState.Uploaded);
        var job = await ExtractAsync([.. ready, rejected.Id]);
        (await ProblemAsync(HttpMethod.Post, "datasets", Json(new { name = "J", jobId = job.Id }), HttpStatusCode.Conflict)).Code.ShouldBe("not-ready");
        await ChangeAsync(async c =>
        {
            await c.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, JobState.Succeeded), Cancellation);
            await c.Clips.Where(x => x.Id == rejected.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, ClipState.Rejected), Cancellation);
        });
        var made = await PostAsync<DatasetVersion>("datasets", Json(new { name = $"J {job.Id}", jobId = job.Id }), HttpStatusCode.Created);
        made.Clips.Select(c => c.VideoId).ShouldBe(ready, ignoreOrder: true);
    }

    [Fact]
    public async Task Versions_made_at_once_are_numbered_without_gaps()
    {
        var ids = await ClipsAsync(6);
        string name = Guid.NewGuid().ToString();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            PostAsync<DatasetVersion>("datasets", Json(new { name, videoIds = ids.Take(i + 1), split = new { train = 1, validation = 0, test = 0 } }), HttpStatusCode.Created)));
        made.Select(v => v.Version).Order().ShouldBe([1, 2, 3, 4, 5, 6]);
        made.Select(v => v.DatasetId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Wrong_datasets_are_refused()
    {
        var ready = await ClipsAsync(3);
        var raw = await Server.AddClipAsync("raw.mp4", ClipState.Uploaded);
        Guid nobody = Guid.NewGuid();
        await Refused(new { name = "x" }, HttpStatusCode.BadRequest, "either videoIds or jobId");
        await Refused(new { name = "x", videoIds = ready, jobId = nobody }, HttpStatusCode.BadRequest, "either videoIds or jobId");
        await Refused(new { name = "x", jobId = nobody }, HttpStatusCode.NotFound, "There is no job");
        await Refused(new { name = "x", videoIds = Array.Empty<Guid>() }, HttpStatusCode.BadRequest, "between 1 and");
        await Refused(new { name = "x", videoIds = new[] { ready[0], ready[0] } }, HttpStatusCode.BadRequest, "twice");
        await Refused(new { name = "x", videoIds = new[] { ready[0], nobody } }, HttpStatusCode.NotFound, nobody.ToString());
        await Refused(new { name = " ", videoIds = ready }, HttpStatusCode.BadRequest, "needs a name");
        await Refused(new { name = "x", videoIds = new[] { ready[0], raw.Id } }, HttpStatusCode.Conflict, "'raw.mp4' is uploaded");
        await Refused(new { name = "x", videoIds = ready.Take(2) }, HttpStatusCode.Conflict, "2 clips cannot be divided into 3 parts");
        await Refused(new { name = "x", videoIds = ready, split = new { train = -1, validation = 1, test = 1 } }, HttpStatusCode.BadRequest, "split");
        await Refused(new { name = "x", videoIds = ready, split = new { train = 0, validation = 1, test = 1 } }, HttpStatusCode.BadRequest, "training needs one above 0");
        await Refused(new { name = "x", videoIds = ready, split = new { train = 1 } }, HttpStatusCode.BadRequest, "validation");
        (await ProblemAsync(HttpMethod.Get, $"datasets/{nobody}", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");

        async Task Refused(object body, HttpStatusCode status, string says) =>
            (await ProblemAsync(HttpMethod.Post, "datasets", Json(body), status)).Detail!.ShouldContain(says);
    }

    private static HttpContent Request(string name, IEnumerable<Guid> ids, object split) => Json(new { name = $"{name} {Guid.NewGuid():N}", videoIds = ids, split });

    private async Task<Guid[]> ClipsAsync(int count)
    {
        var ids = new Guid[count];
        for (int i = 0; i < count; i++)
            ids[i] = (await Server.AddClipAsync($"clip {i}.mp4")).Id;
        return ids;
    }
}
