using System.Globalization;
using System.Text.Json;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;
using Wav2Kp.ServiceDefaults;
using Wav2Kp.Speech;
using static TorchSharp.torch;

namespace Wav2Kp.FeatureExtraction;

/// <summary>Computes a clip's speech features from its audio track.</summary>
internal sealed class FeatureHandler : IStepHandler<ExtractFeatures>
{
    // one thread each for several short clips side by side, instead of all threads for one; not at the start: a service without work is
    // without libtorch
    static FeatureHandler() => set_num_threads(1);

    /// <inheritdoc/>
    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        FeatureParameters parameters = ParametersOf(context);
        JsonElement recorded = JsonElement.Parse(parameters.ToJson());
        Artifact audio = await context.RequireArtifactAsync(context.ClipId, ArtifactKinds.Audio, cancellationToken).ConfigureAwait(false);
        string version = parameters.Version.ToString(CultureInfo.InvariantCulture);
        string hash = ObjectKeys.StepHash("features", version, [KeyValuePair.Create("audio", audio.Hash)], recorded);
        if (await context.FindMadeAsync(hash, [ArtifactKinds.Features], cancellationToken).ConfigureAwait(false) is [{ } made])
        {
            return new StepOutcome { Result = made.Metadata, Artifacts = [made] };
        }

        string wav = context.WorkFile("audio.wav");
        string path = context.WorkFile("features.safetensors");
        await context.Objects.DownloadAsync(audio.ObjectKey, wav, cancellationToken).ConfigureAwait(false);
        FeatureFile features = await FeatureFile.ExtractAsync(wav, path, parameters, cancellationToken).ConfigureAwait(false);
        JsonElement result = ContractJson.ToElement(new { features.Rows, features.Coefficients, RowsPerSecond = features.RowsPerSecond });
        StepArtifactRecord stored = await context.StoreAsync(
            hash, ArtifactKinds.Features, ObjectKeys.ClipFeatures(context.ClipId, hash), path, cancellationToken).ConfigureAwait(false);
        stored = stored with { StepVersion = version, Parameters = recorded, Metadata = result };
        return new StepOutcome { Result = result, Artifacts = [stored] };
    }

    /// <summary>The parameters that the extraction asks for, the defaults where it asks for nothing.</summary>
    private static FeatureParameters ParametersOf(StepContext context)
    {
        try
        {
            FeatureParameters parameters = FeatureParameters.FromJson(context.Step.Parameters.GetRawText());
            parameters.Validate();
            return parameters;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new StepFailedException("wrong-parameters", exception.Message);
        }
    }
}
