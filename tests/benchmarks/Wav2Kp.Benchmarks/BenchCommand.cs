using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Wav2Kp.Cli;
using Wav2Kp.Cli.Output;

namespace Wav2Kp.Benchmarks;

/// <summary><c>./wav2kp bench</c>.</summary>
internal static class BenchCommand
{
    private const string Standard = "-";

    public static async Task<int> InvokeAsync(string[] args)
    {
        if (args is [StageProcess.Verb, .. string[] stages])
        {
            return await StageProcess.RunAsync(stages);
        }
        Argument<string[]> filter = new("filter")
        {
            Description = $"Measure the stages whose name contains one of these (default: {Names(onRequest: false)}; only when named: {Names(onRequest: true)})",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> peer = new("--against-python")
        {
            Description = "Measure a Python script in turn with ours; without SCRIPT the one that comes with the benchmark",
            HelpName = "SCRIPT",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> json = new("--json") { Description = "Write the result as JSON to FILE, or to standard output without one", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };
        Option<FileInfo?> compare = new("--compare") { Description = "Show what changed since an earlier result of --json", HelpName = "FILE" };
        Option<DirectoryInfo?> clips = new("--clips") { Description = "A folder of videos of people who speak (default: clips of drawn faces)", HelpName = "DIR" };
        Option<int> count = Positive("--n", "How many of the clips, by name", 20);
        Option<int> pairs = Positive("--pairs", "Pairs of runs, or runs", 3);
        Option<int> threads = Positive("--threads", "Threads for each stage", Environment.ProcessorCount);
        Option<int> steps = Positive("--steps", "Training steps to time", 30);
        Option<int> copies = Positive("--copies", "Clips in all for 'growth', the same recordings under other identities", 2000);
        Option<FileInfo?> landmarkModel = new("--landmark-model") { Description = "Another landmark network (an ONNX file) instead of Wav2Kp's own", HelpName = "FILE" };
        Option<string?> python = new("--python") { Description = "The Python interpreter (default: one that can import torch, torchaudio and cv2)", HelpName = "FILE" };
        Option<bool> inner = new("--inner-loops") { Description = "Measure the loops that stages spend their time in with BenchmarkDotNet, in this process, instead of stages" };
        RootCommand root = new("Measure Wav2Kp stage by stage, alone or against a Python script that does the same work on the same clips.")
        {
            filter, peer, json, compare, clips, count, pairs, threads, steps, copies, landmarkModel, python, inner,
        };
        root.SetAction((parsed, cancellationToken) => parsed.GetValue(inner) ? Task.FromResult(RunInnerLoops()) : RunAsync(
            new BenchOptions
            {
                Stages = Chosen(parsed.GetValue(filter) ?? []),
                Clips = parsed.GetValue(clips) switch
                {
                    null => null,
                    { Exists: true } folder => folder.FullName,
                    { } missing => throw new CliException($"There is no folder {missing.FullName}.", ExitCodes.Usage),
                },
                Count = parsed.GetValue(count),
                Pairs = parsed.GetValue(pairs),
                Threads = parsed.GetValue(threads),
                Steps = parsed.GetValue(steps),
                Copies = parsed.GetValue(copies),
                LandmarkModel = ExistingFile(parsed.GetValue(landmarkModel)),
                Peer = parsed.GetResult(peer) is null ? null : parsed.GetValue(peer) ?? Path.Combine(AppContext.BaseDirectory, "python", "reference.py"),
                Python = parsed.GetValue(python),
            },
            parsed.GetResult(json) is null ? null : parsed.GetValue(json) ?? Standard,
            ExistingFile(parsed.GetValue(compare)),
            string.Join(' ', args),
            cancellationToken));
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0 && result.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (System.CommandLine.Parsing.ParseError error in result.Errors)
            {
                new Terminal(json: false).Error(error.Message);
            }
            await Console.Error.WriteLineAsync("Add --help to see what there is.");
            return ExitCodes.Usage;
        }
        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
        }
        catch (CliException exception)
        {
            new Terminal(json: false).Error(exception.Message);
            return exception.ExitCode;
        }
        catch (Exception exception) when (exception is Media.InputRejectedException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            new Terminal(json: false).Error(exception.Message);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            new Terminal(json: false).Error("Cancelled.");
            return ExitCodes.Cancelled;
        }
    }

    private static async Task<int> RunAsync(BenchOptions options, string? json, string? earlier, string commandLine, CancellationToken cancellationToken)
    {
        Terminal terminal = new(json == Standard);
        // read before an hour is spent
        BenchResult? before = earlier is null ? null : BenchResult.Load(earlier);
        BenchResult result = await new BenchRunner(options, terminal).RunAsync(commandLine, cancellationToken);
        string kept = Path.Combine(BenchFolders.Cache, $"{result.StartedAt.UtcDateTime:yyyyMMdd-HHmmss}.json");
        result.Save(kept);
        terminal.Note($"Kept in {kept}");
        if (json is not null and not Standard)
        {
            result.Save(json);
        }
        terminal.Result(result, console => BenchReport.Write(console, result, before));
        return ExitCodes.Succeeded;
    }

    // in this process: a project of BenchmarkDotNet's own would not find the native libraries
    private static int RunInnerLoops()
    {
        ManualConfig config = ManualConfig.CreateMinimumViable()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(BenchFolders.Cache, "inner-loops"));
        return BenchmarkRunner.Run<InnerLoops>(config).Reports.All(report => report.Success) ? ExitCodes.Succeeded : ExitCodes.Failed;
    }

    private static IReadOnlyList<IStage> Chosen(string[] filter)
    {
        IStage[] chosen = [.. StageList.All.Where(stage => filter.Length == 0 ? !stage.OnRequest : filter.Any(part => stage.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))];
        return chosen.Length > 0
            ? chosen
            : throw new CliException($"No stage's name contains '{string.Join("' or '", filter)}': there are {string.Join(", ", StageList.All.Select(stage => stage.Name))}.", ExitCodes.Usage);
    }

    private static string Names(bool onRequest) => string.Join(", ", StageList.All.Where(stage => stage.OnRequest == onRequest).Select(stage => stage.Name));

    private static string? ExistingFile(FileInfo? file) => file switch
    {
        null => null,
        { Exists: true } => file.FullName,
        _ => throw new CliException($"There is no file {file.FullName}.", ExitCodes.Usage),
    };

    private static Option<int> Positive(string name, string description, int value)
    {
        Option<int> option = new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }
}
