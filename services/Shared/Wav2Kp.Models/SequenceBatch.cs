using TorchSharp;
using Wav2Kp.Faces;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>A piece of a clip: frames that the network sees as one sequence.</summary>
/// <param name="FirstFrame">The first frame, counted over all clips of its <see cref="SequenceStore"/>.</param>
/// <param name="Length">Frames.</param>
internal readonly record struct Segment(long FirstFrame, int Length);

/// <summary>A batch on the device.</summary>
/// <param name="Windows">[batch, frames, rows x coefficients], standardised.</param>
/// <param name="Targets">[batch, frames, 136], standardised.</param>
/// <param name="Mask">[batch, frames, 1]: 1 where the frame has keypoints and is not padding.</param>
internal readonly record struct SequenceBatch(Tensor Windows, Tensor Targets, Tensor Mask);

/// <summary>
/// Clips as tensors on the device, each feature row stored once: windows overlap by all but a few rows and are gathered
/// batch by batch, so that hours of speech need no more memory than their features.
/// </summary>
internal sealed class SequenceStore : IDisposable
{
    private readonly Tensor _features, _targets, _mask, _windowStart, _windowRows;
    private readonly int _rows, _coefficients;

    /// <param name="clips">The clips.</param>
    /// <param name="recipe">Window and sequence length.</param>
    /// <param name="normalisation">How to standardise.</param>
    /// <param name="device">Where the tensors go.</param>
    public SequenceStore(IReadOnlyList<ClipSequence> clips, Recipe recipe, Normalisation normalisation, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        _rows = recipe.Window.Rows;
        _coefficients = recipe.Features.Mfcc.Coefficients;
        (int Before, int After)[] padding = [.. clips.Select(Padding)];
        long rows = clips.Select((clip, i) => (long)clip.Features.Rows + padding[i].Before + padding[i].After).Sum();
        int frames = clips.Sum(clip => clip.Length);
        float[] features = new float[checked(rows * _coefficients)], targets = new float[checked(frames * FacePoints.Values)], mask = new float[frames];
        long[] starts = new long[frames];
        List<Segment> segments = [];
        (long row, int firstFrame) = (0, 0);
        for (int i = 0; i < clips.Count; i++)
        {
            ClipSequence clip = clips[i];
            for (int frame = 0; frame < clip.Length; frame++)
            {
                starts[firstFrame + frame] = row + padding[i].Before + clip.WindowStart[frame];
                if (clip.Valid[frame])
                {
                    mask[firstFrame + frame] = 1;
                    Standardise(clip.Targets.AsSpan(frame * FacePoints.Values, FacePoints.Values), normalisation.KeypointMean, normalisation.KeypointDeviation,
                        targets.AsSpan((firstFrame + frame) * FacePoints.Values, FacePoints.Values));
                }
            }
            int first = firstFrame;
            segments.AddRange(Cut(first, clip.Length, recipe.Training.SequenceFrames)
                .Where(segment => clip.Valid.AsSpan((int)segment.FirstFrame - first, segment.Length).Contains(true)));
            // the recording's ends are repeated so far that every window lies inside
            for (int r = -padding[i].Before; r < clip.Features.Rows + padding[i].After; r++, row++)
            {
                int source = Math.Clamp(r, 0, clip.Features.Rows - 1) * _coefficients;
                Standardise(clip.Features.Mfcc.AsSpan(source, _coefficients), normalisation.FeatureMean, normalisation.FeatureDeviation,
                    features.AsSpan((int)(row * _coefficients), _coefficients));
            }
            firstFrame += clip.Length;
        }
        Segments = segments;
        _features = tensor(features, [rows, _coefficients], device: device).DetachFromDisposeScope();
        _targets = tensor(targets, [frames, FacePoints.Values], device: device).DetachFromDisposeScope();
        _mask = tensor(mask, [frames], device: device).DetachFromDisposeScope();
        _windowStart = tensor(starts, [frames], device: device).DetachFromDisposeScope();
        _windowRows = arange(_rows, dtype: int64, device: device).DetachFromDisposeScope();
    }

    /// <summary>The sequences that have at least one frame to learn from.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>
    /// Gathers sequences into a batch; shorter ones repeat their last frame, masked. Made in the caller's dispose scope.
    /// </summary>
    public SequenceBatch Gather(ReadOnlySpan<Segment> segments)
    {
        using DisposeScope scope = NewDisposeScope();
        int longest = 0;
        foreach (Segment segment in segments)
        {
            longest = Math.Max(longest, segment.Length);
        }
        long[] frames = new long[segments.Length * longest];
        float[] present = new float[frames.Length];
        for (int i = 0; i < segments.Length; i++)
        {
            for (int frame = 0; frame < longest; frame++)
            {
                frames[(i * longest) + frame] = segments[i].FirstFrame + Math.Min(frame, segments[i].Length - 1);
                present[(i * longest) + frame] = frame < segments[i].Length ? 1 : 0;
            }
        }
        Tensor index = tensor(frames, [frames.Length]).Send(_features.device);
        Tensor rows = (_windowStart.index_select(0, index).unsqueeze(1) + _windowRows).reshape(-1);
        Tensor windows = _features.index_select(0, rows).reshape(segments.Length, longest, _rows * _coefficients);
        Tensor targets = _targets.index_select(0, index).reshape(segments.Length, longest, FacePoints.Values);
        Tensor mask = (_mask.index_select(0, index) * tensor(present, [present.Length]).Send(_features.device)).reshape(segments.Length, longest, 1);
        return new SequenceBatch(windows.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
    }

    /// <summary>The windows alone of sequences of one length: [batch, frames, rows x coefficients].</summary>
    public Tensor GatherWindows(ReadOnlySpan<Segment> segments)
    {
        using DisposeScope scope = NewDisposeScope();
        return Gather(segments).Windows.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _features.Dispose();
        _targets.Dispose();
        _mask.Dispose();
        _windowStart.Dispose();
        _windowRows.Dispose();
    }

    /// <summary>
    /// Cuts a clip into sequences of one length: the last begins earlier rather than being short, so that every sequence
    /// is as long as those that the network is used on.
    /// </summary>
    internal static IEnumerable<Segment> Cut(long firstFrame, int frames, int sequenceFrames)
    {
        if (frames == 0)
        {
            yield break;
        }
        if (sequenceFrames == 0 || frames <= sequenceFrames)
        {
            yield return new Segment(firstFrame, frames);
            yield break;
        }
        int pieces = (frames + sequenceFrames - 1) / sequenceFrames;
        for (int piece = 0; piece < pieces; piece++)
        {
            yield return new Segment(firstFrame + ((long)piece * (frames - sequenceFrames) / (pieces - 1)), sequenceFrames);
        }
    }

    // rows to repeat before and after the recording
    private (int Before, int After) Padding(ClipSequence clip)
    {
        (int before, int after) = (0, 0);
        foreach (int start in clip.WindowStart)
        {
            before = Math.Max(before, -start);
            after = Math.Max(after, start + _rows - clip.Features.Rows);
        }
        return (before, after);
    }

    private static void Standardise(ReadOnlySpan<float> values, float[] mean, float[] deviation, Span<float> result)
    {
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = (values[i] - mean[i]) / deviation[i];
        }
    }
}
