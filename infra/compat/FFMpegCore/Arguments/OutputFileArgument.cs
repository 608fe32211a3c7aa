using FFMpegCore.Exceptions;
using FFMpegCore.Helpers;

namespace FFMpegCore.Arguments;

/// <summary>A file that ffmpeg writes.</summary>
internal sealed class OutputFileArgument(string path, bool overwrite) : IOutputArgument
{
    // without -n ffmpeg would ask, and nobody would answer
    public string Text => $"{CommandLine.QuoteOutputFile(path)} {(overwrite ? "-y" : "-n")}";

    public void Pre()
    {
        if (!overwrite && File.Exists(path))
        {
            throw new FFMpegException(FFMpegExceptionType.File, $"The output file '{path}' exists already and may not be overwritten.");
        }
    }

    public Task During(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Post()
    {
    }
}
