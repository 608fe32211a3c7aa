using System.Globalization;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;

namespace Wav2Kp.Models;

/// <summary>Animates a face from speech: keypoints as tensors and as text, and a preview that plays in a browser.</summary>
public static class Animator
{
    /// <summary>The keypoints' tensors.</summary>
    public const string KeypointsFile = "keypoints.safetensors";

    /// <summary>The keypoints as text.</summary>
    public const string CsvFile = "keypoints.csv";

    /// <summary>The preview.</summary>
    public const string PreviewFile = "preview.mp4";

    // how the work divides on average
    private const double Heard = 0.15, Predicted = 0.3;

    /// <summary>
    /// Predicts the speech's keypoints and writes <c>keypoints.safetensors</c>, <c>keypoints.csv</c> and
    /// <c>preview.mp4</c>. Frame k is at k / rate seconds of the speech, exactly, however long it is; the rate is the
    /// clip's, or the model's where the face is none that moves.
    /// </summary>
    /// <param name="request">Speech, model and face.</param>
    /// <param name="outputFolder">Where the files go; made if need be.</param>
    /// <param name="progress">The share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between steps and frames; files that are written remain.</param>
    /// <exception cref="InputRejectedException">The speech has no sound or is too short; the face cannot be found.</exception>
    /// <exception cref="FileNotFoundException">A file or the model is not there.</exception>
    /// <exception cref="InvalidDataException">The model or the clip's keypoints are damaged.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static async Task<AnimationResult> AnimateAsync(AnimationRequest request, string outputFolder, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        if (!File.Exists(request.AudioPath))
        {
            throw new FileNotFoundException($"The speech '{request.AudioPath}' is not there.", request.AudioPath);
        }
        ModelPackage model = ModelPackage.Load(request.ModelFolder);
        FaceStage stage = await request.Face.StageAsync(model, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(outputFolder);

        FeatureParameters parameters = model.Recipe.Features;
        float[] samples = await AudioDecoder.DecodeAsync(request.AudioPath, parameters.Mfcc.SampleRate, cancellationToken).ConfigureAwait(false);
        FeatureFile features = await Task.Run(() => FeatureFile.Compute(samples, parameters, cancellationToken, mfccAlone: true), cancellationToken).ConfigureAwait(false);
        progress?.Report(Heard);

        int frames = checked((int)Math.Max(1, -(-(features.Duration * stage.FrameRate)).Floor()));
        float[] points = await Task.Run(() => Predict(model, request.Device, features, stage, frames), cancellationToken).ConfigureAwait(false);
        string keypoints = Path.Combine(outputFolder, KeypointsFile), csv = Path.Combine(outputFolder, CsvFile);
        WriteKeypoints(keypoints, points, frames, stage, request, model, features);
        await WriteCsvAsync(csv, points, frames, stage.FrameRate, cancellationToken).ConfigureAwait(false);
        progress?.Report(Predicted);

        string? preview = null;
        if (request.Preview)
        {
            preview = Path.Combine(outputFolder, PreviewFile);
            string audio = Path.Combine(outputFolder, $".{Guid.NewGuid():N}.wav");
            try
            {
                // the very samples that were listened to: what is heard is in step with what is seen, whatever the container's offsets
                WavFile.Write(audio, samples, parameters.Mfcc.SampleRate);
                await PreviewVideo.EncodeAsync(preview, stage, points, frames, audio, new Rescaled(progress, Predicted), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                File.Delete(audio);
            }
        }
        progress?.Report(1);
        return new AnimationResult(keypoints, csv, preview, frames, stage.FrameRate, features.Duration);
    }

    private static float[] Predict(ModelPackage model, string device, FeatureFile features, FaceStage stage, int frames)
    {
        using KeypointPredictor predictor = new(model, device);
        float[] faces = predictor.Predict(features, stage.FrameRate, frames);
        float[] points = new float[faces.Length];
        for (int frame = 0; frame < frames; frame++)
        {
            int at = frame * FacePoints.Values;
            stage.Place(frame, faces.AsSpan(at, FacePoints.Values), points.AsSpan(at, FacePoints.Values));
        }
        return points;
    }

    private static void WriteKeypoints(string path, float[] points, int frames, FaceStage stage, AnimationRequest request, ModelPackage model, FeatureFile features)
    {
        double[] timestamps = [.. Enumerable.Range(0, frames).Select(frame => (frame / stage.FrameRate).Value)];
        SafetensorsFile.Write(
            path,
            [SafetensorsTensor.FromFloats("points", [frames, FacePoints.Count, 2], points), SafetensorsTensor.FromDoubles("timestamps", [frames], timestamps)],
            new Dictionary<string, string>
            {
                ["format"] = "wav2kp.keypoints",
                ["version"] = "1",
                ["audio"] = Path.GetFileName(request.AudioPath),
                ["audio_seconds"] = features.Duration.Value.ToString("R", CultureInfo.InvariantCulture),
                ["frame_rate"] = stage.FrameRate.ToString(),
                ["width"] = stage.Width.ToString(CultureInfo.InvariantCulture),
                ["height"] = stage.Height.ToString(CultureInfo.InvariantCulture),
                ["face"] = stage.Name,
                ["recipe"] = model.Recipe.Name,
            });
    }

    private static async Task WriteCsvAsync(string path, float[] points, int frames, Rational frameRate, CancellationToken cancellationToken)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (StreamWriter writer = new(temporary))
            {
                await writer.WriteLineAsync($"frame,time,{string.Join(",", Enumerable.Range(0, FacePoints.Count).Select(point => $"x{point},y{point}"))}").ConfigureAwait(false);
                System.Text.StringBuilder line = new();
                for (int frame = 0; frame < frames; frame++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    line.Clear().Append(CultureInfo.InvariantCulture, $"{frame},{(frame / frameRate).Value:0.######}");
                    for (int i = 0; i < FacePoints.Values; i++)
                    {
                        line.Append(CultureInfo.InvariantCulture, $",{points[(frame * FacePoints.Values) + i]:0.###}");
                    }
                    await writer.WriteLineAsync(line, cancellationToken).ConfigureAwait(false);
                }
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private sealed class Rescaled(IProgress<double>? progress, double from) : IProgress<double>
    {
        public void Report(double value) => progress?.Report(from + ((1 - from) * value));
    }
}
