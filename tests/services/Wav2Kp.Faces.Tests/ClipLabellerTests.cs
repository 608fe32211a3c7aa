using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Labelling;
using Wav2Kp.Faces.Pictures;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class ClipLabellerTests : IDisposable
{
    private readonly TestClips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public void Frames_are_chosen_from_shut_to_wide_open_and_apart_from_each_other()
    {
        float[] openings = [.. Enumerable.Range(0, 60).Select(i => i < 40 ? 0.01f : (i - 39) * 0.05f)];
        openings[45] = float.NaN;
        IReadOnlyList<int> chosen = ClipLabeller.Spread(openings, 5);
        chosen.Count.ShouldBe(5);
        chosen[^1].ShouldBe(59);
        chosen.ShouldContain(frame => frame < 40);
        chosen.ShouldNotContain(45);
        chosen.Zip(chosen.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= 3);
        ClipLabeller.Spread([float.NaN, float.NaN], 3).ShouldBeEmpty();
        ClipLabeller.Spread([0.1f], 3).ShouldBe([0]);
    }

    [Fact]
    public async Task A_clip_is_labelled_and_one_that_is_none_is_told_of()
    {
        File.Copy(TestClips.Other, _clips.PathOf("speaker.mpg"));
        await File.WriteAllTextAsync(_clips.PathOf("text.mp4"), "not a video", TestContext.Current.CancellationToken);
        string json = _clips.PathOf("labelled.json");
        IReadOnlyList<LabelledClip> results = await ClipLabeller.LabelAsync(
            ClipLabeller.VideosOf(_clips.Folder), json, new LabellingOptions { Models = [TestClips.Network], FramesPerClip = 3 }, cancellationToken: TestContext.Current.CancellationToken);
        results.Select(result => result.Clip).ShouldBe(["speaker.mpg", "text.mp4"]);
        results[0].Labelled.ShouldBe(3);
        results[0].Disagreement.ShouldBeInRange(0.001, 0.06);
        results[1].Fault.ShouldNotBeNullOrWhiteSpace();
        using LabelledPictures set = LabelledPictures.Load(json);
        set.Items.Select(item => item.Person).ShouldAllBe(person => person == "speaker");
        foreach (LabelledPicture item in set.Items)
        {
            using Mat picture = set.Read(item);
            picture.Width.ShouldBe(192);
            FaceBox box = FaceBox.Around(item.Points);
            (192 / Math.Max(box.Width, box.Height)).ShouldBe(FacePictureCrop.SideOverBox, 0.02);
            item.Source.ShouldBe("clip");
        }
    }

    [Fact]
    public async Task Where_no_frame_satisfies_there_is_no_set()
    {
        File.Copy(TestClips.Other, _clips.PathOf("speaker.mpg"));
        string json = _clips.PathOf("labelled.json");
        LabellingOptions strict = new() { Models = [TestClips.Network], FramesPerClip = 1, Agreement = 1e-6f };
        (await Should.ThrowAsync<InvalidDataException>(() => ClipLabeller.LabelAsync([_clips.PathOf("speaker.mpg")], json, strict, cancellationToken: TestContext.Current.CancellationToken)))
            .Message.ShouldContain("the networks agree in none");
        File.Exists(json).ShouldBeFalse();
    }
}
