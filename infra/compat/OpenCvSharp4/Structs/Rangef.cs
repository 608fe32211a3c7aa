namespace OpenCvSharp;

/// <summary>Values from <see cref="Start"/> up to, and without, <see cref="End"/>.</summary>
public record struct Rangef(float Start, float End)
{
    /// <summary>The least value.</summary>
    public float Start = Start;

    /// <summary>The least value beyond.</summary>
    public float End = End;
}
