namespace Wav2Kp.Contracts;

/// <summary>Which queue and which message belong to a kind of step.</summary>
public static class StepQueues
{
    /// <summary>The queue's name: the kind in lower case.</summary>
    public static string NameOf(StepKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The message that asks for a step.</summary>
    public static IStepMessage MessageFor(StepKind kind, Guid stepId) => kind switch
    {
        StepKind.Ingest => new IngestClip(stepId),
        StepKind.Features => new ExtractFeatures(stepId),
        StepKind.Landmarks => new DetectLandmarks(stepId),
        StepKind.Train => new TrainModel(stepId),
        StepKind.Evaluate => new EvaluateModel(stepId),
        StepKind.Animate => new AnimateSpeech(stepId),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of step."),
    };

    /// <summary>The kind of step that a message asks for.</summary>
    public static StepKind KindOf<TMessage>() where TMessage : class, IStepMessage => KindOf(typeof(TMessage));

    private static StepKind KindOf(Type message) =>
        message == typeof(IngestClip) ? StepKind.Ingest
        : message == typeof(ExtractFeatures) ? StepKind.Features
        : message == typeof(DetectLandmarks) ? StepKind.Landmarks
        : message == typeof(TrainModel) ? StepKind.Train
        : message == typeof(EvaluateModel) ? StepKind.Evaluate
        : message == typeof(AnimateSpeech) ? StepKind.Animate
        : throw new ArgumentException($"{message.Name} is not the message of a step.", nameof(message));
}
