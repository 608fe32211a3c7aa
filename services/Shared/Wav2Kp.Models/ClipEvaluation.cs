namespace Wav2Kp.Models;

/// <summary>The figures of one clip.</summary>
/// <param name="Id">The clip's identifier.</param>
/// <param name="Name">Its name.</param>
/// <param name="Model">The model's figures.</param>
/// <param name="Baseline">The figures of the model's mean face, held still in the true frames' poses.</param>
public sealed record ClipEvaluation(string Id, string Name, KeypointMetrics Model, KeypointMetrics Baseline);
