namespace OpenCvSharp;

/// <summary>A call that does not fit the array or object it is made on.</summary>
public class OpenCvSharpException : Exception
{
    /// <summary>Without a message.</summary>
    public OpenCvSharpException()
    {
    }

    /// <summary>With a message.</summary>
    public OpenCvSharpException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public OpenCvSharpException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
