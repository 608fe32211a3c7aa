namespace OpenCvSharp;

/// <summary>A parameter of an image encoder.</summary>
public record ImageEncodingParam
{
    /// <summary>A parameter and its value.</summary>
    public ImageEncodingParam(ImwriteFlags id, int value)
    {
        EncodingId = id;
        Value = value;
    }

    /// <summary>Which parameter.</summary>
    public ImwriteFlags EncodingId { get; }

    /// <summary>Its value.</summary>
    public int Value { get; }

    /// <summary>Pairs of number and value.</summary>
    internal static int[] Flat(ImageEncodingParam[]? parameters) => [.. (parameters ?? []).SelectMany(parameter => new[] { (int)parameter.EncodingId, parameter.Value })];
}
