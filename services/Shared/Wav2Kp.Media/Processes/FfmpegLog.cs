using System.Globalization;
using System.Threading.Channels;

namespace Wav2Kp.Media.Processes;

/// <summary>
/// Reads ffmpeg's messages while it runs: the exact time of every frame from the showinfo filter, of the first sample from
/// ashowinfo, and the errors of the decoders.
/// </summary>
internal sealed class FfmpegLog
{
    private const int MostErrors = 200;

    private readonly Channel<FrameNote> _frames = Channel.CreateUnbounded<FrameNote>(new() { SingleReader = true, SingleWriter = true });
    private readonly Lock _lock = new();
    private readonly List<string> _errors = [];

    /// <summary>A line for each frame, in the order in which the frames are written.</summary>
    public ChannelReader<FrameNote> Frames => _frames.Reader;

    /// <summary>The unit of <see cref="FrameNote.Pts"/>, in seconds.</summary>
    public Rational VideoTimeBase { get; private set; }

    /// <summary>The rate that ffmpeg reckons with; zero if unknown.</summary>
    public Rational VideoFrameRate { get; private set; }

    /// <summary>The length that the file claims, in seconds; zero if it does not.</summary>
    public Rational Duration { get; private set; }

    /// <summary>When the first sample is heard, in samples at the output's rate; null without any sample.</summary>
    public long? FirstSample { get; private set; }

    /// <summary>How many samples were written.</summary>
    public long Samples { get; private set; }

    /// <summary>How many error messages there were.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Whether writing failed for want of space: not the input's fault.</summary>
    public bool DiskFull { get; private set; }

    /// <summary>The first of the error messages.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_lock)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>Takes one line of ffmpeg's messages (-loglevel level+info).</summary>
    public void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }
        if (line.StartsWith("[Parsed_showinfo_", StringComparison.Ordinal))
        {
            OnShowInfo(line);
        }
        else if (line.StartsWith("[Parsed_ashowinfo_", StringComparison.Ordinal))
        {
            OnAudioShowInfo(line);
        }
        else if (TextAfter(line, "  Duration: ") is string duration)
        {
            Duration = TimeSpan.TryParse(duration.Split(',')[0], CultureInfo.InvariantCulture, out TimeSpan length) ? Rational.FromTimeSpan(length) : default;
        }
        else if (TextAfter(line, "[error] ") is string error)
        {
            AddError(error);
        }
        else if (TextAfter(line, "[fatal] ") is string fatal)
        {
            AddError(fatal);
        }
    }

    /// <summary>No more lines will come.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    private static string? TextAfter(string line, string level)
    {
        int at = line.IndexOf(level, StringComparison.Ordinal);
        return at < 0 ? null : line[(at + level.Length)..].Trim();
    }

    private void AddError(string error)
    {
        lock (_lock)
        {
            ErrorCount++;
            DiskFull |= error.Contains("No space left on device", StringComparison.Ordinal);
            if (_errors.Count < MostErrors)
            {
                _errors.Add(error);
            }
        }
    }

    private void OnShowInfo(string line)
    {
        if (line.Contains("] config in ", StringComparison.Ordinal))
        {
            VideoTimeBase = Rational.TryParse(Field(line, "time_base:").TrimEnd(',').ToString(), out Rational timeBase) ? timeBase : default;
            VideoFrameRate = Rational.TryParse(Field(line, "frame_rate:").ToString(), out Rational rate) ? rate : default;
            return;
        }
        ReadOnlySpan<char> size = Field(line, " s:");
        int by = size.IndexOf('x');
        if (by > 0 && line.Contains("] n:", StringComparison.Ordinal)
            && int.TryParse(size[..by], CultureInfo.InvariantCulture, out int width)
            && int.TryParse(size[(by + 1)..], CultureInfo.InvariantCulture, out int height))
        {
            long? pts = long.TryParse(Field(line, " pts:"), CultureInfo.InvariantCulture, out long value) ? value : null;
            _frames.Writer.TryWrite(new FrameNote(pts, width, height));
        }
    }

    private void OnAudioShowInfo(string line)
    {
        if (long.TryParse(Field(line, " nb_samples:"), CultureInfo.InvariantCulture, out long samples))
        {
            if (FirstSample is null && long.TryParse(Field(line, " pts:"), CultureInfo.InvariantCulture, out long pts))
            {
                FirstSample = pts;
            }
            Samples += samples;
        }
    }

    // the text after the name, past blanks, up to the next blank
    private static ReadOnlySpan<char> Field(string line, string name)
    {
        int start = line.IndexOf(name, StringComparison.Ordinal);
        if (start < 0)
        {
            return [];
        }
        ReadOnlySpan<char> rest = line.AsSpan(start + name.Length).TrimStart(' ');
        int end = rest.IndexOf(' ');
        return end < 0 ? rest : rest[..end];
    }
}
