namespace Wav2Kp.Models;

/// <summary>A finished training.</summary>
/// <param name="Package">The model of the best epoch.</param>
/// <param name="Epochs">Epochs that were run, resumed ones included.</param>
/// <param name="BestEpoch">The epoch whose weights the model has, from 1.</param>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="StoppedEarly">Whether validation stopped it before the last epoch.</param>
/// <param name="ResumedFrom">The epoch after which it was resumed; 0: it was not.</param>
public sealed record TrainedModel(ModelPackage Package, int Epochs, int BestEpoch, long Steps, bool StoppedEarly, int ResumedFrom);
