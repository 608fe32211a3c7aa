using System.Runtime.CompilerServices;
using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>
/// The face of a clip: the model's face in the poses of the clip's frames, the true frames beside it. Speech longer than
/// the clip goes on in its last frame.
/// </summary>
internal sealed class ClipFaceStage : FaceStage
{
    // frames are shown from their own time on; one that is due within this is shown already, s
    private const double TimeTolerance = 2e-3;

    private readonly string _videoPath;
    private readonly LandmarkTrack _track;
    private readonly ModelPackage _model;
    private readonly int[] _poseOf;

    public ClipFaceStage(ModelPackage model, string videoPath, LandmarkTrack track)
    {
        if (track.ValidCount == 0)
        {
            throw new InputRejectedException(RejectionCodes.NoFace, "The clip to animate has no frame with a face: choose another.");
        }
        _model = model;
        _videoPath = videoPath;
        _track = track;
        FrameRate = ModelFrameRate.Of([track]);
        _poseOf = KeypointPredictor.NearestValid(track.Valid);
    }

    public override int Width => _track.Width;

    public override int Height => _track.Height;

    public override Rational FrameRate { get; }

    public override string Name => "clip";

    public override bool HasPictures => true;

    public override void Place(int frame, ReadOnlySpan<float> face, Span<float> points) =>
        KeypointPredictor.Pose(_model.Recipe, _model.MeanFace, face, _track.PointsOf(_poseOf[ShownAt(frame)]), points);

    public override async IAsyncEnumerable<StagePicture> PicturesAsync(int frames, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        VideoFrame? shown = null, next = null;
        await using IAsyncEnumerator<VideoFrame> video = VideoReader.ReadAsync(_videoPath, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            shown = await ReadAsync().ConfigureAwait(false)
                ?? throw new InputRejectedException(RejectionCodes.Unreadable, "The clip to animate has no frame that can be decoded: choose another.");
            next = await ReadAsync().ConfigureAwait(false);
            for (int frame = 0; frame < frames; frame++)
            {
                double time = (frame / FrameRate).Value + TimeTolerance;
                while (next is not null && next.Timestamp.Value <= time)
                {
                    shown.Dispose();
                    (shown, next) = (next, null);
                    next = await ReadAsync().ConfigureAwait(false);
                }
                yield return new StagePicture(shown.Width, shown.Height, shown.Bgr);
            }
        }
        finally
        {
            shown?.Dispose();
            next?.Dispose();
        }

        async ValueTask<VideoFrame?> ReadAsync() => await video.MoveNextAsync().ConfigureAwait(false) ? video.Current : null;
    }

    // the clip's frame that is on screen at the time of an output frame
    private int ShownAt(int frame)
    {
        int index = Array.BinarySearch(_track.Timestamps, (frame / FrameRate).Value + TimeTolerance);
        return Math.Clamp(index >= 0 ? index : ~index - 1, 0, _track.FrameCount - 1);
    }
}
