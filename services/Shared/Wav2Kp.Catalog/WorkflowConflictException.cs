namespace Wav2Kp.Catalog;

/// <summary>The job is in a state in which this cannot be done; the message says why.</summary>
public sealed class WorkflowConflictException(string message) : Exception(message);
