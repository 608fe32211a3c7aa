namespace Wav2Kp.Catalog.Filters;

/// <summary>What a field of a filter holds, and so how it is compared.</summary>
public enum FilterType
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Text that may hold a number, and is compared as one with a number.</summary>
    Loose,

    /// <summary>A date and time.</summary>
    Time,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A set of texts.</summary>
    Labels,
}
