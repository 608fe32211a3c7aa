namespace FFMpegCore.Exceptions;

/// <summary>What kind of step failed.</summary>
public enum FFMpegExceptionType
{
    /// <summary>A conversion whose arguments do not fit together.</summary>
    Conversion,

    /// <summary>A file that is missing or in the way.</summary>
    File,

    /// <summary>The operation itself, such as a program that cannot be started.</summary>
    Operation,

    /// <summary>The program ran and reported failure.</summary>
    Process,
}
