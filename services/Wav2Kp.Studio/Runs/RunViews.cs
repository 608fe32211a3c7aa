using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Runs;

/// <summary>Runs as the API shows them.</summary>
internal static class RunViews
{
    /// <summary>The query that loads what <see cref="View"/> shows.</summary>
    public static IQueryable<Run> WithAll(this IQueryable<Run> runs) => runs.AsNoTracking()
        .Include(r => r.Experiment).Include(r => r.Params).Include(r => r.Tags).Include(r => r.LatestMetrics).Include(r => r.Artifacts).Include(r => r.Model).AsSplitQuery();

    public static Api.Run View(Run run, bool withArtifacts) => new()
    {
        Id = run.Id,
        ExperimentId = run.ExperimentId,
        Experiment = run.Experiment?.Name ?? throw new InvalidOperationException($"The experiment of the run {run.Id} was not loaded."),
        Name = run.Name,
        Status = run.Status,
        JobId = run.JobId,
        ModelId = run.Model?.Id,
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        Seconds = run.StartedAt is { } started ? ((run.FinishedAt ?? DateTimeOffset.UtcNow) - started).TotalSeconds : null,
        Tags = run.Tags.ToDictionary(t => t.Key, t => t.Value),
        Notes = run.Notes,
        Parameters = run.Params.ToDictionary(p => p.Key, p => p.Value),
        Metrics = run.LatestMetrics.ToDictionary(m => m.Key, m => Finite(m.Value)),
        Artifacts = withArtifacts
            ? [.. run.Artifacts.OrderBy(a => a.CreatedAt).ThenBy(a => a.Name, StringComparer.Ordinal)
                .Select(a => new Api.RunArtifact { Name = a.Name, Kind = a.Kind, Bytes = a.Bytes, CreatedAt = a.CreatedAt })]
            : [],
    };

    /// <summary>JSON knows no NaN and no infinity.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>The numbers among an object's members.</summary>
    public static Dictionary<string, double?> Numbers(JsonElement? element)
    {
        var numbers = new Dictionary<string, double?>();
        if (element is { ValueKind: JsonValueKind.Object } values)
            foreach (var value in values.EnumerateObject())
                if (value.Value.ValueKind is JsonValueKind.Number)
                    numbers[value.Name] = Finite(value.Value.GetDouble());
                else if (value.Value.ValueKind is JsonValueKind.Null || (value.Value.ValueKind is JsonValueKind.String && value.Value.GetString() is "NaN" or "Infinity" or "-Infinity"))
                    numbers[value.Name] = null;
        return numbers;
    }
}
