namespace Wav2Kp.Contracts.Api;

/// <summary>Something that could be written in a filter.</summary>
public sealed record FilterSuggestion
{
    /// <summary>As it is written, with its quotes.</summary>
    public required string Text { get; init; }

    /// <summary><c>field</c>, <c>operator</c>, <c>value</c> or <c>word</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is.</summary>
    public string? Detail { get; init; }
}
