using System.Runtime.ExceptionServices;

namespace Wav2Kp.Faces.Pictures;

/// <summary>Work on many pictures at once, whose first failure is thrown as it is.</summary>
internal static class SideBySide
{
    /// <summary>Does something for each number below a count, on all processors.</summary>
    public static void For(int count, Action<int> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
