using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Models.Landmarks;

/// <summary>What a landmark training made.</summary>
/// <param name="WeightsPath">The weights for <see cref="LandmarkNetwork.Load"/>.</param>
/// <param name="Epochs">Epochs that were run, those before a resume included.</param>
/// <param name="BestEpoch">The epoch whose weights were kept.</param>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="ResumedFrom">The epoch that it was resumed after; 0: it began anew.</param>
/// <param name="ValidationError">The best epoch's mean error on the first set's validation faces.</param>
/// <param name="Calibration">The confidence's calibration.</param>
public sealed record LandmarkTrainingResult(
    string WeightsPath, int Epochs, int BestEpoch, long Steps, int ResumedFrom, double ValidationError, LandmarkCalibration Calibration);
