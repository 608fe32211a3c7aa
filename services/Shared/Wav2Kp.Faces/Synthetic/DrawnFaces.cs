using System.Runtime.InteropServices;
using OpenCvSharp;
using Wav2Kp.Faces.Pictures;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>Makes sets of labelled pictures of drawn talking faces, those of <see cref="TalkingFaceGenerator"/>, for training landmark networks.</summary>
public static class DrawnFaces
{
    // of each person this many pictures: a person's texture takes longer to paint than a picture
    private const int PicturesOfOne = 6;

    // the frames that the pictures are cut from: those of the demo's clips
    private const int FrameWidth = 360, FrameHeight = 288;

    // the seconds of motion of which a picture shows one moment
    private const double MotionLength = 40;

    private static readonly string[] s_sounds =
        ["", "ɑ", "a", "æ", "ɛ", "ə", "i", "ɪ", "ɒ", "o", "ʊ", "u", "p", "m", "f", "w", "ɹ", "θ", "s", "ʃ", "t", "l", "k", "j", "h"];

    /// <summary>Draws a set; the same seed and size make the same files.</summary>
    /// <param name="jsonPath">The path of <c>NAME.json</c>; the pictures go to <c>NAME.tar</c> beside it.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Chooses people and what they do.</param>
    /// <param name="size">The pictures' width and height, 64 to 1024 px.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it; nothing is left then.</param>
    public static void Write(
        string jsonPath, int count, int seed, int size = RenderedFaces.DefaultSize, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        PictureSet.Write(jsonPath, count, PicturesOfOne, (first, made) =>
        {
            FaceIdentity person = new(seed, first / PicturesOfOne);
            FacePainter painter = new(person, FrameWidth, FrameHeight);
            for (int i = 0; i < made.Length; i++)
            {
                made[i] = Draw(person, painter, seed, first + i, size);
            }
        }, progress, cancellationToken);
    }

    private static (LabelledPicture Picture, byte[] Jpeg) Draw(FaceIdentity person, FacePainter painter, int seed, int index, int size)
    {
        RandomSequence random = new(seed, index, 0xD7A);
        Articulation mouth = Sound(random);
        if (random.Next() < 0.6f)
        {
            float share = random.Next();
            mouth = (mouth * share) + (Sound(random) * (1 - share));
        }
        mouth *= random.Next(0.7f, 1.2f);
        float blink = random.Next() switch { < 0.08f => 1, < 0.25f => random.Next(), _ => 0 };
        float amount = random.Next() < 0.6f ? random.Next(0.5f, 1.5f) : random.Next(1.5f, 3.5f);
        HeadMotion motion = new(random, MotionLength, amount);
        double time = random.Next(0, (float)MotionLength);
        (float gazeX, float gazeY) = motion.Gaze(time);
        FaceState state = new(
            mouth, blink, gazeX, gazeY, random.Next() < 0.7f ? motion.BrowRaise(time) : random.Next(0, 0.06f), motion.Yaw(time), motion.Pitch(time),
            motion.Pose(FacePainter.Home(person, FrameWidth, FrameHeight), time));

        byte[] frame = new byte[FrameWidth * FrameHeight * 3];
        painter.Paint(state, frame, index);
        float[] points = painter.Geometry.Points(state);
        float factor = random.Next(0.97f, 1.05f), shiftX = random.Next(-0.02f, 0.02f), shiftY = random.Next(-0.02f, 0.02f);
        GCHandle pin = GCHandle.Alloc(frame, GCHandleType.Pinned);
        try
        {
            using Mat whole = Mat.FromPixelData(FrameHeight, FrameWidth, MatType.CV_8UC3, pin.AddrOfPinnedObject());
            using Mat cut = FacePictureCrop.Cut(whole, points, size, factor, shiftX, shiftY);
            byte[] jpeg;
            if (random.Next() < 0.5f)
            {
                jpeg = PictureWear.Wear(random, cut);
            }
            else
            {
                Cv2.ImEncode(".jpg", cut, out jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 60 + random.Next(36)));
            }
            byte[] visible = new byte[FacePoints.Count];
            Array.Fill(visible, (byte)1);
            LabelledPicture picture = new()
            {
                Image = $"drawn{seed}-{index / PicturesOfOne:00000}_{index % PicturesOfOne}.jpg",
                Points = points,
                Visible = visible,
                Source = "drawn",
            };
            return (picture, jpeg);
        }
        finally
        {
            pin.Free();
        }
    }

    private static Articulation Sound(RandomSequence random) => Viseme.Of(random.Pick<string>(s_sounds))[0].Target;
}
