namespace FFMpegCore.Pipes;

/// <summary>A block of raw samples.</summary>
public interface IAudioSample
{
    /// <summary>Writes the samples.</summary>
    void Serialize(Stream stream);

    /// <summary>Writes the samples.</summary>
    Task SerializeAsync(Stream stream, CancellationToken token);
}
