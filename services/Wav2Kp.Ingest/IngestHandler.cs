using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Media;
using Wav2Kp.Objects;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Ingest;

/// <summary>Validates a clip's source and writes its audio track.</summary>
internal sealed class IngestHandler : IStepHandler<IngestClip>
{
    private const string Version = "1";

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        Clip clip = await context.LoadClipAsync(cancellationToken).ConfigureAwait(false);
        string hash = ObjectKeys.StepHash("ingest", Version, [KeyValuePair.Create("source", clip.Sha256)]);
        if (await context.FindMadeAsync(hash, [ArtifactKinds.Audio], cancellationToken).ConfigureAwait(false) is [{ Metadata: not null } made])
        {
            return Outcome(clip.Id, ContractJson.FromElement<MediaInfo>(made.Metadata.Value), made);
        }

        string source = context.WorkFile($"source{ObjectKeys.Extension(clip.Name)}");
        string wav = context.WorkFile("audio.wav");
        await context.DownloadSourceAsync(clip, source, cancellationToken).ConfigureAwait(false);
        context.ReportProgress(0.2, "decoding");
        MediaInfo media = await TalkingClip.PrepareAsync(source, wav, cancellationToken).ConfigureAwait(false);
        context.ReportProgress(0.9, "storing the audio track");
        StepArtifactRecord audio = await context.StoreAsync(hash, ArtifactKinds.Audio, ObjectKeys.ClipAudio(clip.Id, hash), wav, cancellationToken).ConfigureAwait(false);
        return Outcome(clip.Id, media, audio with { StepVersion = Version, Metadata = ContractJson.ToElement(media) });
    }

    private static StepOutcome Outcome(Guid clip, MediaInfo media, StepArtifactRecord audio) => StepOutcome.Of(media, audio) with
    {
        InTransaction = async (catalog, token) =>
        {
            Clip row = await catalog.Clips.SingleAsync(c => c.Id == clip, token).ConfigureAwait(false);
            row.Media = ContractJson.ToElement(media);
            row.Warnings = [.. media.Warnings];
        },
    };
}
