namespace Wav2Kp.Studio.Errors;

/// <summary>A request that cannot be answered as asked; becomes problem details.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The kind of problem, as a word.</param>
/// <param name="detail">What is wrong and what to do.</param>
internal sealed class ApiException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>What is wrong with which field of the body.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public static ApiException NotFound(string what, object id) =>
        new(StatusCodes.Status404NotFound, "not-found", $"There is no {what} {id}.");

    public static ApiException Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>A field of the body, or a parameter of the query, is wrong.</summary>
    public static ApiException Field(string field, string detail) => Fields([field], detail);

    /// <summary>Fields of the body do not go together.</summary>
    public static ApiException Fields(IReadOnlyList<string> fields, string detail) => new(StatusCodes.Status400BadRequest, "wrong-field", detail)
    {
        Errors = fields.ToDictionary(field => field, _ => new[] { detail }),
    };

    public static ApiException Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);
}
