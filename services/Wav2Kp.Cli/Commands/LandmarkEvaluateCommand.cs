using System.CommandLine;
using System.Text.Json.Serialization;
using OpenCvSharp;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Evaluation;
using Wav2Kp.Faces.Labelling;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Pictures;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>landmarks evaluate</c>.</summary>
internal static class LandmarkEvaluateCommand
{
    private const string OwnName = "wav2kp";

    public static Command Create()
    {
        Option<FileInfo> data = new("--data") { Description = "Labelled pictures: NAME.json with NAME.tar beside it", HelpName = "FILE.json", Required = true };
        Option<FileInfo[]> models = new("--model") { Description = "Other landmark networks to measure beside ours: ONNX files, or safetensors files of landmarks train", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        Option<FileInfo?> weights = new("--weights") { Description = "Measure these weights of landmarks train as ours; default: those that come with Wav2Kp", HelpName = "FILE" };
        Option<string> boxes = new("--boxes")
        {
            Description = "Where the faces are said to be for nme_mean, nme_median, failure_rate and regions: by their true points, or by our own detector",
            DefaultValueFactory = _ => "points",
        };
        boxes.AcceptOnlyFromAmong("points", "detector");
        Option<FileInfo?> picture = new("--picture") { Description = "Draw the cumulative error curves", HelpName = "FILE.png" };
        Option<DirectoryInfo?> videos = new("--clips") { Description = "Talking clips on which to measure too: frames with a face, how far lips tremble in the first five frames, speed with tracking", HelpName = "DIR" };
        return new Command("evaluate", "Measure our landmark network, and others beside it, on labelled pictures and on clips") { data, models, weights, boxes, videos, picture }
            .Does(async (context, cancellationToken) =>
            {
                string? own = Existing(context.Get(weights));
                string[] others = [.. (context.Get(models) ?? []).Select(file => Existing(file)!)];
                IReadOnlyList<string> clips = context.Get(videos) is { } folder ? ClipsOf(folder) : [];
                Report report = await context.Terminal.StageAsync("Measuring pictures", stage => Task.Run(
                    () => Measure(
                        context.Get(data)!.FullName, own, others, context.Get(boxes) == "detector", context.Get(picture)?.FullName,
                        new LandmarkRenderCommand.Progress(stage), cancellationToken),
                    cancellationToken));
                if (clips.Count > 0)
                {
                    report = await context.Terminal.StageAsync("Measuring clips", async stage => report with
                    {
                        Clips = await MeasureClipsAsync(clips, own, others, new LandmarkRenderCommand.Progress(stage), cancellationToken),
                    });
                }
                context.Terminal.Result(report, console => Show(console, report));
            });
    }

    private static Report Measure(
        string data, string? weights, string[] others, bool byDetector, string? picture, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using LabelledPictures set = LabelledPictures.Load(data);
        Func<ILandmarkNetwork> own = Own(weights);
        int stages = 2 + others.Length, stage = 0;
        IProgress<double> Next() => new Part(progress, stage++, stages);

        NetworkFigures told = LandmarkEvaluator.Measure(set, own, OwnName, Next(), cancellationToken);
        NetworkFigures found;
        double foundRate;
        using (FaceSearch search = new(own()))
        {
            found = LandmarkEvaluator.MeasureFound(set, search.Find, $"{OwnName}, detected", told.Source, out foundRate, Next(), cancellationToken);
        }
        List<NetworkFigures> compared = [];
        foreach (string other in others)
        {
            compared.Add(LandmarkEvaluator.Measure(set, () => LandmarkNetworks.Open(other), Path.GetFileNameWithoutExtension(other), Next(), cancellationToken));
        }
        NetworkFigures first = byDetector ? found : told;
        if (picture is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
            using Mat curves = ErrorCurve.Draw($"{Path.GetFileNameWithoutExtension(data)}: {set.Items.Count} faces", [told, found, .. compared]);
            if (!Cv2.ImWrite(picture, curves))
            {
                throw new IOException($"The curves cannot be written to {picture}.");
            }
        }
        return new Report
        {
            Data = data,
            Boxes = byDetector ? "detector" : "points",
            Source = told.Source,
            Pictures = set.Items.Count,
            NmeMean = first.NmeMean,
            NmeMedian = first.NmeMedian,
            FailureRate = first.FailureRate,
            FoundRate = foundRate,
            Fps = told.Fps!.Value,
            CalibrationError = told.CalibrationError,
            Regions = first.Regions,
            FromPoints = told,
            FromDetector = found,
            Others = compared,
            Picture = picture,
        };
    }

    private static async Task<IReadOnlyList<ClipFigures>> MeasureClipsAsync(
        IReadOnlyList<string> clips, string? weights, string[] others, IProgress<double> progress, CancellationToken cancellationToken)
    {
        List<ClipFigures> figures = [await ClipEvaluator.MeasureAsync(clips, Own(weights), OwnName, new Part(progress, 0, 1 + others.Length), cancellationToken)];
        foreach (string other in others)
        {
            figures.Add(await ClipEvaluator.MeasureAsync(
                clips, () => LandmarkNetworks.Open(other), Path.GetFileNameWithoutExtension(other), new Part(progress, figures.Count, 1 + others.Length), cancellationToken));
        }
        return figures;
    }

    private static Func<ILandmarkNetwork> Own(string? weights) => weights is null ? LandmarkNetwork.Default : () => LandmarkNetworks.Open(weights);

    private static IReadOnlyList<string> ClipsOf(DirectoryInfo folder)
    {
        if (!folder.Exists)
        {
            throw new CliException($"There is no folder {folder.FullName}.", ExitCodes.Usage);
        }
        IReadOnlyList<string> clips = ClipLabeller.VideosOf(folder.FullName);
        return clips.Count > 0 ? clips : throw new CliException($"There is no video in {folder.FullName}.", ExitCodes.Usage);
    }

    private static void Show(IAnsiConsole console, Report report)
    {
        NetworkFigures[] all = [report.FromPoints, report.FromDetector, .. report.Others];
        console.WriteLine($"{report.Pictures} faces of {report.Data}; errors are mean distances over the distance between the outer eye corners");
        console.Write(Terminal.TableOf(
            all, ("network", f => f.Network), ("NME mean", f => Small(f.NmeMean)), ("median", f => Small(f.NmeMedian)), ("above 0.08", f => f.FailureRate.ToString("0.0%")),
            ("jaw", f => Small(f.Regions["jaw"])), ("brows", f => Small(f.Regions["brows"])), ("nose", f => Small(f.Regions["nose"])), ("eyes", f => Small(f.Regions["eyes"])),
            ("lips", f => Small(f.Regions["lips"])), ("frames/s", f => f.Fps is { } fps ? Math.Round(fps) : null)));
        console.WriteLine($"Our detector finds {report.FoundRate:0.0%} of them. Our confidence is off by {report.CalibrationError:0.000} on average.");
        if (report.Clips is [{ } first, ..] clips)
        {
            console.WriteLine($"{first.Clips} clips, {first.Frames} frames, {first.Restored} of them restored");
            console.Write(Terminal.TableOf(
                clips, ("network", f => f.Network), ("frames with a face", f => f.FoundRate.ToString("0.00%")), ("first frames", f => f.FirstFrameRate.ToString("0.00%")),
                ("lip jitter px", f => f.LipJitter.ToString("0.000")), ("unfiltered", f => f.LipJitterUnfiltered.ToString("0.000")), ("frames/s tracked", f => Math.Round(f.FpsTracked))));
        }
        if (report.Picture is not null)
        {
            console.WriteLine(report.Picture);
        }
    }

    private static string Small(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0000");

    private static string? Existing(FileInfo? file) => file switch
    {
        null => null,
        { Exists: true } => file.FullName,
        _ => throw new CliException($"There is no landmark network at {file.FullName}.", ExitCodes.Usage),
    };

    private sealed class Part(IProgress<double> whole, int index, int count) : IProgress<double>
    {
        public void Report(double value) => whole.Report((index + value) / count);
    }

    private sealed record Report
    {
        [JsonPropertyName("data")]
        public required string Data { get; init; }

        [JsonPropertyName("boxes")]
        public required string Boxes { get; init; }

        [JsonPropertyName("source")]
        public required string Source { get; init; }

        [JsonPropertyName("pictures")]
        public required int Pictures { get; init; }

        [JsonPropertyName("nme_mean")]
        public required double NmeMean { get; init; }

        [JsonPropertyName("nme_median")]
        public required double NmeMedian { get; init; }

        [JsonPropertyName("failure_rate")]
        public required double FailureRate { get; init; }

        [JsonPropertyName("found_rate")]
        public required double FoundRate { get; init; }

        [JsonPropertyName("fps")]
        public required double Fps { get; init; }

        [JsonPropertyName("calibration_error")]
        public double? CalibrationError { get; init; }

        [JsonPropertyName("regions")]
        public required IReadOnlyDictionary<string, double> Regions { get; init; }

        [JsonPropertyName("from_points")]
        public required NetworkFigures FromPoints { get; init; }

        [JsonPropertyName("from_detector")]
        public required NetworkFigures FromDetector { get; init; }

        [JsonPropertyName("others")]
        public required IReadOnlyList<NetworkFigures> Others { get; init; }

        [JsonPropertyName("fps_tracked")]
        public double? FpsTracked => Clips?[0].FpsTracked;

        [JsonPropertyName("clips")]
        public IReadOnlyList<ClipFigures>? Clips { get; init; }

        [JsonPropertyName("picture")]
        public string? Picture { get; init; }
    }
}
