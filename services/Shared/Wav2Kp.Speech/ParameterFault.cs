using System.Globalization;

namespace Wav2Kp.Speech;

/// <summary>A value of parameters that is out of its range.</summary>
/// <param name="Property">The property, by its path from the parameters that were looked at.</param>
/// <param name="Value">Its value.</param>
/// <param name="Expected">What it must be.</param>
/// <param name="With">The other property that decides what it must be, if there is one.</param>
public sealed record ParameterFault(string Property, object Value, string Expected, string? With = null)
{
    /// <summary>The fault of a part of other parameters.</summary>
    /// <param name="part">The property that holds the part.</param>
    public ParameterFault Of(string part) => this with { Property = $"{part}.{Property}", With = With is null ? null : $"{part}.{With}" };

    /// <summary>A sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Property} is {Value}, but must be {Expected}.");
}
