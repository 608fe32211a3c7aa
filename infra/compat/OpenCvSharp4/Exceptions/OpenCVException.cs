namespace OpenCvSharp;

/// <summary>An error that OpenCV reports. The message is OpenCV's.</summary>
public class OpenCVException : Exception
{
    /// <summary>An error as OpenCV describes it.</summary>
    public OpenCVException(ErrorCode status, string funcName, string errMsg, string fileName, int line)
        : base(errMsg)
    {
        Status = status;
        FuncName = funcName;
        ErrMsg = errMsg;
        FileName = fileName;
        Line = line;
    }

    /// <summary>OpenCV's code.</summary>
    public ErrorCode Status { get; }

    /// <summary>The function that failed.</summary>
    public string FuncName { get; }

    /// <summary>What failed in it.</summary>
    public string ErrMsg { get; }

    /// <summary>OpenCV's source file.</summary>
    public string FileName { get; }

    /// <summary>The line in it.</summary>
    public int Line { get; }
}
