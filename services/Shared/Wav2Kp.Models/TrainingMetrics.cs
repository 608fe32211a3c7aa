namespace Wav2Kp.Models;

/// <summary>The keys of the figures that a training reports.</summary>
public static class TrainingMetrics
{
    /// <summary>The loss of one step's batch.</summary>
    public const string StepLoss = "train_loss";

    /// <summary>The mean of an epoch's step losses.</summary>
    public const string EpochLoss = "train_loss_epoch";

    /// <summary>The loss over the validation clips after an epoch.</summary>
    public const string ValidationLoss = "val_loss";

    /// <summary>The correlation of the mouth's opening over the validation clips after an epoch.</summary>
    public const string ValidationMouth = "val_mouth_r";

    /// <summary>The mean lip distance over the validation clips after an epoch, px.</summary>
    public const string ValidationLips = "val_lip_lmd";

    /// <summary>The learning rate at an epoch's end.</summary>
    public const string LearningRate = "learning_rate";

    /// <summary>Frames trained on per second in an epoch.</summary>
    public const string FramesPerSecond = "frames_per_second";
}
