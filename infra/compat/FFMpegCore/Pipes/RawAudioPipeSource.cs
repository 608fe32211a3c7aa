namespace FFMpegCore.Pipes;

/// <summary>Feeds ffmpeg with raw samples.</summary>
public class RawAudioPipeSource : IPipeSource
{
    private readonly IEnumerator<IAudioSample> _samples;

    /// <summary>The blocks are taken one by one, as ffmpeg asks for them.</summary>
    public RawAudioPipeSource(IEnumerator<IAudioSample> sampleEnumerator)
    {
        ArgumentNullException.ThrowIfNull(sampleEnumerator);
        _samples = sampleEnumerator;
    }

    /// <summary>The blocks are taken one by one, as ffmpeg asks for them.</summary>
    public RawAudioPipeSource(IEnumerable<IAudioSample> sampleEnumerator)
        : this((sampleEnumerator ?? throw new ArgumentNullException(nameof(sampleEnumerator))).GetEnumerator())
    {
    }

    /// <summary>ffmpeg's name of the sample format.</summary>
    public string Format { get; set; } = "s16le";

    /// <summary>Samples per second of each channel.</summary>
    public uint SampleRate { get; set; } = 8000;

    /// <summary>Number of interleaved channels.</summary>
    public uint Channels { get; set; } = 1;

    /// <inheritdoc/>
    public string GetStreamArguments() => $"-f {Format} -ar {SampleRate} -ac {Channels}";

    /// <inheritdoc/>
    public async Task WriteAsync(Stream outputStream, CancellationToken cancellationToken)
    {
        try
        {
            while (_samples.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                await _samples.Current.SerializeAsync(outputStream, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _samples.Dispose();
        }
    }
}
