using System.CommandLine;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>landmarks</c>: what makes, measures and feeds landmark networks.</summary>
internal static class LandmarkCommands
{
    public static Command Create() => new("landmarks", "Landmark networks: make pictures to train them on, train them, measure them")
    {
        LandmarkRenderCommand.Create(),
        LandmarkLabelCommand.Create(),
        LandmarkTrainCommand.Create(),
        LandmarkEvaluateCommand.Create(),
        DetectorTrainCommand.Create(),
    };
}
