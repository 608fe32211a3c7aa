using FFMpegCore.Helpers;

namespace FFMpegCore.Arguments;

/// <summary>A file, URL or device that ffmpeg opens itself.</summary>
internal sealed class InputFileArgument(string path, bool verifyExists, bool isFile = true) : IInputArgument
{
    public string Text => $"-i {(isFile ? CommandLine.QuoteInputFile(path) : CommandLine.Quote(path))}";

    public void Pre()
    {
        if (verifyExists && !File.Exists(path))
        {
            throw new FileNotFoundException($"The input file '{path}' does not exist.", path);
        }
    }

    public Task During(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Post()
    {
    }
}
