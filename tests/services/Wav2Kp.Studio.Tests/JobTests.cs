using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Objects;
using Job = Wav2Kp.Contracts.Api.Job;
using StepAttempt = Wav2Kp.Catalog.StepAttempt;

namespace Wav2Kp.Studio.Tests;

public sealed class JobTests(StudioServer server) : ApiTest(server)
{
    [Fact]
    public async Task An_extraction_is_queued_with_three_steps_for_each_video()
    {
        var first = await Server.AddClipAsync("one.mp4", ClipState.Uploaded);
        var second = await Server.AddClipAsync("two.mp4", ClipState.Uploaded);
        var job = await PostAsync<Job>("extractions", Json(new { name = "Two clips", videoIds = new[] { first.Id, second.Id }, priority = 5 }), HttpStatusCode.Accepted);
        job.Kind.ShouldBe(JobKind.Extraction);
        job.State.ShouldBe(JobState.Queued);
        job.Name.ShouldBe("Two clips");
        job.Priority.ShouldBe(5);
        job.Progress.ShouldBe(0);
        job.Counts.Clips.ShouldBe(2);
        job.Counts.Steps.ShouldBe(6);
        job.Counts.Queued.ShouldBe(2);
        job.Counts.Waiting.ShouldBe(4);
        job.Steps.Select(s => (s.VideoName, s.Kind)).ShouldBe(
            from name in new[] { "one.mp4", "two.mp4" } from kind in new[] { StepKind.Ingest, StepKind.Features, StepKind.Landmarks } select ((string?)name, kind), ignoreOrder: true);
        (await GetAsync<Video>($"videos/{first.Id}")).State.ShouldBe(VideoState.Processing);
    }

    [Fact]
    public async Task How_much_there_is_to_do_is_told()
    {
        var before = await GetAsync<JobSummary>("jobs/summary");
        await ExtractAsync((await Server.AddClipAsync(state: ClipState.Uploaded)).Id);
        var after = await GetAsync<JobSummary>("jobs/summary");
        after.Jobs[JobState.Queued].ShouldBe(before.Jobs.GetValueOrDefault(JobState.Queued) + 1);
        long Queued(JobSummary summary) => summary.Steps.Single(s => s.Kind == StepKind.Ingest).Queued;
        Queued(after).ShouldBe(Queued(before) + 1);
    }

    [Fact]
    public async Task A_video_on_which_another_job_works_shares_its_steps()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        var first = await ExtractAsync(clip.Id);
        var second = await ExtractAsync(clip.Id);
        second.Id.ShouldNotBe(first.Id);
        second.Counts.Steps.ShouldBe(0);
        second.Counts.Clips.ShouldBe(1);
        second.Steps.Select(s => s.Id).ShouldBe(first.Steps.Select(s => s.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_job_shows_what_its_workers_do()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        var id = (await ExtractAsync(clip.Id)).Id;
        await ChangeAsync(async catalog =>
        {
            var steps = await catalog.Steps.Where(s => s.JobId == id).ToListAsync(Cancellation);
            var ingest = steps.Single(s => s.Kind == StepKind.Ingest);
            (ingest.State, ingest.Attempt) = (StepState.Succeeded, 1);
            var features = steps.Single(s => s.Kind == StepKind.Features);
            (features.State, features.Progress, features.Message, features.Attempt) = (StepState.Running, 0.5, "frames 30 of 60", 2);
            catalog.Add(new StepAttempt { StepId = features.Id, Attempt = 1, Worker = "w1", StartedAt = DateTimeOffset.UtcNow, FinishedAt = DateTimeOffset.UtcNow, Outcome = AttemptOutcome.Lost, Error = "gone" });
            catalog.Add(new StepAttempt { StepId = features.Id, Attempt = 2, Worker = "w2", StartedAt = DateTimeOffset.UtcNow });
            var landmarks = steps.Single(s => s.Kind == StepKind.Landmarks);
            (landmarks.State, landmarks.Code, landmarks.Error) = (StepState.Rejected, "no-face", "No frame shows a face: film the speaker from the front.");
            (await catalog.Jobs.SingleAsync(j => j.Id == id, Cancellation)).State = JobState.Running;
        });
        var job = await GetAsync<Job>($"jobs/{id}");
        job.State.ShouldBe(JobState.Running);
        job.Progress.ShouldBe((1 + 0.5 + 1) / 3, 1e-9);
        (job.Counts.Succeeded, job.Counts.Running, job.Counts.Rejected).ShouldBe((1, 1, 1));
        var step = job.Steps.Single(s => s.Kind == StepKind.Features);
        step.Message.ShouldBe("frames 30 of 60");
        step.Attempts.Select(a => (a.Attempt, a.Worker, a.Outcome, a.Error)).ShouldBe([(1, "w1", "lost", "gone"), (2, "w2", null, null)]);
        job.Steps.Single(s => s.Kind == StepKind.Landmarks).Code.ShouldBe("no-face");

        (await GetAsync<Job>($"jobs/{id}?steps=2")).Steps.Select(s => s.Kind).ShouldBe([StepKind.Features, StepKind.Landmarks], ignoreOrder: true);
        (await GetAsync<Job>($"jobs/{id}?steps=0")).Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_extractions_are_refused()
    {
        var clip = await Server.AddClipAsync();
        (await ProblemAsync(HttpMethod.Post, "extractions", Json(new { videoIds = new[] { Guid.NewGuid() } }), HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
        (await ProblemAsync(HttpMethod.Post, "extractions", Json(new { videoIds = Array.Empty<Guid>() }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("videoIds");
        (await ProblemAsync(HttpMethod.Post, "extractions", Json(new { videoIds = new[] { clip.Id, clip.Id } }), HttpStatusCode.BadRequest)).Detail!.ShouldContain("twice");
        (await ProblemAsync(HttpMethod.Post, "extractions", Json(new { videoIds = new[] { clip.Id }, priority = 1000 }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("priority");
        (await ProblemAsync(HttpMethod.Post, "extractions", Json(new { videoIds = new[] { clip.Id }, name = new string('x', 500) }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("name");
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("", "lacks its body")]
    [InlineData("null", "lacks its body")]
    [InlineData("[]", "wrong kind")]
    [InlineData("{}", "videoIds")]
    [InlineData("{\"videoIds\":\"x\"}", "'videoIds'")]
    [InlineData("{\"videoIds\":[\"x\"]}", "videoIds[0]")]
    [InlineData("{\"videoIds\":[],\"videos\":[]}", "no field 'videos'")]
    [InlineData("{\"videoIds\":[],\"priority\":\"high\"}", "'priority'")]
    [InlineData("{\"videoIds\":null}", "videoIds")]
    public async Task A_body_that_cannot_be_read_is_refused_with_the_place(string body, string says) =>
        (await ProblemAsync(HttpMethod.Post, "extractions", Text(body), HttpStatusCode.BadRequest)).Detail!.ShouldContain(says);

    [Fact]
    public async Task A_body_of_another_type_or_size_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("videoIds", "x")]);
        (await ProblemAsync(HttpMethod.Post, "extractions", form, HttpStatusCode.UnsupportedMediaType)).Code.ShouldBe("wrong-content-type");
        string large = "{\"videoIds\":[],\"name\":\"" + new string('x', 9 << 20) + "\"}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "extractions") { Content = Text(large) };
        request.Headers.ExpectContinue = true;
        (await ProblemAsync(request, HttpStatusCode.RequestEntityTooLarge)).Code.ShouldBe("too-large");
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_job_even_at_once()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        var other = await Server.AddClipAsync(state: ClipState.Uploaded);
        string key = Guid.NewGuid().ToString();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync<Job>("extractions", Json(new { videoIds = new[] { clip.Id } }), HttpStatusCode.Accepted, key)));
        jobs.Select(j => j.Id).Distinct().ShouldHaveSingleItem();
        (await ProblemAsync(HttpMethod.Post, "extractions", Json(new { videoIds = new[] { other.Id } }), HttpStatusCode.Conflict, key)).Code.ShouldBe("idempotency-key-used");
        (await ProblemAsync(HttpMethod.Post, "extractions", Json(new { videoIds = new[] { other.Id } }), HttpStatusCode.BadRequest, new string('k', 300))).Code.ShouldBe("wrong-idempotency-key");
    }

    [Fact]
    public async Task A_job_is_cancelled_and_retried()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        var id = (await ExtractAsync(clip.Id)).Id;
        (await ProblemAsync(HttpMethod.Post, $"jobs/{id}/retry", null, HttpStatusCode.Conflict)).Detail!.ShouldContain("nothing to do again");
        var cancelled = await PostAsync<Job>($"jobs/{id}/cancel", null, HttpStatusCode.OK);
        cancelled.State.ShouldBe(JobState.Cancelled);
        cancelled.CancelRequested.ShouldBeTrue();
        (await PostAsync<Job>($"jobs/{id}/cancel", null, HttpStatusCode.OK)).State.ShouldBe(JobState.Cancelled);
        var again = await PostAsync<Job>($"jobs/{id}/retry", null, HttpStatusCode.OK);
        again.State.ShouldBe(JobState.Queued);
        again.CancelRequested.ShouldBeFalse();
        again.Counts.Queued.ShouldBe(1);
    }

    [Fact]
    public async Task A_finished_job_cannot_be_cancelled()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        var id = (await ExtractAsync(clip.Id)).Id;
        await ChangeAsync(async c =>
        {
            await c.Steps.Where(s => s.JobId == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, StepState.Succeeded), Cancellation);
            await c.Jobs.Where(j => j.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, JobState.Succeeded), Cancellation);
        });
        (await ProblemAsync(HttpMethod.Post, $"jobs/{id}/cancel", null, HttpStatusCode.Conflict)).Detail!.ShouldContain("finished");
        (await GetAsync<Job>($"jobs/{id}")).Progress.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_job_is_not_found()
    {
        foreach (var (method, address) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/cancel"), (HttpMethod.Post, "/retry"), (HttpMethod.Get, "/files/preview.mp4") })
            (await ProblemAsync(method, $"jobs/{Guid.NewGuid()}{address}", null, HttpStatusCode.NotFound)).Detail!.ShouldContain("There is no job");
    }

    [Fact]
    public async Task Jobs_are_listed_by_kind_and_state_the_newest_first_page_by_page()
    {
        for (int i = 0; i < 5; i++)
            await PostAsync<Job>($"jobs/{(await ExtractAsync((await Server.AddClipAsync(state: ClipState.Uploaded)).Id)).Id}/cancel", null, HttpStatusCode.OK);
        const string List = "jobs?kind=extraction&state=cancelled";
        var all = await GetAsync<Page<Job>>(List + "&limit=1000");
        all.Items.Count.ShouldBeGreaterThanOrEqualTo(5);
        all.Items.ShouldAllBe(j => j.Kind == JobKind.Extraction && j.State == JobState.Cancelled && j.Steps.Count == 0);
        all.Items.Select(j => j.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
        (await GetAsync<Page<Job>>("jobs?kind=animation&state=cancelled")).Items.ShouldAllBe(j => j.Kind == JobKind.Animation);
        var page = await GetAsync<Page<Job>>(List + "&limit=2&offset=1");
        (page.Limit, page.Offset, page.Total).ShouldBe((2, 1, all.Total));
        page.Items.Select(j => j.Id).ShouldBe(all.Items.Skip(1).Take(2).Select(j => j.Id));
        (await GetAsync<Page<Job>>(List + "&offset=100000")).Items.ShouldBeEmpty();
        (await ProblemAsync(HttpMethod.Get, "jobs?kind=cooking", null, HttpStatusCode.BadRequest)).Detail!.ShouldContain("extraction, training, animation");
        (await ProblemAsync(HttpMethod.Get, "jobs?state=1", null, HttpStatusCode.BadRequest)).Detail!.ShouldContain("queued, running");
        (await ProblemAsync(HttpMethod.Get, $"jobs/{all.Items[0].Id}?steps=-1", null, HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("steps");
    }

    [Fact]
    public async Task An_animation_is_asked_for_and_its_files_are_played()
    {
        var model = await ModelAsync();
        var face = await Server.AddClipAsync();
        var job = await PostAsync<Job>("animations", Json(new { modelId = model.Id, audioVideoId = face.Id, face = new { kind = "video", videoId = face.Id } }), HttpStatusCode.Accepted);
        job.Kind.ShouldBe(JobKind.Animation);
        job.ModelId.ShouldBe(model.Id);
        job.Files.ShouldBeEmpty();
        byte[] preview = [];
        foreach (var (kind, name) in new[]
        {
            (ArtifactKinds.KeypointsJson, "keypoints.json"), (ArtifactKinds.KeypointsCsv, "keypoints.csv"), (ArtifactKinds.Preview, "preview.mp4"), (ArtifactKinds.Keypoints, "keypoints.safetensors"),
        })
        {
            var artifact = await Server.ArtifactAsync(kind, ObjectKeys.Render(job.Id, name));
            await ChangeAsync(async c =>
            {
                c.Add(artifact);
                c.Add(new StepArtifact { StepId = job.Steps.Single().Id, ArtifactId = artifact.Id });
                await c.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, JobState.Succeeded), Cancellation);
            });
        }
        var done = await GetAsync<Job>($"jobs/{job.Id}");
        done.Files.Select(f => f.Name).ShouldBe(["preview.mp4", "keypoints.safetensors", "keypoints.csv", "keypoints.json"]);
        // saved, not shown
        using (var json = await Server.Http.GetAsync(done.Files[3].Url, Cancellation))
            (json.Content.Headers.ContentType!.MediaType, json.Content.Headers.ContentDisposition!.DispositionType).ShouldBe(("application/json", "attachment"));
        preview = await Server.Http.GetByteArrayAsync(done.Files[0].Url, Cancellation);
        preview.LongLength.ShouldBe(done.Files[0].Bytes);
        using var request = new HttpRequestMessage(HttpMethod.Get, done.Files[0].Url) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        var part = await Server.Http.SendAsync(request, Cancellation);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        (await part.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(preview[10..20]);
        (await ProblemAsync(HttpMethod.Get, $"jobs/{job.Id}/files/..%2Fkeypoints.csv", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Wrong_animations_are_refused()
    {
        var model = await ModelAsync();
        var clip = await Server.AddClipAsync();
        var raw = await Server.AddClipAsync(state: ClipState.Uploaded);
        var upload = await PostAsync<Contracts.Api.Upload>("uploads?name=a.wav", Bytes(Guid.NewGuid().ToByteArray()), HttpStatusCode.Created);
        Guid nobody = Guid.NewGuid();
        await Refused(new { modelId = model.Id }, HttpStatusCode.BadRequest, "either audioVideoId or audioUploadId");
        await Refused(new { modelId = model.Id, audioVideoId = clip.Id, audioUploadId = upload.Id }, HttpStatusCode.BadRequest, "either");
        await Refused(new { modelId = nobody, audioVideoId = clip.Id }, HttpStatusCode.NotFound, "no model");
        await Refused(new { modelId = model.Id, audioVideoId = nobody }, HttpStatusCode.NotFound, nobody.ToString());
        await Refused(new { modelId = model.Id, audioUploadId = nobody }, HttpStatusCode.NotFound, "no upload");
        await Refused(new { modelId = model.Id, audioUploadId = upload.Id, face = new { kind = "video" } }, HttpStatusCode.BadRequest, "face.videoId");
        await Refused(new { modelId = model.Id, audioUploadId = upload.Id, face = new { kind = "portrait" } }, HttpStatusCode.BadRequest, "face.uploadId");
        await Refused(new { modelId = model.Id, audioUploadId = upload.Id, face = new { kind = "mean", videoId = clip.Id } }, HttpStatusCode.BadRequest, "face.videoId");
        await Refused(new { modelId = model.Id, audioUploadId = upload.Id, face = new { kind = "moon" } }, HttpStatusCode.BadRequest, "face.kind");
        await Refused(new { modelId = model.Id, audioUploadId = upload.Id, face = new { kind = "video", videoId = raw.Id } }, HttpStatusCode.Conflict, "Extract it first");
        await Refused(new { modelId = model.Id, audioUploadId = upload.Id, face = new { kind = "video", videoId = nobody } }, HttpStatusCode.NotFound, "no video");
        (await PostAsync<Job>("animations", Json(new { modelId = model.Id, audioUploadId = upload.Id, face = new { kind = "portrait", uploadId = upload.Id } }), HttpStatusCode.Accepted)).State.ShouldBe(JobState.Queued);

        async Task Refused(object body, HttpStatusCode status, string says) =>
            (await ProblemAsync(HttpMethod.Post, "animations", Json(body), status)).Detail!.ShouldContain(says);
    }
}
