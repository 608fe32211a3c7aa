using Microsoft.AspNetCore.Components;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Components;

/// <summary>What the pages share.</summary>
public abstract class StudioPage : ComponentBase
{
    /// <summary>The request that the page answers.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>Reads what the page shows; it is rendered once, when that is done.</summary>
    protected abstract Task LoadAsync();

    /// <inheritdoc />
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        StateHasChanged();
    }

    /// <summary>Ends when nobody waits for the page any more.</summary>
    protected CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>Reads what the page is about; null, and the status 404, when there is no such thing.</summary>
    protected async Task<T?> FindAsync<T>(Func<Task<T>> read) where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return await read();
        }
        catch (ApiException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            ErrorPage.NotFound(Http, e.Message);
            return null;
        }
    }

    /// <summary>A value of the query; null when it is missing or empty.</summary>
    protected string? Query(string name)
    {
        string? value = Http.Request.Query[name];
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>All values of the query under a name.</summary>
    protected IReadOnlyList<string> QueryAll(string name) => [.. Http.Request.Query[name].OfType<string>().Where(v => v.Length > 0).Distinct()];

    /// <summary>The page's number in the query, from 1.</summary>
    protected int PageNumber => int.TryParse(Query("page"), out int page) && page is > 0 and < 1_000_000 ? page : 1;

    /// <summary>The address of this page with values of the query changed; null takes one away.</summary>
    protected string Here(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var values = Http.Request.Query.SelectMany(q => q.Value.OfType<string>().Select(v => (Name: q.Key, Value: (string?)v))).ToList();
        foreach (var (name, value) in changes)
        {
            values.RemoveAll(v => v.Name == name);
            values.Add((name, value));
        }
        return Address.Of(Http.Request.Path, values);
    }
}
