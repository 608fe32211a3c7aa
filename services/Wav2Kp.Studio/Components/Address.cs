namespace Wav2Kp.Studio.Components;

/// <summary>Addresses within the console.</summary>
internal static class Address
{
    /// <summary>A path with a query of those values that are there.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> query) =>
        path + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => KeyValuePair.Create(q.Name, q.Value)));

    /// <summary>The list of the runs that pass a filter.</summary>
    public static string Runs(string filter) => Of("/runs", [("filter", filter)]);
}
