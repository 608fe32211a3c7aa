using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Wav2Kp.Objects;

/// <summary>What kind of trouble an exception of a store means.</summary>
public static class ObjectStoreFailure
{
    // errno in the low word on Unix, HRESULT_FROM_WIN32(ERROR_DISK_FULL / ERROR_HANDLE_DISK_FULL) on Windows.
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether a disk, or the user's share of it, is full.</summary>
    public static bool IsDiskFull(Exception exception) =>
        exception is DiskFullException
        || exception is IOException { HResult: NoSpaceLeft or QuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull };

    /// <summary>Whether trying again later may help: the network, the store or the disk is at fault, not the request.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        ObjectNotFoundException => false,
        AmazonServiceException service => service.Retryable is not null
            || service.StatusCode is 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            || service.InnerException is HttpRequestException or IOException or TimeoutException,
        AmazonClientException => true,
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException or EndOfStreamException => false,
        IOException or SocketException or HttpRequestException or TimeoutException => true,
        _ => false,
    };
}
