namespace Wav2Kp.Catalog.Filters;

/// <summary>What could have stood where a filter ends.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Field">The field that is compared, where a comparison or a value is wanted.</param>
/// <param name="Words">The words and symbols that could, where there are only so many.</param>
internal sealed record FilterExpectation(FilterExpectationKind Kind, FilterField? Field, IReadOnlyList<string> Words)
{
    /// <summary>A field (or a parenthesis or not).</summary>
    public static FilterExpectation AField { get; } = new(FilterExpectationKind.Field, null, ["not", "("]);

    /// <summary>Nothing but some words and symbols.</summary>
    public static FilterExpectation Only(FilterField? field, params IReadOnlyList<string> words) => new(FilterExpectationKind.Word, field, words);
}
