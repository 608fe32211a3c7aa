namespace Wav2Kp.Models;

/// <summary>One figure of a running training.</summary>
/// <param name="Step">Optimiser steps so far.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs planned.</param>
/// <param name="Key">What it is: a key of <see cref="TrainingMetrics"/>.</param>
/// <param name="Value">Its value.</param>
public readonly record struct TrainingEvent(long Step, int Epoch, int Epochs, string Key, double Value);
