using System.Text;
using System.Text.Json;
using Shouldly;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Xunit;
using Job = Wav2Kp.Catalog.Job;

namespace Wav2Kp.Platform.Tests;

[Collection("platform")]
public sealed class BadInputBatchTests(PlatformFixture platform)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_bad_input_ends_with_a_sentence_that_helps_and_the_other_clips_of_the_batch_finish()
    {
        await platform.StartExtractionAsync();
        string folder = Directory.CreateDirectory(Path.Combine(platform.Folder, "batch")).FullName;
        List<Case> cases = [.. Cases(folder)];
        foreach (Case item in cases)
        {
            item.Video = await platform.UploadFileAsync(item.Path, item.Name, Token);
        }
        // the same file once more, under another name
        Video twin = await platform.UploadFileAsync(cases[0].Path, "the same again.mpg", Token);
        (twin.Id, twin.Duplicate).ShouldBe((cases[0].Video!.Id, true));
        // a source that is gone before anybody has read it
        Case gone = cases.Single(item => item.Code == RejectionCodes.Vanished);
        await platform.Objects.DeleteAsync((await platform.ClipAsync(gone.Video!.Id, Token)).SourceKey, Token);

        Job job = await platform.ExtractAsync(cases.Select(item => item.Video!.Id), Token);
        job = await platform.WaitAsync(job.Id, TimeSpan.FromMinutes(5), Token);

        job.State.ShouldBe(JobState.Succeeded);
        (job.ClipsReady, job.ClipsRejected, job.ClipsFailed).ShouldBe((cases.Count(item => item.Code is null), cases.Count(item => item.Code is not null), 0));
        List<string> faults = [];
        foreach (Case item in cases)
        {
            Clip clip = await platform.ClipAsync(item.Video!.Id, Token);
            try
            {
                Check(item, clip, job);
                if (item.Code is null)
                {
                    await CheckFilesAsync(item, clip);
                }
            }
            catch (ShouldAssertException exception)
            {
                faults.Add($"{item.Name}: {clip.State} {clip.Code} {clip.Reason}\n{exception.Message}");
            }
        }
        faults.ShouldBeEmpty();
    }

    private static IEnumerable<Case> Cases(string folder)
    {
        string real = TestVideos.Grid("bgaa8p");
        string At(string name) => Path.Combine(folder, name);
        byte[] mpeg = File.ReadAllBytes(TestVideos.Grid("bgahzn"));
        byte[] mp4 = File.ReadAllBytes(TestVideos.Recode(At("whole.mp4"), TestVideos.Grid("bgat8n")));

        // as they should be
        yield return new Case(real);
        yield return new Case(TestVideos.Grid("bgbb2p"));
        yield return new Case(Testing.SharedFolder.PathOf("data", "grid-multi", "sbia1a.mpg"));

        // cannot be used
        yield return new Case(TestVideos.Make(At("silent.mpg"), [real], "-an", "-c:v", "copy"), RejectionCodes.NoAudio, "no audio track");
        yield return new Case(TestVideos.Make(At("voice only.m4a"), [real], "-vn", "-c:a", "aac"), RejectionCodes.NoVideo, "no moving picture");
        yield return new Case(TestVideos.Make(At("no face.mp4"), ["lavfi:testsrc2=size=360x288:rate=25:duration=2", "lavfi:sine=440:duration=2"], "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"), RejectionCodes.NoFace, "No face was found");
        yield return new Case(TestVideos.Bytes(At("empty.mp4"), []), RejectionCodes.EmptyFile, "empty");
        yield return new Case(TestVideos.Bytes(At("notes.mp4"), Encoding.UTF8.GetBytes("These are my notes on how to record a video.\n")), RejectionCodes.NotAVideo, "text");
        yield return new Case(TestVideos.Bytes(At("cut off.mp4"), mp4[..(mp4.Length / 2)]), RejectionCodes.Truncated, "cut off");
        yield return new Case(TestVideos.Make(At("one frame.mkv"), [TestVideos.Grid("bgbh6p")], "-frames:v", "1", "-c:v", "libx264", "-c:a", "pcm_s16le"), RejectionCodes.OneFrame, "single frame");
        yield return new Case(TestVideos.Grid("bgbozp"), RejectionCodes.Vanished, "upload the video again") { Name = "vanishes.mpg" };

        // odd, and of use all the same
        foreach (string late in (string[])["brwg8p", "lgbf8n", "bbizzn", "prii9a"])
        {
            // the cascade finds no face in the first 12 frames: followed backwards from the first that shows one
            yield return new Case(TestVideos.Grid(late)) { Check = (_, track) => track!.ValidCount.ShouldBeGreaterThan(60) };
        }
        yield return new Case(TestVideos.Make(At("two faces.mp4"), [TestVideos.Grid("bgia2n"), Testing.SharedFolder.PathOf("data", "grid-multi", "swiz3n.mpg")], "-filter_complex", "hstack=shortest=1", "-map", "0:a", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac"))
        {
            Check = (_, track) => track!.OtherFaces.ShouldBeGreaterThanOrEqualTo(1),
        };
        yield return new Case(TestVideos.Bytes(At("cut off.mpg"), mpeg[..(mpeg.Length * 2 / 3)])) { Check = (media, _) => media.Video!.FrameCount!.Value.ShouldBeInRange(30, 70) };
        yield return new Case(TestVideos.Bytes(At("flipped.mpg"), Flipped(mpeg))) { Warning = "damaged" };
        yield return new Case(TestVideos.Recode(At("phone.mp4"), TestVideos.Grid("bgig7s"), "-vf", "select='not(mod(n,3))+not(mod(n,5))'", "-fps_mode", "vfr"))
        {
            Warning = "frame rate varies",
            Check = (media, track) =>
            {
                media.Video!.VariableFrameRate.ShouldBeTrue();
                track!.Timestamps[1].ShouldBe(0.12, 0.001);
                track.Timestamps[2].ShouldBe(0.2, 0.001);
            },
        };
        yield return new Case(TestVideos.Recode(At("ntsc.mp4"), TestVideos.Grid("bgin3a"), "-r", "30000/1001"))
        {
            Check = (media, track) => (media.Video!.FrameRate, track!.FrameRate).ShouldBe((new Rational(30000, 1001), new Rational(30000, 1001))),
        };
        string sideways = TestVideos.Recode(At("sideways.mp4"), TestVideos.Grid("bgit7a"), "-vf", "transpose=cclock");
        yield return new Case(TestVideos.Make(At("turned.mp4"), [sideways], "-c", "copy", "-metadata:s:v:0", "rotate=270"))
        {
            Check = (media, track) =>
            {
                (media.Video!.Width, media.Video.Height, media.Video.Rotation).ShouldBe((360, 288, 90));
                (track!.Width, track.Height).ShouldBe((360, 288));
            },
        };
        yield return new Case(TestVideos.Make(At("cinema.mkv"), [TestVideos.Grid("bgwh8n")], "-c:v", "copy", "-ac", "6", "-ar", "48000", "-c:a", "ac3"))
        {
            Check = (media, _) => (media.Audio!.Channels, media.Audio.SampleRate).ShouldBe((6, 48000)),
        };
        yield return new Case(TestVideos.Make(At("long sound.mkv"), [TestVideos.Grid("bgwo3s"), "lavfi:sine=300:duration=5"], "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "pcm_s16le")) { Warning = "after the picture" };
        yield return new Case(TestVideos.Make(At("short sound.mkv"), [TestVideos.Grid("bgwu8p"), "lavfi:sine=300:duration=1"], "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "pcm_s16le")) { Warning = "before the picture" };
        yield return new Case(TestVideos.Grid("bragzp")) { Name = "Zoë's \"best\" take – 日本語.mpg" };
    }

    private static byte[] Flipped(byte[] content)
    {
        byte[] flipped = [.. content];
        Random random = new(7);
        for (int i = 0; i < 30; i++)
        {
            flipped[random.Next(flipped.Length / 3, flipped.Length)] ^= (byte)(1 << random.Next(8));
        }
        return flipped;
    }

    private static void Check(Case item, Clip clip, Job job)
    {
        clip.Name.ShouldBe(item.Name);
        if (item.Code is null)
        {
            clip.State.ShouldBe(ClipState.Ready);
            clip.Artifacts.Select(link => link.Kind).Order().ShouldBe(
                [ArtifactKinds.Audio, ArtifactKinds.ContactSheet, ArtifactKinds.Faces, ArtifactKinds.Features, ArtifactKinds.Landmarks]);
            if (item.Warning is not null)
            {
                clip.Warnings.ShouldContain(warning => warning.Contains(item.Warning));
            }
        }
        else
        {
            (clip.State, clip.Code).ShouldBe((ClipState.Rejected, item.Code));
            clip.Reason.ShouldNotBeNull().ShouldContain(item.Words);
            clip.Reason.ShouldEndWith(".");
            job.Steps.Where(step => step.ClipId == clip.Id).ShouldAllBe(step => step.Attempt <= 1);
        }
    }

    private async Task CheckFilesAsync(Case item, Clip clip)
    {
        string path = Path.Combine(platform.Folder, $"{clip.Id:N}.safetensors");
        await platform.Objects.DownloadAsync(clip.Artifacts.Single(link => link.Kind == ArtifactKinds.Landmarks).Artifact!.ObjectKey, path, Token);
        LandmarkTrack track = LandmarkTrack.Load(path);
        MediaInfo media = ContractJson.FromElement<MediaInfo>(clip.Media!.Value);
        track.FrameCount.ShouldBe((int)media.Video!.FrameCount!.Value);
        track.ValidCount.ShouldBeGreaterThan(0);
        item.Check?.Invoke(media, track);
    }

    private sealed record Case(string Path, string? Code = null, string Words = "")
    {
        public string Name { get; init; } = System.IO.Path.GetFileName(Path);

        public string? Warning { get; init; }

        public Action<MediaInfo, LandmarkTrack?>? Check { get; init; }

        public Video? Video { get; set; }
    }
}
