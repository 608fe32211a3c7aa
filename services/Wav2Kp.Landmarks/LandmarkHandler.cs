using System.Globalization;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Objects;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Landmarks;

/// <summary>Finds the 68 points in every frame of a clip, or takes those that came with it.</summary>
internal sealed class LandmarkHandler(LandmarkExtractors extractors) : IStepHandler<DetectLandmarks>
{
    private static readonly string s_version = LandmarkExtractor.Version.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        Clip clip = await context.LoadClipAsync(cancellationToken).ConfigureAwait(false);
        if (extractors.TakesKnown)
        {
            return clip.KnownLandmarksKey is string known
                ? await TakeKnownAsync(context, clip, known, cancellationToken).ConfigureAwait(false)
                : throw new StepFailedException(
                    "no-known-landmarks",
                    "The setting Landmarks:Model is 'known', but no landmarks came with this video: give them, or leave the setting empty so that Wav2Kp's own network finds them, then retry the job.");
        }
        LandmarkExtractor extractor = extractors.Rent();
        try
        {
            return await DetectAsync(context, clip, extractor, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            extractors.Return(extractor);
        }
    }

    private async Task<StepOutcome> DetectAsync(StepContext context, Clip clip, LandmarkExtractor extractor, CancellationToken cancellationToken)
    {
        Dictionary<string, string> inputs = new() { ["source"] = clip.Sha256, ["network"] = extractor.Source, ["detector"] = extractors.Detector };
        if (clip.KnownLandmarksKey is not null)
        {
            inputs["known"] = clip.KnownLandmarksKey;
        }
        string hash = ObjectKeys.StepHash("landmarks", s_version, inputs);
        if (await context.FindMadeAsync(hash, [ArtifactKinds.Landmarks, ArtifactKinds.Faces, ArtifactKinds.ContactSheet], cancellationToken).ConfigureAwait(false) is { } made)
        {
            return new StepOutcome { Result = made[0].Metadata, Artifacts = made };
        }

        string source = context.WorkFile($"source{ObjectKeys.Extension(clip.Name)}");
        string landmarks = context.WorkFile("landmarks.safetensors");
        string faces = context.WorkFile("faces.tar");
        string sheet = context.WorkFile("contact-sheet.jpg");
        await context.DownloadSourceAsync(clip, source, cancellationToken).ConfigureAwait(false);
        LandmarkSummary summary = await extractor.ExtractAsync(source, landmarks, faces, sheet, new Progress(context), cancellationToken).ConfigureAwait(false);
        double? error = clip.KnownLandmarksKey is string key
            ? LandmarkTrack.Load(landmarks).ErrorAgainst(await LoadKnownAsync(context, key, cancellationToken).ConfigureAwait(false))
            : null;
        LandmarkResult result = new(extractor.Source, summary.Frames, summary.Valid, summary.OtherFaces, summary.MeanConfidence, summary.Detections, error)
        {
            Faces = summary.Faces,
            ChosenBy = summary.ChosenBy,
            Flagged = summary.Flagged,
            Restored = summary.Restored,
            MeanBlur = summary.MeanBlur,
            MeanOcclusion = summary.MeanOcclusion,
            MostYaw = summary.MostYaw,
        };
        return StepOutcome.Of(
            result,
            await StoreAsync(context, ArtifactKinds.Landmarks, ObjectKeys.ClipLandmarks(clip.Id, hash), landmarks, hash, result, cancellationToken).ConfigureAwait(false),
            await StoreAsync(context, ArtifactKinds.Faces, ObjectKeys.ClipFaces(clip.Id, hash), faces, hash, result, cancellationToken).ConfigureAwait(false),
            await StoreAsync(context, ArtifactKinds.ContactSheet, ObjectKeys.ClipContactSheet(clip.Id, hash), sheet, hash, result, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<StepOutcome> TakeKnownAsync(StepContext context, Clip clip, string known, CancellationToken cancellationToken)
    {
        string hash = ObjectKeys.StepHash("known-landmarks", s_version, [KeyValuePair.Create("known", known), KeyValuePair.Create("source", clip.Sha256)]);
        if (await context.FindMadeAsync(hash, [ArtifactKinds.Landmarks], cancellationToken).ConfigureAwait(false) is { } made)
        {
            return new StepOutcome { Result = made[0].Metadata, Artifacts = made };
        }
        LandmarkTrack track = await LoadKnownAsync(context, known, cancellationToken).ConfigureAwait(false);
        if (clip.Media is { } media && ContractJson.FromElement<MediaInfo>(media).Video?.FrameCount is long frames && frames != track.FrameCount)
        {
            throw new InputRejectedException(
                "wrong-landmarks",
                $"The landmarks that came with the video are for {track.FrameCount} frames, but it has {frames}: give those of this very video.");
        }
        string path = context.WorkFile("landmarks.safetensors");
        track.Save(path);
        LandmarkResult result = new(
            LandmarkTrack.KnownSource, track.FrameCount, track.ValidCount, track.OtherFaces,
            track.ValidCount == 0 ? 0 : track.Confidence.Where((_, i) => track.Valid[i] != 0).Average(), 0);
        return StepOutcome.Of(
            result,
            await StoreAsync(context, ArtifactKinds.Landmarks, ObjectKeys.ClipLandmarks(clip.Id, hash), path, hash, result, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<LandmarkTrack> LoadKnownAsync(StepContext context, string key, CancellationToken cancellationToken)
    {
        string path = context.WorkFile("known.safetensors");
        await context.Objects.DownloadAsync(key, path, cancellationToken).ConfigureAwait(false);
        try
        {
            return LandmarkTrack.Load(path);
        }
        catch (InvalidDataException exception)
        {
            throw new InputRejectedException("wrong-landmarks", $"The landmarks that came with the video cannot be used: {exception.Message}", exception);
        }
    }

    private static async Task<StepArtifactRecord> StoreAsync(
        StepContext context, string kind, string key, string path, string hash, LandmarkResult result, CancellationToken cancellationToken)
    {
        StepArtifactRecord stored = await context.StoreAsync(hash, kind, key, path, cancellationToken).ConfigureAwait(false);
        return stored with { StepVersion = s_version, Metadata = ContractJson.ToElement(result) };
    }

    private sealed class Progress(StepContext context) : IProgress<double>
    {
        public void Report(double value) => context.ReportProgress(value, "following the face");
    }
}
