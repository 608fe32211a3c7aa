using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media;
using Wav2Kp.Objects;

namespace Wav2Kp.Studio.Errors;

/// <summary>Answers every failed request with problem details, whatever the client says it accepts.</summary>
internal sealed partial class Problems(ILogger<Problems> logger) : IExceptionHandler
{
    private const int RetryAfterSeconds = 2;
    private const string TooLarge = "The body is larger than this address takes.";
    private const string WrongType = "This address takes a body of the type application/json.";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var problem = Describe(exception);
        if (problem.Status >= 500)
            LogFailure(exception, context.Request.Method, context.Request.Path, problem.Code);
        await WriteAsync(context, problem, cancellationToken);
        return true;
    }

    /// <summary>The answer to a status without a body: an unknown address, a wrong method or content type, a wrong range.</summary>
    public static Task WriteStatusAsync(HttpContext http)
    {
        int status = http.Response.StatusCode;
        string path = http.Request.Path;
        var (code, detail) = status switch
        {
            404 => ("not-found", ErrorPage.Reason(http) ?? $"There is nothing at {path}."),
            405 => ("wrong-method", $"{path} cannot be asked with {http.Request.Method}; it takes {http.Response.Headers.Allow}."),
            413 => ("too-large", TooLarge),
            415 => ("wrong-content-type", WrongType),
            416 => ("wrong-range", $"The file does not hold the bytes of the range '{http.Request.Headers.Range}': its size is {http.Response.Headers.ContentRange.ToString().Split('/').Last()}."),
            _ => ("failed", $"The request failed: {ReasonPhrases.GetReasonPhrase(status)}."),
        };
        return WriteAsync(http, status, code, detail);
    }

    /// <summary>The answer to a request that goes no further.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string detail) => WriteAsync(context, New(status, code, detail), context.RequestAborted);

    public static async Task WriteAsync(HttpContext context, Problem problem, CancellationToken cancellationToken)
    {
        if (ErrorPage.IsWanted(context.Request))
        {
            await ErrorPage.WriteAsync(context, problem, cancellationToken);
            return;
        }
        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        context.Response.Headers.CacheControl = "no-store";
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await context.Response.WriteAsJsonAsync(
            problem with { TraceId = Activity.Current?.Id ?? context.TraceIdentifier }, ProblemJson, "application/problem+json", cancellationToken);
    }

    private static JsonSerializerOptions ProblemJson { get; } = new(ApiJson.Options)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static Problem New(int status, string code, string detail) => new()
    {
        Type = $"urn:wav2kp:problem:{code}",
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Code = code,
        Detail = detail,
    };

    private static Problem Describe(Exception exception) => exception switch
    {
        ApiException api => New(api.Status, api.Code, api.Message) with { Errors = api.Errors },
        FilterException query => New(400, "wrong-filter", query.Message) with { Position = query.Position, Hint = query.Hint },
        BadHttpRequestException bad => Describe(bad),
        CatalogReferenceException reference => New(404, "not-found", reference.Message),
        WorkflowConflictException conflict => New(409, "wrong-state", conflict.Message),
        InputRejectedException rejected => New(400, rejected.Code, rejected.Message),
        ObjectNotFoundException => New(404, "file-missing", "The file is on record, but the object store does not have it: make it again by retrying its job."),
        _ when ObjectStoreFailure.IsDiskFull(exception) => New(507, "disk-full", "The server's disk is full: make room and try again."),
        _ when IsDatabase(exception) => New(503, "database-unavailable", "The database cannot be reached just now: try again in a moment."),
        _ when ObjectStoreFailure.IsTransient(exception) => New(503, "storage-unavailable", "The storage cannot be reached just now: try again in a moment."),
        _ => New(500, "bug", "Something went wrong in Wav2Kp: the log has the details under the trace's id."),
    };

    private static bool IsDatabase(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
            if (e is NpgsqlException { IsTransient: true } or Microsoft.EntityFrameworkCore.Storage.RetryLimitExceededException or NpgsqlException { InnerException: System.Net.Sockets.SocketException or TimeoutException or IOException })
                return true;
        return false;
    }

    private static Problem Describe(BadHttpRequestException exception)
    {
        int status = exception.StatusCode;
        if (status == StatusCodes.Status413PayloadTooLarge)
            return New(status, "too-large", TooLarge);
        if (status == StatusCodes.Status415UnsupportedMediaType)
            return New(status, "wrong-content-type", WrongType);
        if (exception.InnerException is JsonException json)
        {
            string path = json.Path is null or "$" ? "" : json.Path.StartsWith("$.", StringComparison.Ordinal) ? json.Path[2..] : json.Path;
            string detail = Explain(json);
            return New(status, "wrong-body", path.Length == 0 ? $"The body cannot be read: {detail}" : $"The body's field '{path}' cannot be read: {detail}") with
            {
                Errors = path.Length == 0 ? null : new Dictionary<string, string[]> { [path] = [detail] },
            };
        }
        var parameter = Parameter().Match(exception.Message);
        if (parameter.Success)
        {
            return New(status, "wrong-parameter", parameter.Groups["value"].Success
                ? $"The parameter '{parameter.Groups["name"].Value}' cannot be '{parameter.Groups["value"].Value}'."
                : $"The parameter '{parameter.Groups["name"].Value}' is missing.");
        }
        return New(status, "wrong-request", exception.Message.StartsWith("Implicit body", StringComparison.Ordinal)
            || exception.Message.Contains("from body", StringComparison.Ordinal) ? "The request lacks its body." : exception.Message);
    }

    /// <summary>System.Text.Json's message in the API's terms instead of .NET's.</summary>
    private static string Explain(JsonException exception)
    {
        string message = exception.InnerException is FormatException or InvalidOperationException ? exception.InnerException.Message : exception.Message;
        var unknown = UnknownField().Match(message);
        if (unknown.Success)
            return $"there is no field '{unknown.Groups["name"].Value}' here.";
        var missing = MissingFields().Match(message);
        if (missing.Success)
            return $"it lacks {missing.Groups["names"].Value}.";
        if (message.Contains("doesn't allow", StringComparison.Ordinal) && message.Contains("null", StringComparison.Ordinal))
            return "it cannot be null.";
        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) || message.StartsWith("Cannot get the value of a token type", StringComparison.Ordinal))
            return "the value is of the wrong kind.";
        int end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        string place = exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
        return TypeNames().Replace(end < 0 ? message : message[..end], "") + place;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed: {Code}")]
    private partial void LogFailure(Exception exception, string method, string path, string? code);

    [GeneratedRegex("""parameter "(?<type>[^"]*) (?<name>[^" ]+)"(?: from "(?<value>[^"]*)")?""")]
    private static partial Regex Parameter();

    [GeneratedRegex("JSON property '(?<name>.*)' could not be mapped")]
    private static partial Regex UnknownField();

    [GeneratedRegex(" (on|in|for|contained in) type '[^']*'")]
    private static partial Regex TypeNames();

    [GeneratedRegex("missing required properties including: (?<names>.*)\\.")]
    private static partial Regex MissingFields();
}
