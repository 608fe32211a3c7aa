using OpenCvSharp;

namespace Wav2Kp.Faces;

/// <summary>
/// Follows all faces of a clip apart from each other as its frames come, and finishes each frame a few later, when its points can be
/// filtered with those before and after. The detectors run to begin with, when a face is lost, and every few frames at a glance for
/// new ones; frames before a face was found are looked at again from the frame in which it was, backwards.
/// </summary>
internal sealed class ClipTracker : IDisposable
{
    /// <summary>How many faces are followed at most.</summary>
    public const int MostFaces = 6;

    // every so many frames a glance tells of new faces, and of followed ones that are none; and the points of networks that do not
    // tell how sure they are, are shaken to see whether they hold
    private const int GlanceInterval = 10, MeasureInterval = 25;

    // a face that so many glances in a row do not see while they see others, is none
    private const int MostUnseen = 4;

    // after this many frames without a face the detectors look hard at every few frames only
    private const int Patience = 50, PatientStride = 5;

    // a false alarm does not stay a face for so many frames
    private const int Confirmation = 3;

    // frames that wait while nothing was found yet, and that are kept to look at backwards when a new face comes; as far as memory allows
    private const int MostWaiting = 64, Kept = 12;
    private const long MostWaitingBytes = 256L << 20;

    // new faces smaller than this share of the most prominent are nobody whom the clip is about
    private const double LeastProminence = 0.08;

    // what is followed for long with less confidence than this looks like a face and is none, such as one upside down
    private const double LeastMean = 0.5;

    // a face is the one that was lost if it is where that one was, for some frames, or if it looks like it
    private const float SamePlace = 0.2f;
    private const int PlaceMemory = 50;
    private const double SameLook = 0.65;

    private readonly FaceTracker _tracker;
    private readonly Action<int, Mat, IReadOnlyList<(FaceTrace Trace, FaceFrame Face)>> _finished;
    private readonly Queue<WaitingFrame> _waiting = [];
    private readonly List<FaceTrace> _traces = [];
    private readonly TemporalFilter _filter = new();
    private int _frames, _withoutFace, _nextId;
    private int _width, _height;
    private bool _missing;

    /// <param name="tracker">Finds and follows faces.</param>
    /// <param name="finished">Gets each frame when all its faces are finished: its number, its picture and the faces.</param>
    public ClipTracker(FaceTracker tracker, Action<int, Mat, IReadOnlyList<(FaceTrace Trace, FaceFrame Face)>> finished) => (_tracker, _finished) = (tracker, finished);

    /// <summary>The faces that were believed, and over all of their frames.</summary>
    public IReadOnlyList<FaceTrace> Traces => [.. _traces.Where(trace => trace.IsConfirmed && trace.MeanConfidence >= LeastMean)];

    /// <summary>Takes the next frame.</summary>
    /// <param name="picture">Its picture, which belongs to the tracker from now on.</param>
    public void Next(Mat picture)
    {
        (_width, _height) = (picture.Width, picture.Height);
        int frame = _frames++;
        _waiting.Enqueue(new WaitingFrame(frame, picture));
        foreach (FaceTrace trace in _traces)
        {
            if (trace.Current is { } before)
            {
                bool measure = trace.Streak < Confirmation || frame % MeasureInterval == 0;
                if (_tracker.Follow(picture, before, measure) is { } face && !IsTaken(trace, face, frame))
                {
                    trace.See(frame, face);
                }
                else
                {
                    trace.Lose();
                }
            }
        }
        bool any = _traces.Exists(trace => trace.Current is not null);
        _missing = frame == 0 ? DamagedStart.IsMissing(picture) : _missing && DamagedStart.IsDamaged(picture);
        if (_missing)
        {
            // what looks like a face there is only where one has moved
        }
        else if (!any)
        {
            bool hard = _withoutFace < Patience || _withoutFace % PatientStride == 0;
            _withoutFace++;
            Look(picture, frame, hard ? DetectionEffort.Fallback : DetectionEffort.Quick);
        }
        else if (frame % GlanceInterval == 0)
        {
            Look(picture, frame, DetectionEffort.Quick);
        }
        if (_traces.Exists(trace => trace.Current is not null))
        {
            _withoutFace = 0;
        }
        foreach (FaceTrace trace in _traces)
        {
            if (!trace.IsConfirmed && trace.Streak >= Confirmation)
            {
                trace.Confirm();
                LookBackwards(trace);
            }
        }
        // a face that was lost before it was confirmed was none
        _traces.RemoveAll(trace => !trace.IsConfirmed && trace.Current is null);
        FinishFrames(KeptNow(picture));
    }

    /// <summary>The clip is over: the last frames are finished.</summary>
    public void Complete()
    {
        foreach (FaceTrace trace in _traces)
        {
            if (!trace.IsConfirmed && trace.Streak == _frames)
            {
                // a clip too short for a confirmation is believed as it is
                trace.Confirm();
            }
        }
        FinishFrames(0);
    }

    public void Dispose()
    {
        while (_waiting.TryDequeue(out WaitingFrame? frame))
        {
            frame.Picture.Dispose();
        }
    }

    private int KeptNow(Mat picture)
    {
        int wanted = _traces.Exists(trace => trace.IsConfirmed) && _withoutFace == 0 ? Kept : MostWaiting;
        return (int)Math.Clamp(MostWaitingBytes / Math.Max(1, 3L * picture.Width * picture.Height), TemporalFilter.Reach + 1, wanted);
    }

    private void FinishFrames(int keep)
    {
        while (_waiting.Count > keep)
        {
            WaitingFrame frame = _waiting.Dequeue();
            using (frame.Picture)
            {
                List<(FaceTrace, FaceFrame)> faces = [];
                foreach (FaceTrace trace in _traces)
                {
                    if (trace.IsConfirmed && trace.Finish(frame.Index, _filter, _width, _height) is { } face)
                    {
                        faces.Add((trace, face));
                    }
                }
                _finished(frame.Index, frame.Picture, faces);
            }
        }
    }

    // two traces that come to lie on one face: the older one keeps it
    private bool IsTaken(FaceTrace trace, TrackedFace face, int frame) =>
        _traces.Exists(other => other != trace && other.Id < trace.Id && other.Current is { } there && other.LastFrame == frame && there.Box.Overlap(face.Box) > 0.5f);

    private void Look(Mat picture, int frame, DetectionEffort effort)
    {
        TrackedFace[] followed = [.. _traces.Select(trace => trace.Current).OfType<TrackedFace>()];
        List<TrackedFace> found = _tracker.Find(picture, followed, effort, out IReadOnlyList<FaceBox> seen);
        foreach (FaceTrace trace in _traces)
        {
            if (trace.Current is { } face)
            {
                bool isSeen = seen.Any(box => box.Overlap(face.Box) >= SamePlace);
                bool others = found.Exists(other => other.Box.Area > 0.3f * face.Box.Area);
                trace.Unseen = isSeen ? 0 : others || (trace.Unseen > 0 && seen.Count > 0) ? trace.Unseen + 1 : trace.Unseen;
                if (trace.Unseen >= MostUnseen)
                {
                    trace.Lose();
                }
            }
        }
        double most = followed.Concat(found).Select(face => FaceTracker.Prominence(face.Box, picture)).DefaultIfEmpty().Max();
        foreach (TrackedFace face in found.OrderByDescending(face => FaceTracker.Prominence(face.Box, picture)))
        {
            if (FaceTracker.Prominence(face.Box, picture) < LeastProminence * most || _traces.Count(trace => trace.Current is not null) >= MostFaces)
            {
                continue;
            }
            (Lost(face, frame) ?? Begin()).See(frame, face);
        }
    }

    private FaceTrace Begin()
    {
        FaceTrace trace = new(_nextId++);
        _traces.Add(trace);
        return trace;
    }

    // the face that was lost and is this one; where nobody else was ever seen, it is the one that there was
    private FaceTrace? Lost(TrackedFace face, int frame)
    {
        FaceTrace[] lost = [.. _traces.Where(trace => trace.Current is null && trace.IsConfirmed)];
        return lost.Where(trace => frame - trace.LastFrame <= PlaceMemory && trace.Last.Box.Overlap(face.Box) >= SamePlace).MaxBy(trace => trace.LastFrame)
            ?? lost.Select(trace => (Trace: trace, Likeness: trace.Likeness(face))).Where(pair => pair.Likeness >= SameLook).OrderByDescending(pair => pair.Likeness).FirstOrDefault().Trace
            ?? (_traces.Count == 1 && lost.Length == 1 ? lost[0] : null);
    }

    // from the first frame that shows a face backwards, as far as it can be followed
    private void LookBackwards(FaceTrace trace)
    {
        TrackedFace? face = null;
        WaitingFrame? later = null;
        WaitingFrame[] frames = [.. _waiting];
        for (int i = frames.Length - 1; i >= 0; i--)
        {
            WaitingFrame frame = frames[i];
            if (trace.RawAt(frame.Index) is { } known)
            {
                face = known;
            }
            else if (face is not null)
            {
                face = _tracker.Follow(frame.Picture, face) is { } there && !_traces.Exists(other => other != trace && other.RawAt(frame.Index) is { } its && its.Box.Overlap(there.Box) > 0.5f) ? there : null;
                if (face is null)
                {
                    RestoreStart(trace, frames, i, later!);
                    return;
                }
                trace.SeeEarlier(frame.Index, face);
            }
            later = frame;
        }
    }

    // the frames up to this one, if they are those that were cut from their key frame
    private void RestoreStart(FaceTrace trace, WaitingFrame[] frames, int end, WaitingFrame whole)
    {
        if (frames[0].Index != 0 || !DamagedStart.IsMissing(frames[0].Picture))
        {
            return;
        }
        TrackedFace face = trace.RawAt(whole.Index)!;
        if (!DamagedStart.TellsOf(frames[end].Picture, face.Box))
        {
            return;
        }
        for (int i = end; i >= 0; i--)
        {
            using Mat restored = DamagedStart.Restore(frames[i].Picture, frames[end].Picture, whole.Picture);
            if (_tracker.Follow(restored, face) is not { } there)
            {
                return;
            }
            face = there with { Restored = true };
            trace.SeeEarlier(frames[i].Index, face);
        }
    }

    private sealed record WaitingFrame(int Index, Mat Picture);
}
