namespace Wav2Kp.Catalog.Tests.Clips;

/// <summary>A clip as the reference evaluation sees it.</summary>
internal sealed record ClipFacts
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Sha256 { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    public string? Speaker { get; init; }

    public string? Code { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required long Bytes { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Numerators and denominators of the length in seconds and of the frames per second; null until analysed.</summary>
    public ((int Over, int Under) Length, (int Over, int Under) Rate, int Width)? Media { get; init; }

    /// <summary>What the landmark step recorded; null until it did.</summary>
    public (int Frames, int Valid, int? Flagged, double? Blur)? Landmarks { get; init; }

    public double? Length => Media is { } m ? (double)m.Length.Over / m.Length.Under : null;

    public double? Rate => Media is { } m ? (double)m.Rate.Over / m.Rate.Under : null;

    public double? Quality => Landmarks is { Frames: > 0 } l ? Math.Max(0.0, l.Valid - (l.Flagged ?? 0)) / l.Frames : null;
}
