namespace Wav2Kp.Catalog.Filters;

/// <summary>How a filter compares.</summary>
internal enum FilterOperator
{
    /// <summary>=</summary>
    Equal,

    /// <summary>!= or &lt;&gt;</summary>
    NotEqual,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,

    /// <summary>like: % stands for any text, _ for any one character, \ takes the meaning from the next.</summary>
    Like,

    /// <summary>ilike: like, whatever the case of the letters.</summary>
    ILike,

    /// <summary>not like</summary>
    NotLike,

    /// <summary>not ilike</summary>
    NotILike,

    /// <summary>in (…)</summary>
    In,

    /// <summary>not in (…)</summary>
    NotIn,
}
