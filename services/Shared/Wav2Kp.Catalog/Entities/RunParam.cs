namespace Wav2Kp.Catalog;

/// <summary>A parameter of a run.</summary>
public sealed class RunParam
{
    /// <summary>The run.</summary>
    public Guid RunId { get; set; }

    /// <summary>Dotted name: <c>training.epochs</c>.</summary>
    public required string Key { get; set; }

    /// <summary>The value as text.</summary>
    public required string Value { get; set; }
}
