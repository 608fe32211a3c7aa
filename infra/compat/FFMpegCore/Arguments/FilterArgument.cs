namespace FFMpegCore.Arguments;

/// <summary>One filter: its name and its options.</summary>
internal sealed class FilterArgument(string key, string value) : IVideoFilterArgument, IAudioFilterArgument
{
    public string Key { get; } = key;

    public string Value { get; } = value;

    /// <summary>The filters as one chain.</summary>
    public static string Chain(IEnumerable<(string Key, string Value)> filters) =>
        string.Join(',', filters.Select(filter => filter.Key.Length == 0 ? filter.Value : filter.Value.Length == 0 ? filter.Key : $"{filter.Key}={filter.Value}"));
}
