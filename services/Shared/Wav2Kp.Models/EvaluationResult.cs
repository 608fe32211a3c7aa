namespace Wav2Kp.Models;

/// <summary>The figures of a model on clips.</summary>
/// <param name="Metrics">Means over the clips.</param>
/// <param name="Baseline">Means over the clips of the mean face, held still.</param>
/// <param name="PerClip">Each clip's figures; clips without any valid frame are not among them.</param>
public sealed record EvaluationResult(KeypointMetrics Metrics, KeypointMetrics Baseline, IReadOnlyList<ClipEvaluation> PerClip)
{
    /// <summary>The means by their short names, the baseline's with the prefix <c>baseline_</c>.</summary>
    public IReadOnlyDictionary<string, double> ToDictionary()
    {
        Dictionary<string, double> figures = new(Metrics.ToDictionary(), StringComparer.Ordinal) { ["clips"] = PerClip.Count };
        foreach ((string name, double value) in Baseline.ToDictionary())
        {
            figures[$"baseline_{name}"] = value;
        }
        return figures;
    }
}
