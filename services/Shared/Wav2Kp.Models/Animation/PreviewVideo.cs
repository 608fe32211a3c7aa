using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>The preview: the keypoints as curves, the true frames on their left where there are any.</summary>
internal static class PreviewVideo
{
    // tall enough to see the lips' curves in a small clip, small enough to play anywhere
    private const int PanelHeight = 480;

    public static async Task EncodeAsync(string path, FaceStage stage, float[] points, int frames, string audioPath, IProgress<double> progress, CancellationToken cancellationToken)
    {
        double scale = (double)PanelHeight / stage.Height;
        // even, as H.264 wants both panels together
        int panelWidth = Math.Max(2, (int)Math.Round(stage.Width * scale / 2) * 2);
        int panels = stage.HasPictures ? 2 : 1;
        await VideoEncoder.EncodeAsync(path, stage.FrameRate, panelWidth * panels, PanelHeight,
            DrawAsync(stage, points, frames, panelWidth, panels, scale, cancellationToken), audioPath, cancellationToken, progress, frames).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> DrawAsync(
        FaceStage stage, float[] points, int frames, int panelWidth, int panels, double scale, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Mat canvas = new(PanelHeight, panelWidth * panels, MatType.CV_8UC3);
        using Mat curves = new(canvas, new Rect(panelWidth * (panels - 1), 0, panelWidth, PanelHeight));
        byte[] pixels = new byte[PanelHeight * panelWidth * panels * 3];
        float[] scaled = new float[FacePoints.Values];
        await using IAsyncEnumerator<StagePicture> pictures = stage.PicturesAsync(frames, cancellationToken).GetAsyncEnumerator(cancellationToken);
        for (int frame = 0; frame < frames; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (panels == 2 && await pictures.MoveNextAsync().ConfigureAwait(false))
            {
                ShowBeside(canvas, pictures.Current, panelWidth);
            }
            for (int i = 0; i < scaled.Length; i++)
            {
                scaled[i] = (float)(points[(frame * FacePoints.Values) + i] * scale);
            }
            KeypointCurves.Draw(curves, scaled);
            Marshal.Copy(canvas.Data, pixels, 0, pixels.Length);
            yield return pixels;
        }
    }

    private static void ShowBeside(Mat canvas, StagePicture picture, int panelWidth)
    {
        using Mat whole = new(picture.Height, picture.Width, MatType.CV_8UC3);
        byte[] pixels = MemoryMarshal.TryGetArray(picture.Bgr, out ArraySegment<byte> segment) && segment.Offset == 0 ? segment.Array! : picture.Bgr.ToArray();
        Marshal.Copy(pixels, 0, whole.Data, picture.Bgr.Length);
        using Mat panel = new(canvas, new Rect(0, 0, panelWidth, PanelHeight));
        using Mat resized = new();
        Cv2.Resize(whole, resized, new Size(panelWidth, PanelHeight), interpolation: picture.Height > PanelHeight ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        resized.CopyTo(panel);
    }
}
