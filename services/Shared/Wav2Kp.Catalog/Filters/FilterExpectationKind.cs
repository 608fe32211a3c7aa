namespace Wav2Kp.Catalog.Filters;

/// <summary>What kind of thing could come next in a filter.</summary>
public enum FilterExpectationKind
{
    /// <summary>A field.</summary>
    Field,

    /// <summary>A comparison.</summary>
    Operator,

    /// <summary>A value.</summary>
    Value,

    /// <summary>A word or a symbol that joins.</summary>
    Word,
}
