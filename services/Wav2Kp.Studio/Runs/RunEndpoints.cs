using Microsoft.AspNetCore.Http.HttpResults;
using Wav2Kp.Catalog.Runs;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Runs;

/// <summary>Searching experiments' runs and reading their metrics.</summary>
internal static class RunEndpoints
{
    private const int DefaultPoints = 1000;
    private const int MaxPoints = 100_000;

    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapGet("/experiments", ListExperimentsAsync).WithTags("Runs").WithSummary("List experiments, the one with the newest run first.").Fails(400);
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", ListAsync).Fails(400)
            .WithSummary("Search runs: filter=metrics.mouth_r > 0.8 and params.recipe = 'wav2kp', order=metrics.mouth_r desc.")
            .WithDescription("""
                docs/filters.md tells the whole grammar, GET /filters/runs the fields that there are. Fields are metrics.NAME (the latest value), params.NAME, tags.NAME, id, name, experiment, status, notes, created, started, finished and duration (seconds).
                Names with other characters than letters, digits and _ - . / stand in double quotes. Comparisons are = != < <= > >= like ilike in, not like, not in, is null and is not null;
                not, and, or and parentheses join them. Text stands in single quotes. A comparison with something that a run lacks is false. The order lists fields with asc or desc.
                """);
        runs.MapGet("/fields", FieldsAsync).WithSummary("List the names of metrics, parameters and tags that runs have, for filters and columns.");
        runs.MapGet("/{id:guid}/artifacts/{name}", DownloadAsync).WithSummary("Download a file that a run made.").SendsFile();
        runs.MapGet("/{id:guid}", GetAsync).WithName("run").WithSummary("Get a run with its parameters, latest metrics and artifacts.").Fails(404);
        runs.MapGet("/{id:guid}/metrics", MetricsAsync).WithSummary("Get the histories of a run's metrics, or of those named by key.").Fails(400, 404);
        runs.MapRunLogging();
    }

    private static async Task<Ok<Api.Page<Api.Experiment>>> ListExperimentsAsync(
        int? limit, int? offset, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ExperimentsAsync(Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.Page<Api.Run>>> ListAsync(
        string? filter, string? order, int? limit, int? offset, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.SearchAsync(RunFilter.Parse(filter), RunFilter.Order(order), Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.RunFields>> FieldsAsync(RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.FieldsAsync(cancellationToken));

    private static async Task<Ok<Api.Run>> GetAsync(Guid id, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.GetAsync(id, cancellationToken));

    private static async Task<IResult> DownloadAsync(
        Guid id, string name, HttpContext context, RunReader reader, IObjectStore objects, CancellationToken cancellationToken) =>
        await (await reader.ArtifactAsync(id, name, cancellationToken)).SendAsync(objects, context);

    private static async Task<Ok<IReadOnlyList<Api.MetricSeries>>> MetricsAsync(
        Guid id, string[]? key, int? maxPoints, RunReader reader, CancellationToken cancellationToken)
    {
        int most = maxPoints ?? DefaultPoints;
        if (most is < 2 or > MaxPoints)
            throw ApiException.Field("maxPoints", $"maxPoints lies between 2 and {MaxPoints}; it is {most}.");
        await reader.CheckAsync(id, cancellationToken);
        return TypedResults.Ok(await reader.CurvesAsync(id, key is [] ? null : key, null, null, most, cancellationToken));
    }
}
