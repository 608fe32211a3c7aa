using MassTransit;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Wav2Kp.Objects;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Which exceptions mean trouble that passes.</summary>
internal static class FailureKinds
{
    /// <summary>Whether the exception is the database's, and trying again later may help.</summary>
    public static bool IsDatabaseAway(Exception exception) => Chain(exception).Any(e => e switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or TimeoutException,
        RetryLimitExceededException => true,
        _ => false,
    });

    /// <summary>Whether the exception is the broker's, or its client's, and trying again later may help.</summary>
    public static bool IsBrokerAway(Exception exception) =>
        exception is MassTransitException or MessageReturnedException or OperationCanceledException or TimeoutException or IOException
            or RabbitMQ.Client.Exceptions.RabbitMQClientException or System.Net.Sockets.SocketException
            // a channel that is in use while its connection is lost
            or ObjectDisposedException;

    /// <summary>For the log: the message of trouble that passes, everything about an exception that means something else.</summary>
    public static string Describe(Exception exception) =>
        IsDatabaseAway(exception) || IsBrokerAway(exception) ? exception.GetBaseException().Message : exception.ToString();

    /// <summary>The code of the trouble, or null if the exception means something else: a bug.</summary>
    public static string? TransientCode(Exception exception)
    {
        if (IsDatabaseAway(exception))
        {
            return "database-away";
        }
        foreach (Exception e in Chain(exception))
        {
            string? code = e switch
            {
                _ when ObjectStoreFailure.IsDiskFull(e) => "disk-full",
                ConnectionException or MessageReturnedException => "broker-away",
                TimeoutException or TaskCanceledException => "timeout",
                _ when ObjectStoreFailure.IsTransient(e) => "storage-trouble",
                _ => null,
            };
            if (code is not null)
            {
                return code;
            }
        }
        return null;
    }

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
