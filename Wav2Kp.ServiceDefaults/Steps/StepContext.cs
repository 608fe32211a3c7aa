using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;

namespace Wav2Kp.ServiceDefaults;

/// <summary>A step and what a handler needs to work on it.</summary>
public sealed class StepContext
{
    private readonly Lazy<string> _workFolder;
    private readonly StepExecution _execution;

    internal StepContext(
        StepExecution execution, IObjectStore objects, IDbContextFactory<CatalogContext> database, ILogger logger, Lazy<string> workFolder)
    {
        _execution = execution;
        _workFolder = workFolder;
        Objects = objects;
        Database = database;
        Logger = logger;
    }

    /// <summary>The step as it was claimed.</summary>
    public Step Step => _execution.Step;

    /// <summary>The object store.</summary>
    public IObjectStore Objects { get; }

    /// <summary>Contexts of the catalog, for reading. Writes belong into <see cref="StepOutcome.InTransaction"/>.</summary>
    public IDbContextFactory<CatalogContext> Database { get; }

    /// <summary>A logger whose lines bear the step's id.</summary>
    public ILogger Logger { get; }

    /// <summary>An empty folder of this attempt's own; it is made when it is first asked for and deleted with the attempt.</summary>
    public string WorkFolder => _workFolder.Value;

    /// <summary>The clip that the step works on.</summary>
    /// <exception cref="InvalidOperationException">It is not a clip's step.</exception>
    public Guid ClipId => Step.ClipId ?? throw new InvalidOperationException($"Step {Step.Id} ({Step.Kind}) has no clip.");

    /// <summary>The run that the step belongs to.</summary>
    /// <exception cref="InvalidOperationException">It is not a run's step.</exception>
    public Guid RunId => Step.RunId ?? throw new InvalidOperationException($"Step {Step.Id} ({Step.Kind}) has no run.");

    /// <summary>The step's parameters as an object.</summary>
    /// <exception cref="JsonException">They are not those of a <typeparamref name="T"/>.</exception>
    public T Parameters<T>() => ContractJson.FromElement<T>(Step.Parameters);

    /// <summary>The path of a file in <see cref="WorkFolder"/>.</summary>
    public string WorkFile(string name) => Path.Combine(WorkFolder, name);

    /// <summary>Tells how far the work has come. Cheap: what was told last is written down with the next heartbeat.</summary>
    /// <param name="fraction">0 to 1; numbers outside are taken as the nearer end.</param>
    /// <param name="message">What happens just now, for people.</param>
    public void ReportProgress(double fraction, string? message = null) => _execution.Report(fraction, message);
}
