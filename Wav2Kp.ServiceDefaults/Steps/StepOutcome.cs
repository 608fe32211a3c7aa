using System.Text.Json;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults;

/// <summary>What a handler found and made. All of it is recorded in the transaction that completes the step, or none.</summary>
public sealed record StepOutcome
{
    /// <summary>Facts for people and for later steps; kept with the step.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>The objects that it made, or found made already. Those of a clip's step stand for the clip from then on.</summary>
    public IReadOnlyList<StepArtifactRecord> Artifacts { get; init; } = [];

    /// <summary>
    /// Further writes. They may run more than once, on another context each time; only one run is committed. Changes of tracked
    /// entities are saved by the caller.
    /// </summary>
    public Func<CatalogContext, CancellationToken, Task>? InTransaction { get; init; }

    /// <summary>An outcome with a result of any type, written as <see cref="ContractJson"/> does.</summary>
    public static StepOutcome Of<TResult>(TResult result, params IReadOnlyList<StepArtifactRecord> artifacts) =>
        new() { Result = ContractJson.ToElement(result), Artifacts = artifacts };
}
