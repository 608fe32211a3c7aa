using OpenCvSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;
using Wav2Kp.Testing;

namespace Wav2Kp.Models.Tests;

/// <summary>Clips of the GRID corpus, taken the way that the services take them.</summary>
internal static class RealClips
{
    public static LandmarkOptions Landmarks => new() { Model = SharedFolder.PathOf("models", "slim_160_latest.onnx"), Cascade = SharedFolder.PathOf("models", "haarcascade_frontalface_default.xml") };

    public static async Task<TrainingClip[]> ExtractAsync(string folder, int clips, CancellationToken cancellationToken)
    {
        List<TrainingClip> extracted = [];
        using LandmarkExtractor extractor = new(Landmarks);
        foreach (string video in Directory.GetFiles(SharedFolder.PathOf("data", "grid-s1"), "*.mpg").Order(StringComparer.Ordinal).Take(clips))
        {
            string name = Path.GetFileNameWithoutExtension(video);
            TrainingClip clip = new(name, name, Path.Combine(folder, $"{name}.features.safetensors"), Path.Combine(folder, $"{name}.landmarks.safetensors"));
            string audio = Path.Combine(folder, $"{name}.wav");
            await AudioTrack.ExtractAsync(video, audio, cancellationToken);
            await FeatureFile.ExtractAsync(audio, clip.FeaturesPath, new FeatureParameters(), cancellationToken);
            await extractor.ExtractAsync(video, clip.LandmarksPath, null, null, cancellationToken);
            extracted.Add(clip);
        }
        return [.. extracted];
    }

    /// <summary>Writes the first frame of a clip as a picture.</summary>
    public static async Task<string> PortraitAsync(string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, "a portrait's picture.png");
        await foreach (VideoFrame frame in VideoReader.ReadAsync(SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"), cancellationToken))
        {
            using (frame)
            {
                using Mat picture = new(frame.Height, frame.Width, MatType.CV_8UC3);
                System.Runtime.InteropServices.Marshal.Copy(frame.Bgr.ToArray(), 0, picture.Data, frame.Bgr.Length);
                Cv2.ImWrite(path, picture);
            }
            break;
        }
        return path;
    }
}
