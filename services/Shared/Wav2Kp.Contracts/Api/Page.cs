namespace Wav2Kp.Contracts.Api;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed record Page<T>
{
    /// <summary>The entries of this page.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>How many entries there are on all pages.</summary>
    public required long Total { get; init; }

    /// <summary>The most entries that a page of this request holds.</summary>
    public required int Limit { get; init; }

    /// <summary>How many entries come before this page.</summary>
    public required int Offset { get; init; }
}
