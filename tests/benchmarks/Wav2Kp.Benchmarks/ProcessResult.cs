namespace Wav2Kp.Benchmarks;

/// <summary>What the runs' processes used, child processes included.</summary>
/// <param name="Stages">The stages that ran in the process.</param>
/// <param name="CpuSeconds">Processor time.</param>
/// <param name="PeakMegabytes">The largest resident memory of the process itself.</param>
/// <param name="ChildrenPeakMegabytes">The largest resident memory of any one child process.</param>
/// <param name="WallSeconds">From start to end.</param>
internal sealed record ProcessResult(IReadOnlyList<string> Stages, Spread CpuSeconds, Spread PeakMegabytes, Spread ChildrenPeakMegabytes, Spread WallSeconds)
{
    /// <summary>Over several runs; null over none.</summary>
    public static ProcessResult? Of(IReadOnlyList<string> stages, IReadOnlyList<ProcessFigures> runs) => runs.Count == 0
        ? null
        : new ProcessResult(
            stages,
            Spread.Of([.. runs.Select(run => run.CpuSeconds)])!,
            Spread.Of([.. runs.Select(run => run.PeakMegabytes)])!,
            Spread.Of([.. runs.Select(run => run.ChildrenPeakMegabytes)])!,
            Spread.Of([.. runs.Select(run => run.WallSeconds)])!);
}
