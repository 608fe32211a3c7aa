using System.Globalization;
using Wav2Kp.Cli.Output;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>How far several uploads are together, in bytes.</summary>
/// <param name="progress">Whom it is told.</param>
/// <param name="sizes">The bytes of each file.</param>
internal sealed class UploadProgress(IProgress<StageProgress> progress, IReadOnlyList<long> sizes)
{
    private readonly long[] _sent = new long[sizes.Count];
    private readonly long _whole = Math.Max(1, sizes.Sum());
    private readonly Lock _lock = new();
    private int _done;

    /// <summary>So many bytes of a file are there.</summary>
    /// <param name="file">Which.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="matter">What else is to be said of it; null for nothing.</param>
    public void Report(int file, long bytes, string? matter)
    {
        lock (_lock)
        {
            _sent[file] = bytes;
            Tell(matter);
        }
    }

    /// <summary>A file is there, and looked at.</summary>
    public void Done(int file)
    {
        lock (_lock)
        {
            _sent[file] = sizes[file];
            _done++;
            Tell(null);
        }
    }

    private void Tell(string? matter)
    {
        long sent = _sent.Sum();
        string text = string.Create(CultureInfo.InvariantCulture, $"{_done} of {sizes.Count} uploaded, {sent / 1e6:0} of {_whole / 1e6:0} MB{(matter is null ? "" : $", {matter}")}");
        progress.Report(new StageProgress((double)sent / _whole, text));
    }
}
