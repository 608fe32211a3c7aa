namespace Wav2Kp.Catalog.Runs;

/// <summary>What a filter compares.</summary>
internal enum RunFieldKind
{
    /// <summary>The latest value of a metric: a number.</summary>
    Metric,

    /// <summary>A parameter: text, compared as a number with a number.</summary>
    Parameter,

    /// <summary>A tag: text, compared as a number with a number.</summary>
    Tag,

    /// <summary>The run's identifier, as text.</summary>
    Id,

    /// <summary>The run's name.</summary>
    Name,

    /// <summary>The experiment's name.</summary>
    Experiment,

    /// <summary>queued, running, succeeded, failed, rejected or cancelled.</summary>
    Status,

    /// <summary>The notes.</summary>
    Notes,

    /// <summary>When the run was asked for.</summary>
    Created,

    /// <summary>When the run began.</summary>
    Started,

    /// <summary>When the run ended.</summary>
    Finished,

    /// <summary>Seconds from start to end, or until now.</summary>
    Duration,
}
