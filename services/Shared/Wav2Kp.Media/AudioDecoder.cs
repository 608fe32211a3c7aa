using System.Runtime.InteropServices;

namespace Wav2Kp.Media;

/// <summary>The sound of any audio or video file as numbers.</summary>
public static class AudioDecoder
{
    /// <summary>
    /// Decodes the first audio track, mixed down to one channel; with a picture, sample 0 is heard when its first frame is shown.
    /// </summary>
    /// <param name="path">WAV, MP3, M4A, FLAC, Ogg … or a video.</param>
    /// <param name="sampleRate">Samples per second of the result.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <returns>The samples, -1 up to 1; resampling may overshoot by a little.</returns>
    /// <exception cref="InputRejectedException">The file has no sound, or cannot be read.</exception>
    public static async Task<float[]> DecodeAsync(string path, int sampleRate = AudioTrack.SampleRate, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        MediaInfo info = await MediaProbe.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        string samplesPath = Path.Combine(Path.GetTempPath(), $"wav2kp-{Guid.NewGuid():N}.f32");
        try
        {
            long offset = await AudioTrack.DecodeAsync(path, info, samplesPath, "f32le", sampleRate, cancellationToken).ConfigureAwait(false);
            await using FileStream stream = new(samplesPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            long decoded = stream.Length / sizeof(float);
            long skipped = Math.Clamp(-offset, 0, decoded);
            long silence = Math.Max(0, offset);
            if (silence + decoded - skipped > Array.MaxLength / sizeof(float))
            {
                throw new InputRejectedException(RejectionCodes.TooLarge, $"The sound is too long to be taken in one piece at {sampleRate} Hz: cut it into parts.");
            }
            stream.Position = skipped * sizeof(float);
            float[] samples = new float[silence + decoded - skipped];
            stream.ReadExactly(MemoryMarshal.AsBytes(samples.AsSpan((int)silence)));
            return samples;
        }
        finally
        {
            File.Delete(samplesPath);
        }
    }
}
