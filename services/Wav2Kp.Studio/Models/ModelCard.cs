namespace Wav2Kp.Studio.Models;

/// <summary>What a model's <c>model.json</c> says of it, as far as people read it.</summary>
public sealed record ModelCard
{
    /// <summary>Frames per second that it was trained at, as a fraction.</summary>
    public string? FrameRate { get; init; }

    /// <summary>What the licences of its data ask for.</summary>
    public string? LicenceNotes { get; init; }

    /// <summary>The mean of the aligned faces: x and y of 68 points.</summary>
    public IReadOnlyList<double>? MeanFace { get; init; }

    /// <summary>Its training.</summary>
    public Training? TrainedOn { get; init; }

    /// <summary>A model's training.</summary>
    public sealed record Training
    {
        /// <summary>Clips that were fitted.</summary>
        public IReadOnlyList<string> TrainClips { get; init; } = [];

        /// <summary>Clips that chose when to stop.</summary>
        public IReadOnlyList<string> ValidationClips { get; init; } = [];

        /// <summary>Clips that were held out.</summary>
        public IReadOnlyList<string> TestClips { get; init; } = [];

        /// <summary>Epochs done.</summary>
        public int Epochs { get; init; }

        /// <summary>The epoch whose weights were kept.</summary>
        public int? BestEpoch { get; init; }

        /// <summary>Optimiser steps done.</summary>
        public long Steps { get; init; }

        /// <summary>What it was trained on: cpu or cuda.</summary>
        public string? Device { get; init; }

        /// <summary>Whether it ended before all epochs were done.</summary>
        public bool StoppedEarly { get; init; }
    }
}
