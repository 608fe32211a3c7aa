using System.Text.Json;
using Shouldly;
using Wav2Kp.Cli.Commands;
using Xunit;

namespace Wav2Kp.Cli.Tests;

public sealed class PlatformCommandTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    [Fact]
    public async Task Runs_are_shown_compared_annotated_tagged_deleted_restored_and_exported()
    {
        string one = await studio.AddRunAsync("one", 0.25, "0.1"), two = await studio.AddRunAsync("two", 0.5, "0.2");
        JsonElement listed = await studio.JsonAsync("runs", "list", "--filter", "metrics.loss < 0.3 and experiment = 'cli'");
        listed.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(one);
        JsonElement compared = await studio.JsonAsync("runs", "compare", one, two);
        compared.GetProperty("parameters").EnumerateObject().Select(p => p.Name).ShouldBe(["rate"]);
        compared.GetProperty("metrics").GetProperty("loss").EnumerateArray().Select(v => v.GetDouble()).ShouldBe([0.25, 0.5]);
        (await studio.JsonAsync("runs", "note", one, "the best so far")).GetProperty("notes").GetString().ShouldBe("the best so far");
        (await studio.JsonAsync("runs", "tag", one, "best=yes", "mine")).GetProperty("tags").GetProperty("best").GetString().ShouldBe("yes");
        (await studio.JsonAsync("runs", "tag", one, "--remove", "mine")).GetProperty("tags").EnumerateObject().Select(t => t.Name).ShouldBe(["best"]);
        (await studio.RunAsync("runs", "show", one)).Output.ShouldContain("best=yes");
        (await studio.JsonAsync("runs", "delete", two)).GetProperty("deleted").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe(two);
        (int code, _, string error) = await studio.RunAsync("runs", "show", two);
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("There is no run");
        (await studio.JsonAsync("runs", "restore", two)).GetProperty("name").GetString().ShouldBe("two");
        string file = Path.Combine(studio.Folder, "curves.csv");
        await studio.JsonAsync("runs", "export", one, "--out", file);
        (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Length.ShouldBe(3);
        (await studio.JsonAsync("runs", "export", one)).GetProperty("metrics")[0].GetProperty("points").GetArrayLength().ShouldBe(2);
        // a run that has ended is watched to its end at once
        (await studio.RunAsync("runs", "show", one, "--watch", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_filter_is_shown_with_its_place()
    {
        (int code, _, string error) = await studio.RunAsync("runs", "list", "--filter", "metrics.loss > 'x'");
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("is a number");
        error.ShouldContain("^");
    }

    [Fact]
    public async Task Clips_are_tagged_and_become_a_dataset_that_is_exported_imported_and_deleted()
    {
        List<string> ids = [];
        for (int i = 0; i < 3; i++)
        {
            ids.Add(await studio.AddClipAsync($"clip {i}.mp4"));
        }
        JsonElement tagged = await studio.JsonAsync(["clips", "tag", .. ids, "--speaker", "zoë", "--tag", "a", "--tag", "b"]);
        tagged.GetArrayLength().ShouldBe(3);
        (await studio.JsonAsync("clips", "tag", ids[0], "--untag", "a"))[0].GetProperty("tags").EnumerateArray().Select(t => t.GetString()).ShouldBe(["b"]);
        (await studio.JsonAsync("clips", "list", "--filter", "speaker = 'zoë' and tags = 'a'", "--order", "name desc")).EnumerateArray().Select(c => c.GetProperty("name").GetString()).ShouldBe(["clip 2.mp4", "clip 1.mp4"]);
        (await studio.RunAsync("clips", "show", ids[0])).Output.ShouldContain("speaker zoë");

        JsonElement made = await studio.JsonAsync("datasets", "create", "cli", "--filter", "speaker = 'zoë'", "--split", "1,1,1");
        string id = made.GetProperty("id").GetString()!;
        JsonElement shown = await studio.JsonAsync("datasets", "show", id);
        shown.GetProperty("filter").GetString().ShouldBe("speaker = 'zoë'");
        shown.GetProperty("statistics").GetProperty("train").GetProperty("clips").GetInt32().ShouldBe(1);
        string tar = Path.Combine(studio.Folder, "cli.tar"), folder = Path.Combine(studio.Folder, "exported");
        await studio.JsonAsync("datasets", "export", id, "--out", tar);
        await studio.JsonAsync("datasets", "export", id, "--out", folder);
        File.Exists(Path.Combine(folder, "manifest.json")).ShouldBeTrue();
        Directory.EnumerateFiles(folder, "source.mp4", SearchOption.AllDirectories).Count().ShouldBe(3);
        (await studio.JsonAsync("datasets", "import", tar)).GetProperty("isNew").GetBoolean().ShouldBeFalse();
        await studio.JsonAsync("datasets", "delete", id);
        await studio.JsonAsync("clips", "delete", ids[0]);
        JsonElement back = await studio.JsonAsync("datasets", "import", folder);
        (back.GetProperty("isNew").GetBoolean(), back.GetProperty("newClips").GetInt32(), back.GetProperty("dataset").GetProperty("hash").GetString()).ShouldBe((true, 1, shown.GetProperty("hash").GetString()));
        (await studio.JsonAsync("datasets", "import", tar, "--name", "again")).GetProperty("dataset").GetProperty("name").GetString().ShouldBe("again");
        (int code, _, string error) = await studio.RunAsync("clips", "delete", ids[0]);
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("holds the video");
        (code, _, error) = await studio.RunAsync("datasets", "export", id, "--out", folder);
        (code, error.Contains("is not empty", StringComparison.Ordinal)).ShouldBe((ExitCodes.Usage, true));
    }

    [Fact]
    public async Task Of_several_that_are_to_be_deleted_those_that_are_refused_are_told_and_the_others_go()
    {
        string one = await studio.AddRunAsync("first to go", 1, "1"), two = await studio.AddRunAsync("second to go", 1, "1"), nobody = Guid.NewGuid().ToString();
        (int code, string output, string error) = await studio.RunAsync("runs", "delete", one, nobody, two, "--json");
        code.ShouldBe(ExitCodes.Failed);
        JsonSerializer.Deserialize<JsonElement>(output).GetProperty("deleted").EnumerateArray().Select(d => d.GetString()).ShouldBe([one, two]);
        JsonSerializer.Deserialize<JsonElement>(error).GetProperty("error").GetString()!.ShouldContain(nobody);
        (code, output, _) = await studio.RunAsync("runs", "delete", one);
        // deleted once more it stays so
        (code, output.Contains($"wav2kp runs restore {one}", StringComparison.Ordinal)).ShouldBe((ExitCodes.Succeeded, true));
        (await studio.RunAsync("runs", "restore", nobody)).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(ExitCodes.Failed), r => r.Error.ShouldContain("no run"));

        // what is no identifier is seen before anything goes
        (await studio.JsonAsync("runs", "restore", one)).GetProperty("id").GetString().ShouldBe(one);
        (await studio.RunAsync("runs", "delete", one, "nonsense")).ExitCode.ShouldBe(ExitCodes.Usage);
        (await studio.JsonAsync("runs", "show", one)).GetProperty("id").GetString().ShouldBe(one);
        foreach (string verb in new[] { "clips", "datasets", "runs" })
        {
            (await studio.RunAsync(verb, "delete")).ExitCode.ShouldBe(ExitCodes.Usage, verb);
            (await studio.RunAsync(verb, "delete", nobody)).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(ExitCodes.Failed, verb), r => r.Error.ShouldContain(nobody), r => r.Output.ShouldBeEmpty());
            (await CliProcess.RunAsync(verb, "delete", nobody, "--api", "http://127.0.0.1:1", "--local", studio.Folder)).ExitCode.ShouldBe(ExitCodes.Usage, verb);
        }
    }

    [Fact]
    public async Task A_clip_that_was_rejected_is_retried_and_fails_again_with_the_reason()
    {
        string path = Path.Combine(studio.Folder, "no video.mp4");
        await File.WriteAllTextAsync(path, "This is no video.", TestContext.Current.CancellationToken);
        JsonElement clip = (await CliProcess.JsonAsync(ExitCodes.Failed, "upload", path, "--api", studio.Address.ToString()))[0];
        string id = clip.GetProperty("id").GetString()!, reason = clip.GetProperty("reason").GetString()!;
        reason.ShouldNotBeNullOrWhiteSpace();
        clip = (await CliProcess.JsonAsync(ExitCodes.Failed, "clips", "retry", id, "--wait", "--api", studio.Address.ToString())).EnumerateArray().ShouldHaveSingleItem();
        (clip.GetProperty("id").GetString(), clip.GetProperty("state").GetString(), clip.GetProperty("reason").GetString()).ShouldBe((id, "rejected", reason));
        (await studio.JsonAsync("clips", "show", id)).GetProperty("state").GetString().ShouldBe("rejected");
        (int code, string output, _) = await studio.RunAsync("clips", "show", id);
        (code, output.Contains(reason, StringComparison.Ordinal)).ShouldBe((0, true), output);

        // without waiting it tells the job, which tells the same
        JsonElement started = await studio.JsonAsync("clips", "retry", id, id);
        started.GetProperty("kind").GetString().ShouldBe("extraction");
        string job = started.GetProperty("id").GetString()!;
        (code, output, _) = await studio.RunAsync("jobs", "wait", job);
        (code, output.Contains(reason, StringComparison.Ordinal)).ShouldBe((ExitCodes.Failed, true), output);
        (await studio.RunAsync("clips", "retry", Guid.NewGuid().ToString())).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(ExitCodes.Failed), r => r.Error.ShouldContain("There is no"));
        (await studio.JsonAsync("clips", "delete", id)).GetProperty("deleted")[0].GetString().ShouldBe(id);
        (await studio.RunAsync("clips", "show", id)).ExitCode.ShouldBe(ExitCodes.Failed);
    }

    [Fact]
    public async Task What_the_platform_lacks_is_told_with_an_exit_code()
    {
        (await studio.RunAsync("models", "show", "nobody")).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(ExitCodes.Failed), r => r.Error.ShouldContain("no model 'nobody'"));
        (await studio.RunAsync("logs")).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(ExitCodes.Failed), r => r.Error.ShouldContain("error:"));
        (await studio.RunAsync("jobs", "priority", Guid.NewGuid().ToString(), "5")).ExitCode.ShouldBe(ExitCodes.Failed);
        (await studio.RunAsync("jobs", "show", "x")).ExitCode.ShouldBe(ExitCodes.Usage);
        (await studio.JsonAsync("jobs", "list", "--state", "failed")).GetArrayLength().ShouldBe(0);
        (await studio.RunAsync("datasets", "import", Path.Combine(studio.Folder, "missing.tar"))).ExitCode.ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task A_page_of_the_console_is_opened_or_its_address_printed()
    {
        (await studio.JsonAsync("open", "runs")).GetProperty("address").GetString().ShouldBe(new Uri(studio.Address, "/runs").ToString());
        OpenCommand.AddressOf(studio.Address, "overview").AbsolutePath.ShouldBe("/");
        Should.Throw<CliException>(() => OpenCommand.AddressOf(studio.Address, "//evil.example/x")).ExitCode.ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task The_shell_is_told_verbs_options_and_what_the_platform_holds()
    {
        string id = await studio.AddRunAsync("to complete", 1, "1");
        // help is short, however much there is
        foreach (string verb in new[] { "show", "delete", "restore", "export" })
        {
            (await studio.RunAsync("runs", verb, "--help")).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(0), r => r.Output.ShouldContain("  <id"), r => r.Output.ShouldNotContain(id));
        }
        (await SuggestAsync("runs sh")).ShouldContain("show");
        (await SuggestAsync("datasets ")).ShouldContain("import");
        (await SuggestAsync($"runs show --api {studio.Address} ")).ShouldContain(id);
        (await SuggestAsync($"runs list --api {studio.Address} --filter metrics.lo")).ShouldContain("metrics.loss");
        foreach (string shell in new[] { "bash", "zsh", "fish" })
        {
            (int code, string script, _) = await CliProcess.RunAsync("completion", shell);
            code.ShouldBe(0);
            script.ShouldContain("[suggest:");
        }
        (await CliProcess.RunAsync("completion", "tcsh")).ExitCode.ShouldBe(ExitCodes.Usage);

        static async Task<string[]> SuggestAsync(string line)
        {
            string whole = "wav2kp " + line;
            return (await CliProcess.RunAsync($"[suggest:{whole.Length}]", whole)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
    }
}
