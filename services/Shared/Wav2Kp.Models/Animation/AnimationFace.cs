using Wav2Kp.Faces;

namespace Wav2Kp.Models;

/// <summary>The face that an animation shows.</summary>
public abstract record AnimationFace
{
    private AnimationFace()
    {
    }

    /// <summary>The model's own mean face.</summary>
    public static AnimationFace Mean { get; } = new MeanFace();

    internal abstract Task<FaceStage> StageAsync(ModelPackage model, CancellationToken cancellationToken);

    /// <summary>The face of a clip, in the poses of its frames, the true frames beside it.</summary>
    /// <param name="VideoPath">The video.</param>
    /// <param name="LandmarksPath">Its keypoints (<see cref="LandmarkTrack"/>).</param>
    public sealed record Clip(string VideoPath, string LandmarksPath) : AnimationFace
    {
        internal override Task<FaceStage> StageAsync(ModelPackage model, CancellationToken cancellationToken)
        {
            if (!File.Exists(VideoPath))
            {
                throw new FileNotFoundException($"The clip '{VideoPath}' is not there.", VideoPath);
            }
            return Task.FromResult<FaceStage>(new ClipFaceStage(model, VideoPath, LandmarkTrack.Load(LandmarksPath)));
        }
    }

    /// <summary>The face of a picture, moved as the model's face moves, the picture beside it.</summary>
    /// <param name="PicturePath">A PNG or JPEG.</param>
    /// <param name="Landmarks">What finds the face's points in it.</param>
    public sealed record Portrait(string PicturePath, LandmarkOptions Landmarks) : AnimationFace
    {
        internal override Task<FaceStage> StageAsync(ModelPackage model, CancellationToken cancellationToken)
        {
            if (!File.Exists(PicturePath))
            {
                throw new FileNotFoundException($"The picture '{PicturePath}' is not there.", PicturePath);
            }
            return Task.Run<FaceStage>(() => new PortraitFaceStage(model, PicturePath, Landmarks), cancellationToken);
        }
    }

    private sealed record MeanFace : AnimationFace
    {
        internal override Task<FaceStage> StageAsync(ModelPackage model, CancellationToken cancellationToken) => Task.FromResult<FaceStage>(new MeanFaceStage(model));
    }
}
