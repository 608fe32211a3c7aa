namespace Wav2Kp.Catalog;

/// <summary>A named collection of runs.</summary>
public sealed class Experiment
{
    /// <summary>Identity.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Unique.</summary>
    public required string Name { get; set; }

    /// <summary>When its first run was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;
}
