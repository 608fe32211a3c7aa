namespace Wav2Kp.Catalog.Filters;

/// <summary>A value in a filter.</summary>
/// <param name="Kind">What kind of value it was written as.</param>
/// <param name="Text">The text without its quotes; the number's digits; true or false.</param>
/// <param name="Number">The number, for one.</param>
/// <param name="Time">The date and time, where the field is one.</param>
/// <param name="Position">Where it was written.</param>
internal sealed record FilterValue(FilterValueKind Kind, string Text, double Number, DateTimeOffset Time, int Position);
