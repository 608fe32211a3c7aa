namespace Wav2Kp.Cli.Workspaces;

/// <summary>A model to train.</summary>
/// <param name="Recipe">A built-in recipe's name or the path of a recipe's JSON file.</param>
/// <param name="Overrides">Dotted recipe keys and the values to put there, such as <c>training.epochs</c> = 5.</param>
/// <param name="Device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
internal sealed record TrainingRequest(
    string DatasetId,
    string Recipe,
    IReadOnlyDictionary<string, string> Overrides,
    string Device = "auto",
    string Experiment = "default",
    string? Name = null);
