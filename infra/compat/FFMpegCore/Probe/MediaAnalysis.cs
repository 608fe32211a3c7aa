using System.Globalization;
using System.Text.Json;
using FFMpegCore.Builders.MetaData;
using FFMpegCore.Exceptions;

namespace FFMpegCore;

/// <summary>What ffprobe reports, in .NET's types.</summary>
internal sealed class MediaAnalysis : IMediaAnalysis
{
    public MediaAnalysis(ProbeDocument document)
    {
        ProbeFormat format = document.Format ?? throw new FormatNullException();
        Format = new MediaFormat
        {
            Duration = ParseTime(format.Duration),
            StartTime = ParseTime(format.StartTime),
            FormatName = format.FormatName ?? string.Empty,
            FormatLongName = format.FormatLongName ?? string.Empty,
            StreamCount = format.StreamCount,
            ProbeScore = format.ProbeScore,
            BitRate = ParseLong(format.BitRate),
            Tags = WithoutCase(format.Tags),
        };
        Chapters = [.. (document.Chapters ?? []).Select(ToChapter)];
        List<ProbeStream> streams = document.Streams ?? [];
        VideoStreams = [.. streams.Where(stream => stream.CodecType == "video").Select(ToVideoStream)];
        AudioStreams = [.. streams.Where(stream => stream.CodecType == "audio").Select(ToAudioStream)];
        SubtitleStreams = [.. streams.Where(stream => stream.CodecType == "subtitle").Select(stream => Describe(new SubtitleStream(), stream))];
        ErrorData = document.ErrorData;
    }

    public TimeSpan Duration => new[] { Format.Duration, PrimaryVideoStream?.Duration ?? TimeSpan.Zero, PrimaryAudioStream?.Duration ?? TimeSpan.Zero }.Max();

    public MediaFormat Format { get; }

    public List<ChapterData> Chapters { get; }

    public AudioStream? PrimaryAudioStream => AudioStreams.MinBy(stream => stream.Index);

    public VideoStream? PrimaryVideoStream => VideoStreams.MinBy(stream => stream.Index);

    public SubtitleStream? PrimarySubtitleStream => SubtitleStreams.MinBy(stream => stream.Index);

    public List<VideoStream> VideoStreams { get; }

    public List<AudioStream> AudioStreams { get; }

    public List<SubtitleStream> SubtitleStreams { get; }

    public IReadOnlyList<string> ErrorData { get; }

    /// <summary>Reads "[-][h:]mm:ss[.fraction]"; zero for what ffprobe does not know.</summary>
    internal static TimeSpan ParseTime(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return TimeSpan.Zero;
        }
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        bool negative = rest.StartsWith("-");
        rest = rest.TrimStart('-');
        decimal seconds = 0;
        foreach (Range part in rest.Split(':'))
        {
            if (!decimal.TryParse(rest[part], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) || seconds > 1e10m)
            {
                return TimeSpan.Zero;
            }
            seconds = (seconds * 60) + value;
        }
        long ticks = (long)Math.Min(seconds * TimeSpan.TicksPerSecond, long.MaxValue);
        return TimeSpan.FromTicks(negative ? -ticks : ticks);
    }

    private static VideoStream ToVideoStream(ProbeStream stream)
    {
        VideoStream video = Describe(new VideoStream(), stream);
        video.AvgFrameRate = ParseRate(stream.AverageFrameRate);
        video.AverageFrameRate = video.AvgFrameRate;
        video.FrameRate = ParseRate(stream.FrameRate);
        video.BitsPerRawSample = (int)ParseLong(stream.BitsPerRawSample);
        video.DisplayAspectRatio = ParseRatio(stream.DisplayAspectRatio);
        video.SampleAspectRatio = ParseRatio(stream.SampleAspectRatio);
        video.Profile = stream.Profile ?? string.Empty;
        video.Width = stream.Width;
        video.Height = stream.Height;
        video.PixelFormat = stream.PixelFormat ?? string.Empty;
        video.Level = stream.Level;
        video.Rotation = RotationOf(stream);
        video.ColorRange = stream.ColorRange ?? string.Empty;
        video.ColorSpace = stream.ColorSpace ?? string.Empty;
        video.ColorTransfer = stream.ColorTransfer ?? string.Empty;
        video.ColorPrimaries = stream.ColorPrimaries ?? string.Empty;
        return video;
    }

    private static AudioStream ToAudioStream(ProbeStream stream)
    {
        AudioStream audio = Describe(new AudioStream(), stream);
        audio.Channels = stream.Channels;
        audio.ChannelLayout = stream.ChannelLayout ?? string.Empty;
        audio.SampleRateHz = (int)ParseLong(stream.SampleRate);
        audio.Profile = stream.Profile ?? string.Empty;
        return audio;
    }

    private static T Describe<T>(T result, ProbeStream stream)
        where T : MediaStream
    {
        Dictionary<string, string>? tags = WithoutCase(stream.Tags);
        result.Index = stream.Index;
        result.CodecName = stream.CodecName ?? string.Empty;
        result.CodecLongName = stream.CodecLongName ?? string.Empty;
        result.CodecTagString = stream.CodecTagString ?? string.Empty;
        result.CodecTag = stream.CodecTag ?? string.Empty;
        result.BitRate = ParseLong(stream.BitRate);
        result.StartTime = ParseTime(stream.StartTime);
        // Matroska keeps a stream's duration in a tag
        result.Duration = ParseTime(stream.Duration ?? tags?.GetValueOrDefault("duration"));
        result.Language = tags?.GetValueOrDefault("language");
        result.Disposition = stream.Disposition?.ToDictionary(pair => pair.Key, pair => pair.Value != 0);
        result.BitDepth = long.TryParse(stream.BitsPerRawSample, NumberStyles.None, CultureInfo.InvariantCulture, out long bits) ? (int)bits : null;
        result.Tags = tags;
        return result;
    }

    private static ChapterData ToChapter(ProbeChapter chapter) =>
        new(chapter.Tags?.GetValueOrDefault("title") ?? string.Empty, ParseTime(chapter.StartTime), ParseTime(chapter.EndTime));

    /// <summary>Degrees of the display matrix, counter-clockwise as ffprobe counts; of the tag <c>rotate</c> in old files.</summary>
    private static int RotationOf(ProbeStream stream)
    {
        foreach (Dictionary<string, JsonElement> data in stream.SideData ?? [])
        {
            if (data.TryGetValue("rotation", out JsonElement rotation)
                && double.TryParse(rotation.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees))
            {
                return (int)degrees;
            }
        }
        return double.TryParse(stream.Tags?.GetValueOrDefault("rotate"), NumberStyles.Float, CultureInfo.InvariantCulture, out double tag) ? (int)tag : 0;
    }

    private static Dictionary<string, string>? WithoutCase(Dictionary<string, string>? tags)
    {
        if (tags is null)
        {
            return null;
        }
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in tags)
        {
            result.TryAdd(key, value);
        }
        return result;
    }

    // 0/0, which ffprobe prints for a rate it does not know, becomes not-a-number
    private static double ParseRate(string? text)
    {
        string[] parts = (text ?? "0/0").Split('/');
        return ParseDouble(parts[0]) / (parts.Length > 1 ? ParseDouble(parts[1]) : 1);
    }

    private static (int Width, int Height) ParseRatio(string? text)
    {
        string[] parts = (text ?? string.Empty).Split(':');
        return parts.Length == 2 ? ((int)ParseLong(parts[0]), (int)ParseLong(parts[1])) : (0, 0);
    }

    private static double ParseDouble(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0;

    private static long ParseLong(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : 0;
}
