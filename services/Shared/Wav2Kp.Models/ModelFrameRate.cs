using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>The rate at which a model predicts: that of most of its training frames. Other rates are interpolated.</summary>
internal static class ModelFrameRate
{
    private const double Slowest = 5, Fastest = 120;

    public static Rational Of(IEnumerable<LandmarkTrack> tracks) => tracks
        .Where(track => track.FrameCount > 1)
        .GroupBy(RateOf)
        .Select(group => (Rate: group.Key, Frames: group.Sum(track => (long)track.FrameCount)))
        .OrderByDescending(item => item.Frames).ThenByDescending(item => item.Rate.Value)
        .Select(item => item.Rate)
        .DefaultIfEmpty(25)
        .First();

    // a variable frame rate's nominal value may be far from what its frames do: then the nearest whole rate of the frames
    private static Rational RateOf(LandmarkTrack track)
    {
        double mean = (track.FrameCount - 1) / Math.Max(1e-6, track.Timestamps[^1] - track.Timestamps[0]);
        double nominal = track.FrameRate.Value;
        return nominal is >= Slowest and <= Fastest && Math.Abs((nominal / mean) - 1) < 0.05
            ? track.FrameRate
            : (long)Math.Round(Math.Clamp(mean, Slowest, Fastest));
    }
}
