using Wav2Kp.Media;

namespace Wav2Kp.Faces;

/// <summary>Gathers the faces of a clip whose length is known only at its end.</summary>
internal sealed class TrackBuilder
{
    private readonly List<Rational> _times = [];
    private readonly List<TrackedFace?> _faces = [];
    private int _width, _height;

    public int FrameCount => _faces.Count;

    public void Add(VideoFrame frame)
    {
        (_width, _height) = (frame.Width, frame.Height);
        _times.Add(frame.Timestamp);
        _faces.Add(null);
    }

    // the patch that a face was followed by is not needed any more: a clip may be long
    public void Set(int frame, TrackedFace face) => _faces[frame] = face with { Appearance = default };

    public LandmarkSummary Summarise(FaceTracker tracker)
    {
        TrackedFace[] valid = [.. _faces.OfType<TrackedFace>()];
        return new LandmarkSummary(
            _faces.Count, valid.Length, tracker.OtherFaces, valid.Length == 0 ? 0 : valid.Average(f => f.Confidence), tracker.Detections);
    }

    public LandmarkTrack Build(string source, int otherFaces, Rational frameRate)
    {
        int frames = _faces.Count;
        LandmarkTrack track = new()
        {
            Points = new float[frames * FacePoints.Values],
            Confidence = new float[frames],
            Valid = new byte[frames],
            Box = new float[frames * 4],
            Crop = new float[frames * 6],
            Timestamps = [.. _times.Select(t => t.Value)],
            Width = _width,
            Height = _height,
            FrameRate = frameRate,
            Source = source,
            OtherFaces = otherFaces,
        };
        for (int frame = 0; frame < frames; frame++)
        {
            if (_faces[frame] is { } face)
            {
                track.Set(frame, face.Points, face.Confidence);
            }
        }
        return track;
    }
}
