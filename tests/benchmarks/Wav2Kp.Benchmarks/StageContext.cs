using Wav2Kp.Media;

namespace Wav2Kp.Benchmarks;

/// <summary>What the stages of one run work on.</summary>
internal sealed class StageContext(IReadOnlyList<string> clips, string workFolder, int threads, int steps, int copies, string? landmarkModel)
{
    private float[][]? _audio;

    /// <summary>The clips.</summary>
    public IReadOnlyList<string> Clips { get; } = clips;

    /// <summary>Where a stage may write.</summary>
    public string WorkFolder { get; } = workFolder;

    /// <summary>Threads that a stage may use.</summary>
    public int Threads { get; } = threads;

    /// <summary>Training steps to time.</summary>
    public int Steps { get; } = steps;

    /// <summary>How many clips there are in all where there are to be many.</summary>
    public int Copies { get; } = copies;

    /// <summary>A landmark network instead of Wav2Kp's own, if any.</summary>
    public string? LandmarkModel { get; } = landmarkModel;

    /// <summary>The clips' sound, 16 kHz; decoded once, outside of any stage's time.</summary>
    public async Task<float[][]> AudioAsync(CancellationToken cancellationToken)
    {
        if (_audio is null)
        {
            List<float[]> audio = [];
            foreach (string clip in Clips)
            {
                audio.Add(await AudioDecoder.DecodeAsync(clip, AudioTrack.SampleRate, cancellationToken));
            }
            _audio = [.. audio];
        }
        return _audio;
    }
}
