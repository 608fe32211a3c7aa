using System.Globalization;
using Wav2Kp.Catalog;
using Wav2Kp.Models;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Trainer;

/// <summary>Hands a training's figures to the run and its progress to the step; both only take notes, so that training never waits.</summary>
internal sealed class TrainingFigures(RunRecorder recorder, StepContext context) : IProgress<TrainingEvent>
{
    private string _loss = "";

    /// <inheritdoc/>
    public void Report(TrainingEvent value)
    {
        recorder.Metric(value.Key, value.Step, value.Epoch, value.Value);
        switch (value.Key)
        {
            case TrainingMetrics.EpochLoss or TrainingMetrics.ValidationLoss:
                _loss = string.Create(CultureInfo.InvariantCulture, $", {value.Key} {value.Value:0.####}");
                context.ReportProgress((double)value.Epoch / value.Epochs, $"epoch {value.Epoch} of {value.Epochs}{_loss}");
                break;
            case TrainingMetrics.StepLoss:
                context.ReportProgress((value.Epoch - 1.0) / value.Epochs, $"epoch {value.Epoch} of {value.Epochs}, step {value.Step}{_loss}");
                break;
        }
    }
}
