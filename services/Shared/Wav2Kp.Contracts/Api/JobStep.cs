using System.Text.Json;

namespace Wav2Kp.Contracts.Api;

/// <summary>A step of a job.</summary>
public sealed record JobStep
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it does.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The video it works on.</summary>
    public Guid? VideoId { get; init; }

    /// <summary>That video's name.</summary>
    public string? VideoName { get; init; }

    /// <summary>The run it belongs to.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Where it stands.</summary>
    public required StepState State { get; init; }

    /// <summary>How often it has been begun.</summary>
    public required int Attempt { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>What it is doing.</summary>
    public string? Message { get; init; }

    /// <summary>Why it was rejected, as a word.</summary>
    public string? Code { get; init; }

    /// <summary>What went wrong and what to do.</summary>
    public string? Error { get; init; }

    /// <summary>What it found.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Every attempt, oldest first.</summary>
    public IReadOnlyList<StepAttempt> Attempts { get; init; } = [];
}
