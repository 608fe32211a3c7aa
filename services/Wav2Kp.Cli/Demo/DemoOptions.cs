namespace Wav2Kp.Cli.Demo;

/// <summary>What the demo was asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>A folder of videos; null for drawn faces.</summary>
    public string? Videos { get; init; }

    /// <summary>How many clips; null for all videos, or for the drawn faces' default.</summary>
    public int? Clips { get; init; }

    /// <summary>Epochs of both recipes; null for what they say.</summary>
    public int? Epochs { get; init; }

    public string? JsonPath { get; init; }

    public bool Keep { get; init; }

    /// <summary>A third party's landmark network; null for Wav2Kp's own.</summary>
    public string? LandmarkModel { get; init; }

    /// <summary>Run in this process on this folder, without servers.</summary>
    public string? Local { get; init; }

    /// <summary>The platform's data folder; null for a new one.</summary>
    public string? DataFolder { get; init; }
}
