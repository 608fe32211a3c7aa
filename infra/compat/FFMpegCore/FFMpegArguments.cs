using FFMpegCore.Arguments;
using FFMpegCore.Pipes;

namespace FFMpegCore;

/// <summary>The inputs and outputs of a run of ffmpeg. Starts with one of the From… methods and ends with one of the Output… methods.</summary>
public sealed class FFMpegArguments : FFMpegArgumentsBase
{
    private readonly FFMpegGlobalArguments _globalArguments = new();

    private FFMpegArguments()
    {
    }

    /// <summary>The whole argument line.</summary>
    public string Text => string.Join(' ', new[] { _globalArguments.ArgumentsText, ArgumentsText }.Where(text => text.Length > 0));

    private int InputCount => Arguments.OfType<IInputArgument>().Count();

    /// <summary>Files that are joined by the concat protocol.</summary>
    public static FFMpegArguments FromConcatInput(IEnumerable<string> filePaths, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddConcatInput(filePaths, addArguments);

    /// <summary>Files that are joined by the concat demuxer.</summary>
    public static FFMpegArguments FromDemuxConcatInput(IEnumerable<string> filePaths, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddDemuxConcatInput(filePaths, addArguments);

    /// <summary>A file; a missing one is a <see cref="FileNotFoundException"/> of the run unless <paramref name="verifyExists"/> is false.</summary>
    public static FFMpegArguments FromFileInput(string filePath, bool verifyExists = true, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddFileInput(filePath, verifyExists, addArguments);

    /// <summary>Files, each an input of its own.</summary>
    public static FFMpegArguments FromFileInput(IEnumerable<string> filePath, bool verifyExists = true, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddFileInput(filePath, verifyExists, addArguments);

    /// <summary>A file.</summary>
    public static FFMpegArguments FromFileInput(FileInfo fileInfo, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddFileInput(fileInfo, addArguments);

    /// <summary>A URL.</summary>
    public static FFMpegArguments FromUrlInput(Uri uri, Action<FFMpegArgumentOptions>? addArguments = null) => new FFMpegArguments().AddUrlInput(uri, addArguments);

    /// <summary>A capture device.</summary>
    public static FFMpegArguments FromDeviceInput(string device, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddDeviceInput(device, addArguments);

    /// <summary>Data that this process writes.</summary>
    public static FFMpegArguments FromPipeInput(IPipeSource sourcePipe, Action<FFMpegArgumentOptions>? addArguments = null) =>
        new FFMpegArguments().AddPipeInput(sourcePipe, addArguments);

    /// <summary>Options that stand before all inputs.</summary>
    public FFMpegArguments WithGlobalOptions(Action<FFMpegGlobalArguments> configureOptions)
    {
        configureOptions(_globalArguments);
        return this;
    }

    /// <summary>Files that are joined by the concat protocol.</summary>
    public FFMpegArguments AddConcatInput(IEnumerable<string> filePaths, Action<FFMpegArgumentOptions>? addArguments = null) =>
        WithInput(new ConcatArgument(filePaths), addArguments);

    /// <summary>Files that are joined by the concat demuxer.</summary>
    public FFMpegArguments AddDemuxConcatInput(IEnumerable<string> filePaths, Action<FFMpegArgumentOptions>? addArguments = null)
    {
        // paths in a list are relative to the list, which lies elsewhere; a quote ends the quoted text and stands escaped
        IEnumerable<string> lines = filePaths.Select(path => $"file '{Path.GetFullPath(path).Replace("'", @"'\''", StringComparison.Ordinal)}'\n");
        return WithInput(new TextFileArgument(string.Concat(lines), "-f concat -safe 0"), addArguments);
    }

    /// <summary>A file; a missing one is a <see cref="FileNotFoundException"/> of the run unless <paramref name="verifyExists"/> is false.</summary>
    public FFMpegArguments AddFileInput(string filePath, bool verifyExists = true, Action<FFMpegArgumentOptions>? addArguments = null) =>
        WithInput(new InputFileArgument(filePath, verifyExists), addArguments);

    /// <summary>Files, each an input of its own.</summary>
    public FFMpegArguments AddFileInput(IEnumerable<string> filePath, bool verifyExists = true, Action<FFMpegArgumentOptions>? addArguments = null)
    {
        foreach (string path in filePath)
        {
            AddFileInput(path, verifyExists, addArguments);
        }
        return this;
    }

    /// <summary>A file.</summary>
    public FFMpegArguments AddFileInput(FileInfo fileInfo, Action<FFMpegArgumentOptions>? addArguments = null) => AddFileInput(fileInfo.FullName, false, addArguments);

    /// <summary>A URL.</summary>
    public FFMpegArguments AddUrlInput(Uri uri, Action<FFMpegArgumentOptions>? addArguments = null) =>
        WithInput(new InputFileArgument(uri.AbsoluteUri, verifyExists: false, isFile: false), addArguments);

    /// <summary>A capture device.</summary>
    public FFMpegArguments AddDeviceInput(string device, Action<FFMpegArgumentOptions>? addArguments = null) => WithInput(new InputDeviceArgument(device), addArguments);

    /// <summary>Data that this process writes.</summary>
    public FFMpegArguments AddPipeInput(IPipeSource sourcePipe, Action<FFMpegArgumentOptions>? addArguments = null) =>
        WithInput(new InputPipeArgument(sourcePipe), addArguments);

    /// <summary>Metadata in ffmpeg's text form.</summary>
    public FFMpegArguments AddMetaData(string content, Action<FFMpegArgumentOptions>? addArguments = null) =>
        WithInput(new TextFileArgument(content, string.Empty, $"-map_metadata {InputCount}"), addArguments);

    /// <summary>Takes the metadata of an input, the last one by default.</summary>
    public FFMpegArguments MapMetaData(int? inputIndex = null, Action<FFMpegArgumentOptions>? addArguments = null)
    {
        Add(addArguments, new TextArgument($"-map_metadata {inputIndex ?? Math.Max(InputCount - 1, 0)}"));
        return this;
    }

    /// <summary>Writes a file.</summary>
    public FFMpegArgumentProcessor OutputToFile(string file, bool overwrite = true, Action<FFMpegArgumentOptions>? addArguments = null) =>
        ToProcessor(new OutputFileArgument(file, overwrite), addArguments);

    /// <summary>Writes to a URL.</summary>
    public FFMpegArgumentProcessor OutputToUrl(string uri, Action<FFMpegArgumentOptions>? addArguments = null) => ToProcessor(new OutputUrlArgument(uri), addArguments);

    /// <summary>Writes to a URL.</summary>
    public FFMpegArgumentProcessor OutputToUrl(Uri uri, Action<FFMpegArgumentOptions>? addArguments = null) => OutputToUrl(uri.ToString(), addArguments);

    /// <summary>Writes to this process.</summary>
    public FFMpegArgumentProcessor OutputToPipe(IPipeSink reader, Action<FFMpegArgumentOptions>? addArguments = null) =>
        ToProcessor(new OutputPipeArgument(reader), addArguments);

    /// <summary>Writes several outputs.</summary>
    public FFMpegArgumentProcessor MultiOutput(Action<FFMpegMultiOutputOptions> addOutputs)
    {
        var options = new FFMpegMultiOutputOptions();
        addOutputs(options);
        Arguments.AddRange(options.Arguments);
        return new FFMpegArgumentProcessor(this);
    }

    private FFMpegArguments WithInput(IInputArgument input, Action<FFMpegArgumentOptions>? addArguments)
    {
        Add(addArguments, input);
        return this;
    }

    private FFMpegArgumentProcessor ToProcessor(IOutputArgument output, Action<FFMpegArgumentOptions>? addArguments)
    {
        Add(addArguments, output);
        return new FFMpegArgumentProcessor(this);
    }

    private void Add(Action<FFMpegArgumentOptions>? addArguments, IArgument argument)
    {
        var options = new FFMpegArgumentOptions();
        addArguments?.Invoke(options);
        Arguments.AddRange(options.Arguments);
        Arguments.Add(argument);
    }
}
