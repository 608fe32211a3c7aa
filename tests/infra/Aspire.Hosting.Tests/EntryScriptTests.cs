using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Aspire.Hosting.Tests;

/// <summary>The entry script in a checkout of its own, with stand-ins for the programs that it calls.</summary>
public sealed class EntryScriptTests : IDisposable
{
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    // 'dotnet build' makes the assemblies; each "assembly" is a shell script that says what its test run said.
    private const string FakeDotnet = """
        #!/bin/bash
        echo "dotnet $*" >>"$FAKE_LOG"
        case $1 in
            --version) [ -z "$FAKE_NO_SDK" ] && echo 10.0.100 ;;
            --list-sdks) echo "8.0.100 [/somewhere]" ;;
            restore) ;;
            build)
                if [ -n "$FAKE_BUILD_FAILS" ]; then echo "Some.cs(1,1): error CS0001: it does not compile"; exit 1; fi
                for project in $(find . -name '*.csproj'); do
                    output=$(dirname "$project")/bin/Release/net10.0
                    mkdir -p "$output"
                    cp "$(dirname "$project")/run" "$output/$(basename "$project" .csproj).dll" 2>/dev/null ||
                        touch "$output/$(basename "$project" .csproj).dll"
                done
                ;;
            *) exec bash "$@" ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _root;
    private readonly string _programs;

    public EntryScriptTests()
    {
        _root = Directory.CreateDirectory(Path.Combine(_folder.Path, "a checkout")).FullName;
        _programs = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        Directory.CreateDirectory(Path.Combine(_root, "infra", "native", "build"));
        Directory.CreateDirectory(Path.Combine(_root, "services"));
        Directory.CreateDirectory(Path.Combine(_root, "tests"));
        Directory.CreateDirectory(Path.Combine(_root, "Wav2Kp.ServiceDefaults"));
        File.Copy(Path.Combine(AppHostProcess.RepositoryRoot, "wav2kp"), Path.Combine(_root, "wav2kp"));
        foreach (string name in new[] { "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", ".editorconfig", "Wav2Kp.sln" })
        {
            File.WriteAllText(Path.Combine(_root, name), "");
        }
        File.WriteAllText(Path.Combine(_root, "infra", "debian-packages.txt"), "# none\nbash /bin/bash runs this\n");
        WriteProgram("dotnet", FakeDotnet);
        WriteProgram("cmake", """
            #!/bin/bash
            echo "cmake $*" >>"$FAKE_LOG"
            [ "$1" = --build ] && touch "$2/libwav2kp_torch.so"
            exit 0
            """);
        AddProject("Wav2Kp.AppHost", "Wav2Kp.AppHost", "echo up \"$@\"");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Calls => File.Exists(Path.Combine(_folder.Path, "calls")) ? File.ReadAllText(Path.Combine(_folder.Path, "calls")) : "";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("setup --help")]
    [InlineData("up --help")]
    [InlineData("down -h")]
    [InlineData("test --help")]
    [InlineData("bench --help")]
    public async Task Every_verb_tells_its_use_without_setting_anything_up(string arguments)
    {
        Result result = await RunAsync(arguments.Split(' '));
        result.Code.ShouldBe(0);
        result.Output.ShouldStartWith(arguments == "--help" ? "Wav2Kp: " : $"./wav2kp {arguments.Split(' ')[0]}");
        Calls.ShouldBe("");
    }

    [Fact]
    public async Task A_second_set_up_does_nothing_and_a_changed_source_is_built()
    {
        (await RunAsync(["setup"])).Error.ShouldContain("building the solution");
        string first = Calls;
        first.ShouldContain("cmake --build");
        first.ShouldContain("dotnet build Wav2Kp.sln -c Release");

        Result second = await RunAsync(["setup"]);
        second.Code.ShouldBe(0);
        second.Error.ShouldBe("wav2kp: everything is in place.\n");
        Calls.ShouldBe(first);

        await File.WriteAllTextAsync(Path.Combine(_root, "services", "New.cs"), "class New;", Cancellation);
        (await RunAsync(["setup"])).Code.ShouldBe(0);
        Calls[first.Length..].ShouldContain("dotnet build");
        Calls[first.Length..].ShouldNotContain("cmake");

        await File.WriteAllTextAsync(Path.Combine(_root, "infra", "native", "shim.cpp"), "int x;", Cancellation);
        int before = Calls.Length;
        (await RunAsync(["setup"])).Code.ShouldBe(0);
        Calls[before..].ShouldContain("cmake --build");
    }

    [Fact]
    public async Task A_build_that_fails_shows_its_errors_and_is_tried_again()
    {
        Result result = await RunAsync(["setup"], ("FAKE_BUILD_FAILS", "1"));
        result.Code.ShouldBe(1);
        result.Error.ShouldContain("error CS0001: it does not compile");
        result.Error.ShouldContain("build.log");
        (await RunAsync(["setup"])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_SDK_is_named_with_what_to_do()
    {
        Result result = await RunAsync(["setup"], ("FAKE_NO_SDK", "1"));
        result.Code.ShouldBe(1);
        result.Error.ShouldContain("the .NET SDK 10.0 is missing (8.0.100 found): install it");
    }

    [Fact]
    public async Task A_missing_or_empty_file_of_a_package_has_it_installed_by_sudo_which_is_told_what_for()
    {
        string file = Path.Combine(_folder.Path, "tool");
        await File.WriteAllTextAsync(file, "", Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(_root, "infra", "debian-packages.txt"), $"bash /bin/bash runs this\ntool-package {file} does the work\n", Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(_root, "infra", "install-debian-packages"), $"#!/bin/bash\necho \"installs $*\" >>\"$FAKE_LOG\"\necho x >'{file}'\n", Cancellation);
        File.SetUnixFileMode(Path.Combine(_root, "infra", "install-debian-packages"), Executable);
        WriteProgram("id", "#!/bin/bash\necho 1000\n");
        WriteProgram("apt-get", "#!/bin/bash\nexit 1\n");
        WriteProgram("sudo", "#!/bin/bash\n[ \"$1\" = -v ] || exec \"$@\"\n");

        Result result = await RunAsync(["setup"]);

        result.Code.ShouldBe(0, result.Error);
        result.Error.ShouldContain("tool-package: does the work");
        result.Error.ShouldContain("sudo is asked for, to install them");
        Calls.ShouldContain("installs tool-package\n");
    }

    [Fact]
    public async Task Up_passes_its_options_to_the_AppHost_and_refuses_others()
    {
        Result result = await RunAsync(["up", "--data", "some where", "--port", "0", "--quiet", "--replicas:features=2"]);
        result.Code.ShouldBe(0, result.Error);
        result.Output.ShouldBe("up --data=some where --port=0 --quiet=true --replicas:features=2\n");
        (await RunAsync(["up", "--data"])).Error.ShouldContain("--data needs a value");
        (await RunAsync(["up", "now"])).Error.ShouldContain("'now' is no option of up");
    }

    [Fact]
    public async Task Down_says_when_nothing_runs()
    {
        Result result = await RunAsync(["down", "--data", _folder.Path]);
        result.Code.ShouldBe(0);
        result.Error.ShouldBe($"wav2kp: nothing runs on {_folder.Path}.\n");
    }

    [Fact]
    public async Task Tests_are_added_up_in_a_last_line_and_a_crash_is_a_failure()
    {
        AddProject("tests/Good.Tests", "Good.Tests", "echo 'Total: 5, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 0.1s'");
        Result good = await RunAsync(["test"]);
        good.Code.ShouldBe(0, good.Error);
        good.Output.Split('\n')[^2].ShouldBe("4 passed, 0 failed");

        AddProject("tests/Bad.Tests", "Bad.Tests", "echo 'Total: 7, Errors: 1, Failed: 2, Skipped: 0, Not Run: 0, Time: 0.1s'; exit 1");
        AddProject("tests/Crash.Tests", "Crash.Tests", "echo 'half a'; kill -SEGV $$");
        AddProject("tests/Late.Tests", "Late.Tests", "echo 'Total: 2, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.1s'; exit 134");
        Result all = await RunAsync(["test"]);
        all.Code.ShouldBe(1);
        all.Output.Split('\n')[^2].ShouldBe("11 passed, 5 failed");
        all.Error.ShouldContain("Bad.Tests: 3 failed");
        all.Error.ShouldContain("Crash.Tests: ended with exit code 139 and no summary");
        all.Error.ShouldContain("Late.Tests: ended with exit code 134 after its tests");

        Result some = await RunAsync(["test", "good", "--", "-class", "X"]);
        some.Code.ShouldBe(0, some.Error);
        some.Output.Split('\n')[^2].ShouldBe("4 passed, 0 failed");
        Calls.ShouldContain("Good.Tests.dll -noColor -class X");

        Result none = await RunAsync(["test", "nowhere"]);
        none.Code.ShouldBe(1);
        none.Error.ShouldContain("no test project's name contains 'nowhere'");
    }

    private void AddProject(string folder, string name, string script)
    {
        string path = Directory.CreateDirectory(Path.Combine(_root, folder)).FullName;
        File.WriteAllText(Path.Combine(path, name + ".csproj"), "");
        File.WriteAllText(Path.Combine(path, "run"), script + "\n");
    }

    private void WriteProgram(string name, string text)
    {
        string path = Path.Combine(_programs, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, Executable);
    }

    private async Task<Result> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(Path.Combine(_root, "wav2kp"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_programs}:/usr/bin:/bin";
        start.Environment["FAKE_LOG"] = Path.Combine(_folder.Path, "calls");
        start.Environment["HOME"] = _folder.Path;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return new Result(process.ExitCode, await output, await error);
    }

    private sealed record Result(int Code, string Output, string Error);
}
