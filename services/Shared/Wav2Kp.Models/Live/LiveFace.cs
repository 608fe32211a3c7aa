using Wav2Kp.Faces;

namespace Wav2Kp.Models.Live;

/// <summary>The picture that a live face moves in: the faces of <see cref="KeypointStream"/> as points in px, placed as an animation places them.</summary>
public sealed class LiveFace
{
    private readonly FaceStage _stage;

    private LiveFace(FaceStage stage) => _stage = stage;

    /// <summary>The picture's width, px.</summary>
    public int Width => _stage.Width;

    /// <summary>The picture's height, px.</summary>
    public int Height => _stage.Height;

    /// <summary>The model's own mean face in a square picture.</summary>
    public static LiveFace Mean(ModelPackage model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new LiveFace(new MeanFaceStage(model));
    }

    /// <summary>The face of a clip, in the poses of its frames; who speaks longer goes on in its last one.</summary>
    /// <exception cref="InputRejectedException">No frame of the clip has a face.</exception>
    public static LiveFace OfClip(ModelPackage model, LandmarkTrack track)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(track);
        return new LiveFace(new ClipFaceStage(model, "", track));
    }

    /// <summary>The face of a picture, moved as the model's face moves.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picturePath">A PNG or JPEG.</param>
    /// <param name="landmarks">What finds the face's points in it.</param>
    /// <exception cref="InputRejectedException">No face was found, or the picture cannot be read.</exception>
    public static LiveFace OfPortrait(ModelPackage model, string picturePath, LandmarkOptions landmarks)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new LiveFace(new PortraitFaceStage(model, picturePath, landmarks));
    }

    /// <summary>Places a frame's face.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="points">Receives the points, [68, 2] px.</param>
    public void Place(LiveFrame frame, Span<float> points)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _stage.Place((int)(frame.Time * _stage.FrameRate).Floor(), frame.Face, points);
    }
}
