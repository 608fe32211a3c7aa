namespace Wav2Kp.Contracts.Api;

/// <summary>How much there is to do.</summary>
/// <param name="Jobs">How many jobs are in each state; a state that is missing has none.</param>
/// <param name="Steps">How many steps of each kind wait for a worker, and how many are at work.</param>
public sealed record JobSummary(IReadOnlyDictionary<JobState, long> Jobs, IReadOnlyList<StepQueue> Steps);
