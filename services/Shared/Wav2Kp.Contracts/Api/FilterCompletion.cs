namespace Wav2Kp.Contracts.Api;

/// <summary>What could be written at a place in a filter, instead of what stands from <see cref="From"/> to the place.</summary>
public sealed record FilterCompletion
{
    /// <summary>Where what is there already begins, in UTF-16 characters from 0.</summary>
    public required int From { get; init; }

    /// <summary>What could be written, the likeliest first.</summary>
    public required IReadOnlyList<FilterSuggestion> Items { get; init; }
}
