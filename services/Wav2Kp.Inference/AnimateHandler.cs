using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Models;
using Wav2Kp.Objects;
using Wav2Kp.ServiceDefaults;
using AnimationFace = Wav2Kp.Models.AnimationFace;
using Upload = Wav2Kp.Catalog.Upload;

namespace Wav2Kp.Inference;

/// <summary>Animates a face from speech: keypoints and a preview.</summary>
internal sealed class AnimateHandler(IOptions<LandmarkSettings> landmarks) : IStepHandler<AnimateSpeech>
{
    private const string Version = "1";

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        AnimateParameters parameters = context.Parameters<AnimateParameters>();
        AnimationRequest request = new()
        {
            ModelFolder = await FetchModelAsync(context, parameters.ModelId, cancellationToken).ConfigureAwait(false),
            AudioPath = await FetchSpeechAsync(context, parameters, cancellationToken).ConfigureAwait(false),
            Face = await FetchFaceAsync(context, parameters.Face, cancellationToken).ConfigureAwait(false),
        };
        AnimationResult result;
        try
        {
            result = await Animator.AnimateAsync(request, context.WorkFile("out"), new Progress(context), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            throw new StepFailedException("wrong-data", exception.Message);
        }

        // the job's own files, under its own name
        string hash = ObjectKeys.StepHash(
            "animate", Version, [KeyValuePair.Create("job", context.Step.JobId.ToString("N")), KeyValuePair.Create("model", parameters.ModelId.ToString("N"))], context.Step.Parameters);
        List<StepArtifactRecord> files = [];
        foreach ((string kind, string? path) in new[]
        {
            (ArtifactKinds.Keypoints, (string?)result.KeypointsPath), (ArtifactKinds.KeypointsCsv, result.CsvPath), (ArtifactKinds.KeypointsJson, result.JsonPath),
            (ArtifactKinds.Preview, result.PreviewPath),
        })
        {
            if (path is not null)
            {
                StepArtifactRecord stored = await context.StoreAsync(
                    hash, kind, ObjectKeys.Render(context.Step.JobId, Path.GetFileName(path)), path, cancellationToken).ConfigureAwait(false);
                files.Add(stored with { StepVersion = Version, Parameters = context.Step.Parameters, ModelId = parameters.ModelId });
            }
        }
        return StepOutcome.Of(new { result.Frames, result.FrameRate, Seconds = result.Duration.Value }, files);
    }

    private static async Task<string> FetchModelAsync(StepContext context, Guid id, CancellationToken cancellationToken)
    {
        await using CatalogContext catalog = await context.Database.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Model model = await catalog.Models.AsNoTracking().SingleAsync(m => m.Id == id, cancellationToken).ConfigureAwait(false);
        string folder = context.WorkFile("model");
        foreach (string file in (string[])[ModelPackage.DescriptionFile, ModelPackage.WeightsFile])
        {
            await FetchAsync(context, model.ObjectPrefix + file, Path.Combine(folder, file), $"the model '{model.Name}'", cancellationToken).ConfigureAwait(false);
        }
        return folder;
    }

    private static async Task<string> FetchSpeechAsync(StepContext context, AnimateParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters.AudioUploadId is Guid upload)
        {
            return await FetchUploadAsync(context, upload, "speech", cancellationToken).ConfigureAwait(false);
        }
        Guid id = parameters.AudioClipId ?? throw new StepFailedException("no-speech", "The animation names no speech: give a clip or an uploaded recording.");
        string path = context.WorkFile("speech.wav");
        Artifact audio = await context.RequireArtifactAsync(id, ArtifactKinds.Audio, cancellationToken).ConfigureAwait(false);
        await FetchAsync(context, audio.ObjectKey, path, "the clip's audio track", cancellationToken).ConfigureAwait(false);
        return path;
    }

    private async Task<AnimationFace> FetchFaceAsync(StepContext context, Contracts.AnimationFace face, CancellationToken cancellationToken)
    {
        switch (face.Kind)
        {
            case FaceKind.Video when face.ClipId is Guid id:
                Clip clip;
                await using (CatalogContext catalog = await context.Database.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
                {
                    clip = await catalog.Clips.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken).ConfigureAwait(false);
                }
                string video = context.WorkFile($"face{ObjectKeys.Extension(clip.Name)}");
                string track = context.WorkFile("face.safetensors");
                Artifact points = await context.RequireArtifactAsync(id, ArtifactKinds.Landmarks, cancellationToken).ConfigureAwait(false);
                await context.DownloadSourceAsync(clip, video, cancellationToken).ConfigureAwait(false);
                await FetchAsync(context, points.ObjectKey, track, "the clip's landmarks", cancellationToken).ConfigureAwait(false);
                return new AnimationFace.Clip(video, track);
            case FaceKind.Portrait when face.UploadId is Guid upload:
                return new AnimationFace.Portrait(await FetchUploadAsync(context, upload, "portrait", cancellationToken).ConfigureAwait(false), landmarks.Value.ForPictures());
            default:
                return AnimationFace.Mean;
        }
    }

    private static async Task<string> FetchUploadAsync(StepContext context, Guid id, string name, CancellationToken cancellationToken)
    {
        await using CatalogContext catalog = await context.Database.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Upload upload = await catalog.Uploads.AsNoTracking().SingleAsync(u => u.Id == id, cancellationToken).ConfigureAwait(false);
        string path = context.WorkFile($"{name}{ObjectKeys.Extension(upload.Name)}");
        await FetchAsync(context, upload.ObjectKey, path, $"the uploaded file '{upload.Name}'", cancellationToken).ConfigureAwait(false);
        return path;
    }

    private static async Task FetchAsync(StepContext context, string key, string path, string what, CancellationToken cancellationToken)
    {
        try
        {
            await context.Objects.DownloadAsync(key, path, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException exception)
        {
            throw new InputRejectedException(RejectionCodes.Vanished, $"In the object store, {what} is not there any more: make it again, then retry the job.", exception);
        }
    }

    private sealed class Progress(StepContext context) : IProgress<double>
    {
        public void Report(double value) => context.ReportProgress(value, "animating");
    }
}
