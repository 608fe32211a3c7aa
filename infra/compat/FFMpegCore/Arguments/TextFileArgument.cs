using FFMpegCore.Helpers;

namespace FFMpegCore.Arguments;

/// <summary>A text that ffmpeg reads from a temporary file: a list of inputs, metadata.</summary>
internal sealed class TextFileArgument(string content, string optionsBefore, string optionsAfter = "") : IInputArgument
{
    private readonly string _path = Path.Combine(GlobalFFOptions.Current.TemporaryFilesFolder, $"FFMpegCore_{Guid.NewGuid():N}.txt");

    public string Text => $"{optionsBefore} -i {CommandLine.Quote(_path)} {optionsAfter}".Trim();

    public void Pre() => File.WriteAllText(_path, content);

    public Task During(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Post() => File.Delete(_path);
}
