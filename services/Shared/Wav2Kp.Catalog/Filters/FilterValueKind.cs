namespace Wav2Kp.Catalog.Filters;

/// <summary>What kind of value was written in a filter.</summary>
internal enum FilterValueKind
{
    /// <summary>In quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,
}
