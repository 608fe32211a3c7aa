using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>Which feature rows the network sees for each frame. The first row may be negative or the last beyond the
/// recording where a window is centred: such rows repeat the recording's end.</summary>
internal static class WindowPlan
{
    /// <summary>The rows of windows centred on frames of a regular rate.</summary>
    /// <param name="frames">How many frames.</param>
    /// <param name="frameRate">Their rate; frame k lasts from k / rate to (k + 1) / rate.</param>
    /// <param name="rowsPerSecond">Feature rows per second; row i is the instant i / rowsPerSecond.</param>
    /// <param name="windowRows">Rows in a window.</param>
    /// <returns>The first row of each window.</returns>
    public static int[] Centred(int frames, Rational frameRate, Rational rowsPerSecond, int windowRows)
    {
        // first = round((k + 1/2) / rate * rowsPerSecond - window / 2), exactly, so that an hour does not drift
        Rational rowsPerFrame = rowsPerSecond / frameRate, offset = (rowsPerFrame - windowRows) / 2;
        int[] first = new int[frames];
        for (int frame = 0; frame < frames; frame++)
        {
            first[frame] = checked((int)((rowsPerFrame * frame) + offset).Round());
        }
        return first;
    }

    /// <summary>The rows of aligned recipes' windows, by the recipe's placement.</summary>
    public static int[] Of(Recipe recipe, int frames, Rational frameRate, Rational rowsPerSecond)
    {
        if (recipe.Window.Placement != WindowPlacement.Trailing)
        {
            return Centred(frames, frameRate, rowsPerSecond, recipe.Window.Rows);
        }
        int[] first = new int[frames];
        for (int frame = 0; frame < frames; frame++)
        {
            first[frame] = checked((int)TrailingFirst(frame, frameRate, rowsPerSecond, recipe));
        }
        return first;
    }

    /// <summary>The first row of a window that trails: row i takes the samples up to i * hop + fft / 2.</summary>
    public static long TrailingFirst(int frame, Rational frameRate, Rational rowsPerSecond, Recipe recipe)
    {
        Rational heard = ((frame + 1) / frameRate) + new Rational(recipe.Window.LookAhead, 1_000);
        Rational half = new(recipe.Features.Mfcc.FftLength / 2, recipe.Features.Mfcc.HopLength);
        return ((heard * rowsPerSecond) - half).Floor() - recipe.Window.Rows + 1;
    }

    /// <summary>
    /// The published WAV2KP's rows: round(i * featureRows / keypointRows), halves to even, at most
    /// featureRows - windowRows - 1; the last keypoint row has no window.
    /// </summary>
    /// <exception cref="InputRejectedException">The recording has fewer rows than a window needs.</exception>
    public static int[] Proportional(int keypointRows, int featureRows, int windowRows, string clipName)
    {
        int last = featureRows - windowRows - 1;
        if (last < 0 || keypointRows < 2)
        {
            throw new InputRejectedException("too-short",
                $"The clip '{clipName}' is too short: its {featureRows} feature rows do not fill the recipe's window of {windowRows}. Use longer clips or a smaller 'window.rows'.");
        }
        int[] first = new int[keypointRows - 1];
        for (int i = 0; i < first.Length; i++)
        {
            first[i] = Math.Min(last, (int)Math.Round((double)i * featureRows / keypointRows, MidpointRounding.ToEven));
        }
        return first;
    }
}
