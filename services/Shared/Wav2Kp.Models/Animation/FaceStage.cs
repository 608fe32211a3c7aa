using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>The picture that an animation plays in: its size, its rate, and where a predicted face goes in each frame.</summary>
internal abstract class FaceStage
{
    /// <summary>The picture's width, px.</summary>
    public abstract int Width { get; }

    /// <summary>The picture's height, px.</summary>
    public abstract int Height { get; }

    /// <summary>Frames per second.</summary>
    public abstract Rational FrameRate { get; }

    /// <summary>What the face is, for the file's metadata.</summary>
    public abstract string Name { get; }

    /// <summary>Places a predicted face into a frame.</summary>
    /// <param name="frame">The frame; its time is frame / rate.</param>
    /// <param name="face">The face in the recipe's space, [68, 2].</param>
    /// <param name="points">Receives the points, [68, 2] px.</param>
    public abstract void Place(int frame, ReadOnlySpan<float> face, Span<float> points);

    /// <summary>Whether there are pictures to show beside the keypoints.</summary>
    public virtual bool HasPictures => false;

    /// <summary>The pictures to show beside the keypoints, one for each frame; none without <see cref="HasPictures"/>.</summary>
    public virtual IAsyncEnumerable<StagePicture> PicturesAsync(int frames, CancellationToken cancellationToken) => AsyncEnumerable.Empty<StagePicture>();
}

/// <summary>One picture of a <see cref="FaceStage"/>.</summary>
/// <param name="Width">px.</param>
/// <param name="Height">px.</param>
/// <param name="Bgr">[height, width, 3]; not to be kept beyond the next picture.</param>
internal readonly record struct StagePicture(int Width, int Height, Memory<byte> Bgr);
