using FFMpegCore.Helpers;

namespace FFMpegCore.Arguments;

/// <summary>Files that are read as one by the concat protocol (formats whose files can simply be joined).</summary>
internal sealed class ConcatArgument(IEnumerable<string> filePaths) : IInputArgument
{
    private readonly string[] _paths = [.. filePaths];

    public string Text => $"-i {CommandLine.Quote("concat:" + string.Join('|', _paths))}";

    public void Pre()
    {
        string? missing = _paths.FirstOrDefault(path => !File.Exists(path));
        if (missing is not null)
        {
            throw new FileNotFoundException($"The input file '{missing}' does not exist.", missing);
        }
    }

    public Task During(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Post()
    {
    }
}
