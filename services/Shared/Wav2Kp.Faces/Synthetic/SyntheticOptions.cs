using Wav2Kp.Media;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>How drawn talking-face clips look.</summary>
public sealed record SyntheticOptions
{
    /// <summary>The frame's width in pixels, even.</summary>
    public int Width { get; init; } = 360;

    /// <summary>The frame's height in pixels, even. The head takes two thirds of it.</summary>
    public int Height { get; init; } = 288;

    /// <summary>Frames per second.</summary>
    public Rational FrameRate { get; init; } = 25;

    /// <summary>How many persons speak in turn, each with a voice, a face, colours and a light of their own.</summary>
    public int Speakers { get; init; } = 3;

    /// <summary>A factor of the usual sway of the head; 0 keeps it still.</summary>
    public float Motion { get; init; } = 1;

    /// <summary>How many clips are made side by side; 0 for as many as the machine has processors.</summary>
    public int Parallelism { get; init; }
}
