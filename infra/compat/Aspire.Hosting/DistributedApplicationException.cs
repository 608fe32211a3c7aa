namespace Aspire.Hosting;

/// <summary>The application cannot be built or started; the message says why.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>An error without a message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>An error with a message.</summary>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
