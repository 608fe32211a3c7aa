using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;

namespace Wav2Kp.Models;

/// <summary>Animates a face from speech: keypoints as tensors and as text, and a preview that plays in a browser.</summary>
public static class Animator
{
    /// <summary>The keypoints' tensors.</summary>
    public const string KeypointsFile = "keypoints.safetensors";

    /// <summary>The keypoints as a table.</summary>
    public const string CsvFile = "keypoints.csv";

    /// <summary>The keypoints as JSON.</summary>
    public const string JsonFile = "keypoints.json";

    /// <summary>The preview.</summary>
    public const string PreviewFile = "preview.mp4";

    // how the work divides on average
    private const double Heard = 0.15, Predicted = 0.3;

    /// <summary>
    /// Predicts the speech's keypoints and writes <c>keypoints.safetensors</c>, <c>keypoints.csv</c>, <c>keypoints.json</c>
    /// and <c>preview.mp4</c>. Frame k is at k / rate seconds of the speech, exactly, however long it is; the rate is the
    /// clip's, or the model's where the face is none that moves.
    /// </summary>
    /// <param name="request">Speech, model and face.</param>
    /// <param name="outputFolder">Where the files go; made if need be.</param>
    /// <param name="progress">The share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between steps and frames; files that are written remain.</param>
    /// <exception cref="InputRejectedException">The speech has no sound or is too short; the face cannot be found.</exception>
    /// <exception cref="FileNotFoundException">A file or the model is not there.</exception>
    /// <exception cref="InvalidDataException">The model or the clip's keypoints are damaged, or the model's faces are no numbers.</exception>
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
        if (Array.Exists(points, value => !float.IsFinite(value)))
        {
            throw new InvalidDataException("The model's faces are no numbers: its training went wrong. Choose another model.");
        }
        KeypointFiles files = new(points, frames, stage, Path.GetFileName(request.AudioPath), features.Duration.Value, model.Recipe.Name);
        string keypoints = Path.Combine(outputFolder, KeypointsFile), csv = Path.Combine(outputFolder, CsvFile), json = Path.Combine(outputFolder, JsonFile);
        files.WriteTensors(keypoints);
        await files.WriteTableAsync(csv, cancellationToken).ConfigureAwait(false);
        await files.WriteJsonAsync(json, cancellationToken).ConfigureAwait(false);
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
        return new AnimationResult(keypoints, csv, json, preview, frames, stage.FrameRate, features.Duration);
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

    private sealed class Rescaled(IProgress<double>? progress, double from) : IProgress<double>
    {
        public void Report(double value) => progress?.Report(from + ((1 - from) * value));
    }
}
