namespace Wav2Kp.Models;

/// <summary>How a model came to be.</summary>
public sealed record TrainingRecord
{
    /// <summary>The dataset's version, as the caller named it.</summary>
    public string? DatasetVersion { get; init; }

    /// <summary>Identifiers of the clips trained on.</summary>
    public IReadOnlyList<string> TrainClips { get; init; } = [];

    /// <summary>Identifiers of the clips that training was stopped by.</summary>
    public IReadOnlyList<string> ValidationClips { get; init; } = [];

    /// <summary>Identifiers of the clips that were kept for the final figures.</summary>
    public IReadOnlyList<string> TestClips { get; init; } = [];

    /// <summary>Epochs that were run.</summary>
    public int Epochs { get; init; }

    /// <summary>The epoch whose weights were kept, from 1.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Optimiser steps.</summary>
    public long Steps { get; init; }

    /// <summary>Whether validation stopped the training before its last epoch.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>The device, as libtorch names it.</summary>
    public string Device { get; init; } = "";

    /// <summary>Threads of libtorch: the same number gives the same weights.</summary>
    public int Threads { get; init; }

    /// <summary>libtorch's version.</summary>
    public string Libtorch { get; init; } = "";
}
