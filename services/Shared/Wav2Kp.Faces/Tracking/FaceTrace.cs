namespace Wav2Kp.Faces;

/// <summary>One face in the course of a clip: its number, and what is known of it in each frame.</summary>
internal sealed class FaceTrace(int id)
{
    // of the picture of the face that frames are compared with: how fast it follows the frames
    private const float PatchMemory = 0.04f;
    private const int FirstFrames = 10;

    // of points found in a restored picture: the face is there, but the lips may be off
    private const float RestoredConfidence = 0.5f;

    // cells of the patch, and the difference from the usual picture, in standard deviations, that only something else explains
    private const int PatchSide = 32, Cells = 4;
    private const float MostDifference = 0.95f, MostMouthDifference = 1.5f;

    private readonly Dictionary<int, TrackedFace> _raw = [];
    private readonly SortedDictionary<int, FaceFrame> _frames = [];
    private float[]? _usual;
    private int _patches;

    /// <summary>Its number in the clip, counted from 0 in the order of appearance.</summary>
    public int Id => id;

    /// <summary>The face in the last frame; null while it is out of sight.</summary>
    public TrackedFace? Current { get; private set; }

    /// <summary>The face when it was last seen.</summary>
    public TrackedFace Last { get; private set; } = null!;

    /// <summary>The last frame that showed it.</summary>
    public int LastFrame { get; private set; } = -1;

    /// <summary>Frames in a row that show it.</summary>
    public int Streak { get; private set; }

    /// <summary>Whether it was seen long enough to be no false alarm.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>Quick looks in a row that saw other faces but not this one.</summary>
    public int Unseen { get; set; }

    /// <summary>The sum of its prominence over its frames.</summary>
    public double Prominence { get; private set; }

    /// <summary>The mean confidence of its finished frames but the restored ones; 0 while there is none.</summary>
    public double MeanConfidence => _frames.Values.Where(face => !face.Restored).Select(face => (double)face.Confidence).DefaultIfEmpty().Average();

    /// <summary>Its finished frames.</summary>
    public IReadOnlyDictionary<int, FaceFrame> Frames => _frames;

    /// <summary>The face is in this frame.</summary>
    public void See(int frame, TrackedFace face)
    {
        _raw[frame] = face;
        (Current, Last, LastFrame) = (face, face, frame);
        Streak++;
    }

    /// <summary>The face is in an earlier frame too.</summary>
    public void SeeEarlier(int frame, TrackedFace face) => _raw[frame] = face;

    /// <summary>The face is out of sight.</summary>
    public void Lose()
    {
        Current = null;
        Streak = 0;
        Unseen = 0;
    }

    /// <summary>It is believed to be a face.</summary>
    public void Confirm() => IsConfirmed = true;

    /// <summary>What was found in a frame, unfiltered; null if nothing was, or if the frame is long finished.</summary>
    public TrackedFace? RawAt(int frame) => _raw.GetValueOrDefault(frame);

    /// <summary>Finishes a frame: its points are filtered and its quality is told.</summary>
    /// <returns>The finished frame; null if the face is not in it.</returns>
    public FaceFrame? Finish(int frame, TemporalFilter filter, int width, int height)
    {
        if (!_raw.TryGetValue(frame, out TrackedFace? face))
        {
            return null;
        }
        float[] points = filter.Filtered(frame, at => at == frame || !IsBetween(frame, at) ? null : _raw.GetValueOrDefault(at)?.Points, face.Points);
        float occlusion = Math.Max(face.Hidden, Occlusion(face));
        FacePose pose = FacePose.Of(points);
        FaceFrame finished = new(points, face.Restored ? RestoredConfidence * face.Confidence : face.Confidence, FrameQuality.BlurOf(face.Appearance.Sharpness), occlusion, pose, face.Restored);
        _frames[frame] = finished;
        Prominence += FaceTracker.Prominence(FaceBox.Around(points), width, height);
        _raw.Remove(frame - (2 * TemporalFilter.Reach) - 1);
        return finished;
    }

    // whether the face is in every frame from one to the other: a filter must not reach over a gap
    private bool IsBetween(int frame, int other)
    {
        int step = Math.Sign(other - frame);
        for (int at = frame; at != other; at += step)
        {
            if (!_raw.TryGetValue(at + step, out TrackedFace? there) || (there.Restored != _raw[frame].Restored))
            {
                return false;
            }
        }
        return true;
    }

    // the share of the face's cells that do not look as they usually do
    private float Occlusion(TrackedFace face)
    {
        float[] values = face.Appearance.Values;
        if (values is null)
        {
            return 0;
        }
        float hidden = 0;
        if (_usual is not null && _patches >= FirstFrames)
        {
            const int side = PatchSide / Cells;
            for (int row = 0; row < Cells; row++)
            {
                for (int column = 0; column < Cells; column++)
                {
                    float difference = 0;
                    for (int y = row * side; y < (row + 1) * side; y++)
                    {
                        for (int x = column * side; x < (column + 1) * side; x++)
                        {
                            difference += Math.Abs(values[(y * PatchSide) + x] - _usual[(y * PatchSide) + x]);
                        }
                    }
                    // values of unit length are PatchSide times smaller than those of unit variance
                    difference *= PatchSide / (float)(side * side);
                    bool mouth = row >= 2 && column is 1 or 2;
                    hidden += difference > (mouth ? MostMouthDifference : MostDifference) ? 1f / (Cells * Cells) : 0;
                }
            }
        }
        _usual ??= new float[values.Length];
        // what hides the face is not to become its usual look
        float share = hidden > 0.25f ? PatchMemory / 8 : Math.Max(PatchMemory, 1f / (_patches + 1));
        for (int i = 0; i < values.Length; i++)
        {
            _usual[i] += share * (values[i] - _usual[i]);
        }
        _patches++;
        return hidden;
    }

    /// <summary>How much it looks like a face that was found elsewhere, −1 to 1.</summary>
    public double Likeness(TrackedFace face) => FaceTracker.Correlation(_usual ?? Last.Appearance.Values, face.Appearance.Values);
}
