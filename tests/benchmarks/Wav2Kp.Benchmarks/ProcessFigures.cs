namespace Wav2Kp.Benchmarks;

/// <summary>What a process used from its start to its end, with the processes that it started and waited for.</summary>
/// <param name="CpuSeconds">Processor time in user and system mode, over all threads and finished child processes.</param>
/// <param name="PeakMegabytes">The largest resident memory of the process itself.</param>
/// <param name="ChildrenPeakMegabytes">The largest resident memory of any one child process.</param>
/// <param name="WallSeconds">From start to end.</param>
internal sealed record ProcessFigures(double CpuSeconds, double PeakMegabytes, double ChildrenPeakMegabytes, double WallSeconds);
