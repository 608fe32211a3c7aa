namespace Wav2Kp.Contracts.Api;

/// <summary>A field that a filter may name, or a family of them.</summary>
public sealed record FilterField
{
    /// <summary>As filters name it; of a family <c>metrics.NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>number</c>, <c>text</c>, <c>loose</c> (text that is compared as a number with one), <c>time</c>, <c>word</c> or <c>labels</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is.</summary>
    public required string Description { get; init; }

    /// <summary>Other names for it.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The comparisons that go with it.</summary>
    public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>All that it may hold, of the type <c>word</c>.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The names that there are, of a family.</summary>
    public required IReadOnlyList<string> Names { get; init; }
}
