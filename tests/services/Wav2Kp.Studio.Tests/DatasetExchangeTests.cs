using System.Formats.Tar;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media;
using DatasetVersion = Wav2Kp.Contracts.Api.DatasetVersion;

namespace Wav2Kp.Studio.Tests;

public sealed class DatasetExchangeTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task A_dataset_is_built_by_a_filter_which_is_kept_with_its_statistics()
    {
        string speaker = $"s {Guid.NewGuid():N}";
        var clips = await ClipsAsync(speaker, 6);
        await ChangeAsync(c => c.Clips.Where(x => x.Id == clips[5].Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Tags, new[] { "noisy" }), Cancellation));
        var raw = await Server.AddClipAsync("raw.mp4", ClipState.Uploaded);
        await ChangeAsync(c => c.Clips.Where(x => x.Id == raw.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Speaker, speaker), Cancellation));
        string filter = $"speaker = '{speaker}' and tags != 'noisy'";

        var preview = await GetAsync<DatasetPreview>($"datasets/preview?filter={Uri.EscapeDataString(filter)}");
        (preview.Clips, preview.Ready, preview.Seconds, preview.Frames, preview.Speakers).ShouldBe((6, 5, 15, 375, 1));

        var made = await PostAsync<DatasetVersion>("datasets", Json(new { name = speaker, filter, split = new { train = 3, validation = 1, test = 1 } }), HttpStatusCode.Created);
        made.Filter.ShouldBe(filter);
        made.Clips.Select(c => c.VideoId).ShouldBe(clips.Take(5).Select(c => c.Id), ignoreOrder: true);
        foreach (var stored in new[] { made, (await GetAsync<Page<DatasetVersion>>($"datasets?name={Uri.EscapeDataString(speaker)}")).Items.Single() })
        {
            stored.Filter.ShouldBe(filter);
            var all = stored.Statistics["all"];
            (all.Clips, all.Seconds, all.Frames, all.ValidFrames, all.GoodFrames).ShouldBe((5, 15, 375, 350, 325));
            all.Speakers.ShouldBe(new Dictionary<string, int> { [speaker] = 5 });
            all.Quality.ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 5, 0]);
            (stored.Statistics["train"].Clips, stored.Statistics["validation"].Clips, stored.Statistics["test"].Clips).ShouldBe((3, 1, 1));
        }

        string list = TextOf(await PageAsync($"/datasets?name={Uri.EscapeDataString(speaker)}&filter={Uri.EscapeDataString(filter)}"));
        list.ShouldContain("6 clips, 5 of them ready: 15 s, 375 frames, 1 speaker");
        list.ShouldContain($"{speaker} 1 {filter} 5 3, 1, 1 15 s 375 87 % 1");
        string page = TextOf(await PageAsync($"/datasets/{made.Id}"));
        page.ShouldContain(filter);
        page.ShouldContain("train 3 9.0 s 225 93 % 87 % 1");
        await PageAsync($"/datasets/{Guid.NewGuid()}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_wrong_filter_of_a_dataset_is_told_beside_its_field()
    {
        var problem = await ProblemAsync(HttpMethod.Post, "datasets", Json(new { name = "x", filter = "qualty > 1" }), HttpStatusCode.BadRequest);
        problem.Errors!["filter"].ShouldHaveSingleItem().ShouldContain("Did you mean quality?");
        (await ProblemAsync(HttpMethod.Post, "datasets", Json(new { name = "x", filter = "name = 'nobody'" }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("filter");
        (await ProblemAsync(HttpMethod.Post, "datasets", Json(new { name = "x", filter = "", jobId = Guid.NewGuid() }), HttpStatusCode.BadRequest)).Detail!.ShouldContain("either videoIds or jobId");
        (await ProblemAsync(HttpMethod.Get, "datasets/preview?filter=length", null, HttpStatusCode.BadRequest)).Position.ShouldBe(6);
    }

    [Fact]
    public async Task A_version_is_deleted_unless_a_model_needs_it()
    {
        var free = await DatasetAsync();
        (await Server.Http.DeleteAsync($"datasets/{free.Id}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ProblemAsync(HttpMethod.Get, $"datasets/{free.Id}", null, HttpStatusCode.NotFound);
        (await GetAsync<Page<DatasetVersion>>($"datasets?name={Uri.EscapeDataString(free.Name)}")).Total.ShouldBe(0);
        var model = await ModelAsync();
        (await ProblemAsync(HttpMethod.Delete, $"datasets/{model.DatasetVersionId}", null, HttpStatusCode.Conflict)).Code.ShouldBe("in-use");
        await ProblemAsync(HttpMethod.Delete, $"datasets/{Guid.NewGuid()}", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_clip_is_tagged_and_deleted_unless_a_dataset_holds_it()
    {
        var clip = await Server.AddClipAsync();
        using var patch = await Server.Http.PatchAsync($"videos/{clip.Id}", Json(new { speaker = " zoë ", tags = new[] { "a", "b ", "a" } }), Cancellation);
        patch.StatusCode.ShouldBe(HttpStatusCode.OK);
        var video = await GetAsync<Video>($"videos/{clip.Id}");
        video.Speaker.ShouldBe("zoë");
        video.Tags.ShouldBe(["a", "b"]);
        TextOf(await PageAsync($"/clips/{clip.Id}")).ShouldContain("Tags a, b");
        (await ProblemAsync(HttpMethod.Patch, $"videos/{clip.Id}", Json(new { tags = new[] { "" } }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("tags");
        await ProblemAsync(HttpMethod.Patch, $"videos/{Guid.NewGuid()}", Json(new { speaker = "x" }), HttpStatusCode.NotFound);

        var dataset = await DatasetAsync(3);
        (await ProblemAsync(HttpMethod.Delete, $"videos/{dataset.Clips[0].VideoId}", null, HttpStatusCode.Conflict)).Code.ShouldBe("in-use");
        await ExtractAsync(clip.Id);
        (await ProblemAsync(HttpMethod.Delete, $"videos/{clip.Id}", null, HttpStatusCode.Conflict)).Code.ShouldBe("wrong-state");
        await ChangeAsync(async c =>
        {
            await c.JobClips.Where(x => x.ClipId == clip.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, JobClipState.Ready), Cancellation);
            await c.Clips.Where(x => x.Id == clip.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, ClipState.Ready), Cancellation);
        });
        (await Server.Http.DeleteAsync($"videos/{clip.Id}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ProblemAsync(HttpMethod.Get, $"videos/{clip.Id}", null, HttpStatusCode.NotFound);
        (await Server.Objects.ExistsAsync(clip.SourceKey, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_exported_dataset_comes_back_the_same_and_twice_changes_nothing()
    {
        var clips = await ClipsAsync("zoë, =1+1", 3);
        var made = await PostAsync<DatasetVersion>("datasets", Json(new { name = $"x {Guid.NewGuid():N}", filter = $"id in ('{clips[0].Id}', '{clips[1].Id}', '{clips[2].Id}')" }), HttpStatusCode.Created);
        using var answer = await Server.Http.GetAsync($"datasets/{made.Id}/export", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-tar");
        answer.Content.Headers.ContentDisposition!.FileName!.ShouldEndWith("-v1.tar");
        byte[] tar = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        var files = Read(tar);
        files.Keys.Last().ShouldBe("manifest.json");
        var manifest = JsonNode.Parse(files["manifest.json"])!;
        (manifest["format"]!.GetValue<string>(), manifest["formatVersion"]!.GetValue<int>()).ShouldBe(("wav2kp-dataset", 1));
        foreach (var file in manifest["files"]!.AsArray())
        {
            byte[] content = files[file!["path"]!.GetValue<string>()];
            Convert.ToHexStringLower(SHA256.HashData(content)).ShouldBe(file["sha256"]!.GetValue<string>());
            content.LongLength.ShouldBe(file["bytes"]!.GetValue<long>());
        }
        Encoding.UTF8.GetString(files["clips.csv"]).ShouldContain("\"zoë, =1+1\"");

        // here already
        var same = await PostAsync<DatasetImport>("datasets/import", Bytes(tar), HttpStatusCode.OK);
        (same.Id, same.IsNew, same.NewClips).ShouldBe((made.Id, false, 0));
        int rows = await CountAsync();

        // on a catalog that has neither the version nor its clips
        (await Server.Http.DeleteAsync($"datasets/{made.Id}", Cancellation)).EnsureSuccessStatusCode();
        foreach (var clip in clips)
            (await Server.Http.DeleteAsync($"videos/{clip.Id}", Cancellation)).EnsureSuccessStatusCode();
        var back = await PostAsync<DatasetImport>("datasets/import", Bytes(tar), HttpStatusCode.Created);
        (back.IsNew, back.NewClips, back.Dataset.Hash, back.Dataset.Filter).ShouldBe((true, 3, made.Hash, made.Filter));
        back.Dataset.Statistics["all"].Seconds.ShouldBe(9);
        var restored = await GetAsync<DatasetVersion>($"datasets/{back.Id}");
        restored.Clips.ShouldBe(made.Clips);
        foreach (var clip in clips)
        {
            var video = await GetAsync<Video>($"videos/{clip.Id}");
            (video.State, video.Sha256, video.Speaker, video.Files.Count).ShouldBe((VideoState.Ready, clip.Sha256, "zoë, =1+1", 5));
            foreach (string name in new[] { "source", "features.safetensors", "landmarks.safetensors", "faces.tar", "audio.wav" })
                (await Server.Http.GetByteArrayAsync($"videos/{clip.Id}/files/{name}", Cancellation)).ShouldBe(files[$"clips/{clip.Id:N}/{(name == "source" ? "source.mp4" : name)}"]);
        }
        (await CountAsync()).ShouldBe(rows);
        (await PostAsync<DatasetImport>("datasets/import", Bytes(tar), HttpStatusCode.OK)).Id.ShouldBe(back.Id);
        (await CountAsync()).ShouldBe(rows);
        // another name
        (await PostAsync<DatasetImport>($"datasets/import?name={Guid.NewGuid():N}", Bytes(tar), HttpStatusCode.Created)).NewClips.ShouldBe(0);

        async Task<int> CountAsync()
        {
            await using var catalog = Server.CreateDbContext();
            var ids = clips.Select(c => c.Id).ToList();
            return await catalog.Clips.CountAsync(c => ids.Contains(c.Id), Cancellation) + await catalog.Artifacts.CountAsync(a => a.ClipId != null && ids.Contains(a.ClipId.Value), Cancellation);
        }
    }

    [Fact]
    public async Task An_archive_that_means_harm_is_refused_and_leaves_nothing()
    {
        var clips = await ClipsAsync("s", 3);
        var made = await PostAsync<DatasetVersion>("datasets", Json(new { name = $"x {Guid.NewGuid():N}", videoIds = clips.Select(c => c.Id) }), HttpStatusCode.Created);
        byte[] tar = await Server.Http.GetByteArrayAsync($"datasets/{made.Id}/export", Cancellation);
        var good = Read(tar);
        string folder = $"clips/{clips[0].Id:N}/";
        string secret = Path.Combine(Path.GetTempPath(), $"wav2kp-{Guid.NewGuid():N}");

        await Refused(Write(good, extra: ("../../" + Path.GetFileName(secret), [1])), "is no name of a file");
        await Refused(Write(good, extra: (secret, [1])), "is no name of a file");
        await Refused(Write(good, extra: ($"{folder}../../x", [1])), "is no name of a file");
        await Refused(Write(good, extra: ($"{folder}source.mp4\0.txt", [1])), "");
        await Refused(Write(good, extra: ($"{folder}evil.sh", [1])), "is no name of a file");
        await Refused(Write(good, extra: ($"clips/{Guid.NewGuid():N}/audio.wav", [1])), "which its manifest does not name");
        await Refused(Write(good, link: ($"{folder}source.mp4", "/etc/passwd", TarEntryType.SymbolicLink)), "is no regular file");
        await Refused(Write(good, link: ($"{folder}source.mp4", $"{folder}audio.wav", TarEntryType.HardLink)), "is no regular file");
        await Refused(Write(good, extra: ($"{folder}audio.wav", [1])), "twice");
        await Refused(tar[..(tar.Length / 2)], "");
        await Refused(new byte[5000], "");
        await Refused(RandomNumberGenerator.GetBytes(5000), "");
        await Refused([], "");
        await Refused(Write(new() { ["manifest.json"] = "{"u8.ToArray() }), "cannot be read");
        await Refused(Write(new() { ["manifest.json"] = "[]"u8.ToArray() }), "");
        await Refused(Write(With(good, folder + "audio.wav", [1, 2, 3])), "is damaged");
        await Refused(Write(Without(good, folder + "features.safetensors")), "It lacks");
        await Refused(Changed(m => m["formatVersion"] = 2), "version 2");
        await Refused(Changed(m => m["format"] = "other"), "is not that of a dataset");
        await Refused(Changed(m => m["clips"]![0]!["name"] = "../../x.mp4"), "without folders");
        await Refused(Changed(m => m["clips"]![0]!["sha256"] = new string('0', 64)), "not that of its SHA-256");
        await Refused(Changed(m => m["clips"]![0]!["split"] = "all"), "there are train, validation and test");
        await Refused(Changed(m => m["clips"]![0]!["source"] = m["clips"]![1]!["source"]!.GetValue<string>()), "not one of its own");
        await Refused(Changed(m => m["clips"]![0]!["artifacts"]!["features"]!["hash"] = "../../../../x"), "not what an export calls them");
        await Refused(Changed(m => m["clips"]![0]!["media"]!["duration"] = "1/0"), "cannot be read");
        await Refused(Changed(m => m["clips"]![0]!["artifacts"]!["landmarks"]!["metadata"] = new JsonObject { ["frames"] = 5, ["valid"] = "' or true --" }), "cannot be read");
        await Refused(Changed(m => m["clips"]![0]!["tags"] = new JsonArray("a\u0000b")), "control characters");
        await Refused(Changed(m => m["clips"]![1] = m["clips"]![0]!.DeepClone()), "twice");
        await Refused(Rehashed(folder + "landmarks.safetensors", new byte[100]), "no file of landmarks");
        await Refused(Rehashed(folder + "features.safetensors", new byte[4]), "");
        await Refused(await Server.Http.GetByteArrayAsync($"datasets/{made.Id}/export?videos=false&faces=false", Cancellation), "without videos");

        File.Exists(secret).ShouldBeFalse();
        Directory.EnumerateDirectories(Path.GetDirectoryName(Server.StateFile)!, "wav2kp-import-*").ShouldBeEmpty();
        (await GetAsync<Page<DatasetVersion>>($"datasets?name={Uri.EscapeDataString(made.Name)}")).Total.ShouldBe(1);
        await using var catalog = Server.CreateDbContext();
        (await catalog.Clips.CountAsync(c => c.Name.Contains("..") || c.Sha256 == new string('0', 64), Cancellation)).ShouldBe(0);

        async Task Refused(byte[] body, string says)
        {
            var problem = await ProblemAsync(HttpMethod.Post, "datasets/import", Bytes(body), HttpStatusCode.BadRequest);
            problem.Detail!.ShouldContain(says);
        }

        byte[] Changed(Action<JsonNode> change)
        {
            var manifest = JsonNode.Parse(good["manifest.json"])!;
            change(manifest);
            return Write(With(good, "manifest.json", Encoding.UTF8.GetBytes(manifest.ToJsonString())));
        }

        // damage that the hashes do not tell
        byte[] Rehashed(string path, byte[] content)
        {
            var manifest = JsonNode.Parse(good["manifest.json"])!;
            var file = manifest["files"]!.AsArray().Single(f => f!["path"]!.GetValue<string>() == path)!;
            file["bytes"] = content.Length;
            file["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
            return Write(With(With(good, path, content), "manifest.json", Encoding.UTF8.GetBytes(manifest.ToJsonString())));
        }
    }

    private static Dictionary<string, byte[]> With(Dictionary<string, byte[]> files, string name, byte[] content) => new(files) { [name] = content };

    private static Dictionary<string, byte[]> Without(Dictionary<string, byte[]> files, string name) => files.Where(f => f.Key != name).ToDictionary();

    private static Dictionary<string, byte[]> Read(byte[] tar)
    {
        var files = new Dictionary<string, byte[]>();
        using var reader = new TarReader(new MemoryStream(tar));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add(entry.Name, content.ToArray());
        }
        return files;
    }

    private static byte[] Write(Dictionary<string, byte[]> files, (string Name, byte[] Content)? extra = null, (string Name, string Target, TarEntryType Type)? link = null)
    {
        using var output = new MemoryStream();
        using (var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true))
        {
            if (link is { } l)
                tar.WriteEntry(new PaxTarEntry(l.Type, l.Name) { LinkName = l.Target });
            foreach (var (name, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            if (extra is { } e)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, e.Name) { DataStream = new MemoryStream(e.Content) });
        }
        return output.ToArray();
    }

    /// <summary>Ready clips of 3 s and 75 frames, 70 with a face, of which 5 are flagged; their features can be read.</summary>
    private async Task<List<Clip>> ClipsAsync(string speaker, int count)
    {
        var clips = new List<Clip>();
        for (int i = 0; i < count; i++)
        {
            var clip = await Server.AddClipAsync($"clip {i}.mp4");
            clips.Add(clip);
            await ChangeAsync(async catalog =>
            {
                var row = (await catalog.Clips.FindAsync([clip.Id], Cancellation))!;
                row.Speaker = speaker;
                row.Media = JsonDocument.Parse(
                    """
                    {"container":"mp4","duration":"3","bytes":1000,"warnings":[],
                     "video":{"stream":0,"codec":"h264","width":360,"height":288,"frameRate":"25","variableFrameRate":false,"frameCount":75},
                     "audio":{"stream":1,"codec":"aac","sampleRate":44100,"channels":2}}
                    """).RootElement;
                foreach (var held in await catalog.ClipArtifacts.Include(a => a.Artifact).Where(a => a.ClipId == clip.Id).ToListAsync(Cancellation))
                {
                    if (held.Kind == ArtifactKinds.Landmarks)
                    {
                        held.Artifact!.Metadata = JsonSerializer.SerializeToElement(new { source = "network:x", frames = 75, valid = 70, flagged = 5 });
                    }
                    else if (held.Kind == ArtifactKinds.Features)
                    {
                        using var content = new MemoryStream();
                        SafetensorsFile.Write(content, [SafetensorsTensor.FromFloats("mfcc", [2, 40], new float[80])]);
                        held.Artifact!.Bytes = content.Length;
                        content.Position = 0;
                        await Server.Objects.PutAsync(held.Artifact.ObjectKey, content, Cancellation);
                    }
                }
            });
        }
        return clips;
    }
}
