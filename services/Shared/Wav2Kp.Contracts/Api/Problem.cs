namespace Wav2Kp.Contracts.Api;

/// <summary>An error of the API, as RFC 9457 problem details (<c>application/problem+json</c>).</summary>
public sealed record Problem
{
    /// <summary>What kind of problem.</summary>
    public string? Type { get; init; }

    /// <summary>The kind in words.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What is wrong and what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>The kind as a word: <c>not-found</c>, <c>wrong-filter</c>, <c>not-ready</c>, ….</summary>
    public string? Code { get; init; }

    /// <summary>Of a wrong filter or order: where, from 0.</summary>
    public int? Position { get; init; }

    /// <summary>Of a wrong filter or order: the expression with a caret under the place.</summary>
    public string? Hint { get; init; }

    /// <summary>Of a wrong body: what is wrong with which field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Finds the request in the logs.</summary>
    public string? TraceId { get; init; }
}
