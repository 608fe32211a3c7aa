using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Wav2Kp.Cli;
using Wav2Kp.Cli.Output;

namespace Wav2Kp.Benchmarks;

/// <summary>
/// This program as the process that runs stages: <c>stages RESULT FOLDER CLIPS THREADS STEPS COPIES LANDMARK-MODEL STAGE …</c>, called by
/// <see cref="BenchRunner"/> alone.
/// </summary>
internal static class StageProcess
{
    public const string Verb = "stages";

    public static async Task<int> RunAsync(string[] arguments)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        if (arguments is not [string result, string folder, string clips, string threads, string steps, string copies, string landmarkModel, .. string[] names] || names.Length == 0)
        {
            await Console.Error.WriteLineAsync($"'{Verb}' is called by the benchmark itself.");
            return ExitCodes.Usage;
        }
        try
        {
            StageContext context = new(
                BenchClips.In(clips), folder, int.Parse(threads, CultureInfo.InvariantCulture), int.Parse(steps, CultureInfo.InvariantCulture),
                int.Parse(copies, CultureInfo.InvariantCulture), landmarkModel.Length == 0 ? null : landmarkModel);
            List<StageFigure> figures = [];
            foreach (string name in names)
            {
                IStage stage = StageList.All.First(stage => stage.Name == name);
                figures.Add(await stage.RunAsync(context, stop.Token));
            }
            await File.WriteAllTextAsync(result, JsonSerializer.Serialize(new RunFigures(figures, ResourceUsage.Now()), Terminal.JsonOptions), stop.Token);
            return ExitCodes.Succeeded;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Cancelled;
        }
        // what the libraries say of files is meant for people
        catch (Exception exception) when (exception is CliException or Media.InputRejectedException or InvalidDataException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }

        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
