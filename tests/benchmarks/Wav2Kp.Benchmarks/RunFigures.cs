namespace Wav2Kp.Benchmarks;

/// <summary>One run of a process over its stages.</summary>
internal sealed record RunFigures(IReadOnlyList<StageFigure> Stages, ProcessFigures Process);
