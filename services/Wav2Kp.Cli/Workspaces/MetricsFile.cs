using Wav2Kp.Cli.Output;
using Wav2Kp.Models;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>Writes training's figures as they come, and says how far it is.</summary>
internal sealed class MetricsFile : IProgress<TrainingEvent>, IDisposable
{
    private readonly StreamWriter _file;
    private readonly IProgress<StageProgress> _progress;
    private int _epoch = -1;

    public MetricsFile(string path, IProgress<StageProgress> progress)
    {
        _file = new StreamWriter(path) { NewLine = "\n" };
        _file.WriteLine("step,epoch,key,value");
        _progress = progress;
    }

    public void Report(TrainingEvent value)
    {
        _file.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value.Step},{value.Epoch},{value.Key},{value.Value:R}"));
        if (value.Epoch != _epoch)
        {
            _epoch = value.Epoch;
            _progress.Report(new StageProgress((double)value.Epoch / Math.Max(1, value.Epochs), $"epoch {value.Epoch} of {value.Epochs}"));
        }
    }

    /// <summary>Says that a batch size is tried.</summary>
    public void Tried(int size) => _progress.Report(new StageProgress(0, $"finding the batch size: {size}"));

    public void Dispose() => _file.Dispose();
}
