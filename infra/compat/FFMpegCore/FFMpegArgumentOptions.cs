using System.Drawing;
using System.Globalization;
using FFMpegCore.Arguments;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;
using FFMpegCore.Helpers;

namespace FFMpegCore;

/// <summary>Options of one input or output.</summary>
public class FFMpegArgumentOptions : FFMpegArgumentsBase
{
    internal FFMpegArgumentOptions()
    {
    }

    /// <summary><c>-c:a</c></summary>
    /// <exception cref="FFMpegException">The codec is no audio codec.</exception>
    public FFMpegArgumentOptions WithAudioCodec(Codec audioCodec) =>
        audioCodec.Type.HasFlag(CodecType.Audio)
            ? WithAudioCodec(audioCodec.Name)
            : throw new FFMpegException(FFMpegExceptionType.Operation, $"The codec '{audioCodec.Name}' is not an audio codec.");

    /// <summary><c>-c:a</c></summary>
    public FFMpegArgumentOptions WithAudioCodec(string audioCodec) => Add($"-c:a {CodecName(audioCodec)}");

    /// <summary><c>-b:a</c></summary>
    public FFMpegArgumentOptions WithAudioBitrate(AudioQuality audioQuality) => WithAudioBitrate((int)audioQuality);

    /// <summary><c>-b:a</c>, in kbit/s</summary>
    public FFMpegArgumentOptions WithAudioBitrate(int bitrate) => Add($"-b:a {bitrate}k");

    /// <summary><c>-ar</c>, in Hz</summary>
    public FFMpegArgumentOptions WithAudioSamplingRate(int samplingRate = 48000) => Add($"-ar {samplingRate}");

    /// <summary><c>-vbr</c>, 0 to 5</summary>
    public FFMpegArgumentOptions WithVariableBitrate(int vbr) =>
        vbr is >= 0 and <= 5 ? Add($"-vbr {vbr}") : throw new ArgumentOutOfRangeException(nameof(vbr), vbr, "A variable bit rate is 0 to 5.");

    /// <summary><c>-s</c>, in pixels</summary>
    public FFMpegArgumentOptions Resize(int width, int height) => Add($"-s {width}x{height}");

    /// <summary><c>-s</c>, in pixels; nothing when null</summary>
    public FFMpegArgumentOptions Resize(Size? size) => size is { } s ? Resize(s.Width, s.Height) : this;

    /// <summary>Keeps a rectangle; nothing when <paramref name="size"/> is null</summary>
    public FFMpegArgumentOptions Crop(Size? size, int left, int top) => size is { } s ? Crop(s.Width, s.Height, left, top) : this;

    /// <summary>Keeps a rectangle</summary>
    public FFMpegArgumentOptions Crop(int width, int height, int left, int top) => Add($"-vf crop={width}:{height}:{left}:{top}");

    /// <summary>Keeps the top left part; nothing when <paramref name="size"/> is null</summary>
    public FFMpegArgumentOptions Crop(Size? size) => Crop(size, 0, 0);

    /// <summary>Keeps the top left part</summary>
    public FFMpegArgumentOptions Crop(int width, int height) => Crop(width, height, 0, 0);

    /// <summary><c>-bsf</c></summary>
    public FFMpegArgumentOptions WithBitStreamFilter(Channel channel, Filter filter) => Add($"-bsf{Specifier(channel)} {filter.ToString().ToLowerInvariant()}");

    /// <summary><c>-crf</c>, 0 (lossless) to 63</summary>
    public FFMpegArgumentOptions WithConstantRateFactor(int crf) =>
        crf is >= 0 and <= 63 ? Add($"-crf {crf}") : throw new ArgumentOutOfRangeException(nameof(crf), crf, "A constant rate factor is 0 (lossless) to 63.");

    /// <summary>Copies packets without coding them anew</summary>
    public FFMpegArgumentOptions CopyChannel(Channel channel = Channel.Both) =>
        channel == Channel.Both ? Add("-c:a copy -c:v copy") : Add($"-c{Specifier(channel)} copy");

    /// <summary>Leaves out streams</summary>
    /// <exception cref="FFMpegException">There is no option that leaves out such streams.</exception>
    public FFMpegArgumentOptions DisableChannel(Channel channel) => channel switch
    {
        Channel.Video => Add("-vn"),
        Channel.Audio => Add("-an"),
        Channel.Subtitle => Add("-sn"),
        Channel.Data => Add("-dn"),
        _ => throw new FFMpegException(FFMpegExceptionType.Conversion, $"ffmpeg has no option that leaves out '{channel}'."),
    };

    /// <summary><c>-t</c>; nothing when null</summary>
    public FFMpegArgumentOptions WithDuration(TimeSpan? duration) => duration is { } d ? Add($"-t {Time(d)}") : this;

    /// <summary>Moves the index to the front, so that a browser can play before all is loaded</summary>
    public FFMpegArgumentOptions WithFastStart() => Add("-movflags faststart");

    /// <summary><c>-vframes</c></summary>
    public FFMpegArgumentOptions WithFrameOutputCount(int frames) => Add($"-vframes {frames}");

    /// <summary><c>-hwaccel</c></summary>
    public FFMpegArgumentOptions WithHardwareAcceleration(HardwareAccelerationDevice hardwareAccelerationDevice = HardwareAccelerationDevice.Auto) =>
        Add($"-hwaccel {hardwareAccelerationDevice.ToString().ToLowerInvariant()}");

    /// <summary>Ends with the shortest stream</summary>
    public FFMpegArgumentOptions UsingShortest(bool shortest = true) => shortest ? Add("-shortest") : this;

    /// <summary>As many threads as there are cores, or one</summary>
    public FFMpegArgumentOptions UsingMultithreading(bool multithread) => UsingThreads(multithread ? Environment.ProcessorCount : 1);

    /// <summary><c>-threads</c></summary>
    public FFMpegArgumentOptions UsingThreads(int threads) => Add($"-threads {threads}");

    /// <summary><c>-c:v</c></summary>
    /// <exception cref="FFMpegException">The codec is no video codec.</exception>
    public FFMpegArgumentOptions WithVideoCodec(Codec videoCodec) =>
        videoCodec.Type.HasFlag(CodecType.Video)
            ? WithVideoCodec(videoCodec.Name)
            : throw new FFMpegException(FFMpegExceptionType.Operation, $"The codec '{videoCodec.Name}' is not a video codec.");

    /// <summary><c>-c:v</c></summary>
    public FFMpegArgumentOptions WithVideoCodec(string videoCodec) => Add($"-c:v {CodecName(videoCodec)}");

    /// <summary><c>-b:v</c>, in kbit/s</summary>
    public FFMpegArgumentOptions WithVideoBitrate(int bitrate) => Add($"-b:v {bitrate}k");

    /// <summary><c>-vf</c></summary>
    public FFMpegArgumentOptions WithVideoFilters(Action<VideoFilterOptions> videoFilterOptions)
    {
        var options = new VideoFilterOptions();
        videoFilterOptions(options);
        return WithFilters("-vf", options.Arguments.Select(filter => (filter.Key, filter.Value)));
    }

    /// <summary><c>-af</c></summary>
    public FFMpegArgumentOptions WithAudioFilters(Action<AudioFilterOptions> audioFilterOptions)
    {
        var options = new AudioFilterOptions();
        audioFilterOptions(options);
        return WithFilters("-af", options.Arguments.Select(filter => (filter.Key, filter.Value)));
    }

    /// <summary><c>-r</c>, in frames per second</summary>
    public FFMpegArgumentOptions WithFramerate(double framerate) => Add(string.Create(CultureInfo.InvariantCulture, $"-r {framerate}"));

    /// <summary>Writes no metadata</summary>
    public FFMpegArgumentOptions WithoutMetadata() => Add("-map_metadata -1");

    /// <summary><c>-preset</c></summary>
    public FFMpegArgumentOptions WithSpeedPreset(Speed speed) => Add($"-preset {speed.ToString().ToLowerInvariant()}");

    /// <summary><c>-start_number</c></summary>
    public FFMpegArgumentOptions WithStartNumber(int startNumber) => Add($"-start_number {startNumber}");

    /// <summary>Text that is put on the argument line as it is</summary>
    public FFMpegArgumentOptions WithCustomArgument(string argument) => Add(argument);

    /// <summary><c>-ss</c>; nothing when null</summary>
    public FFMpegArgumentOptions Seek(TimeSpan? seekTo) => seekTo is { } time ? Add($"-ss {Time(time)}") : this;

    /// <summary><c>-to</c>; nothing when null</summary>
    public FFMpegArgumentOptions EndSeek(TimeSpan? seekTo) => seekTo is { } time ? Add($"-to {Time(time)}") : this;

    /// <summary><c>-loop</c></summary>
    public FFMpegArgumentOptions Loop(int times) => Add($"-loop {times}");

    /// <summary><c>-y</c></summary>
    public FFMpegArgumentOptions OverwriteExisting() => Add("-y");

    /// <summary><c>-map</c></summary>
    public FFMpegArgumentOptions SelectStream(int streamIndex, int inputFileIndex = 0, Channel channel = Channel.All) => Map(string.Empty, streamIndex, inputFileIndex, channel);

    /// <summary><c>-map</c> for each stream</summary>
    public FFMpegArgumentOptions SelectStreams(IEnumerable<int> streamIndices, int inputFileIndex = 0, Channel channel = Channel.All) =>
        streamIndices.Aggregate(this, (options, index) => options.SelectStream(index, inputFileIndex, channel));

    /// <summary><c>-map -</c></summary>
    public FFMpegArgumentOptions DeselectStream(int streamIndex, int inputFileIndex = 0, Channel channel = Channel.All) => Map("-", streamIndex, inputFileIndex, channel);

    /// <summary><c>-map -</c> for each stream</summary>
    public FFMpegArgumentOptions DeselectStreams(IEnumerable<int> streamIndices, int inputFileIndex = 0, Channel channel = Channel.All) =>
        streamIndices.Aggregate(this, (options, index) => options.DeselectStream(index, inputFileIndex, channel));

    /// <summary><c>-f</c></summary>
    public FFMpegArgumentOptions ForceFormat(ContainerFormat format) => ForceFormat(format.Name);

    /// <summary><c>-f</c></summary>
    public FFMpegArgumentOptions ForceFormat(string format) => Add($"-f {format}");

    /// <summary><c>-pix_fmt</c></summary>
    public FFMpegArgumentOptions ForcePixelFormat(string pixelFormat) => Add($"-pix_fmt {pixelFormat}");

    /// <summary><c>-pix_fmt</c></summary>
    public FFMpegArgumentOptions ForcePixelFormat(PixelFormat pixelFormat) => ForcePixelFormat(pixelFormat.Name);

    /// <summary><c>-audible_key</c> and <c>-audible_iv</c></summary>
    public FFMpegArgumentOptions WithAudibleEncryptionKeys(string key, string iv) => Add($"-audible_key {key} -audible_iv {iv}");

    /// <summary><c>-activation_bytes</c></summary>
    public FFMpegArgumentOptions WithAudibleActivationBytes(string activationBytes) => Add($"-activation_bytes {activationBytes}");

    /// <summary><c>-id3v2_version</c></summary>
    public FFMpegArgumentOptions WithTagVersion(int id3v2Version = 3) => Add($"-id3v2_version {id3v2Version}");

    /// <summary>Makes a palette for a GIF and uses it</summary>
    public FFMpegArgumentOptions WithGifPaletteArgument(int streamIndex, Size? size, double fps = 12)
    {
        string scale = size is { } s ? $",scale=w={s.Width}:h={s.Height}" : string.Empty;
        return Add(string.Create(
            CultureInfo.InvariantCulture,
            $"-filter_complex \"[{streamIndex}:v] fps={fps}{scale},split [a][b];[a] palettegen=max_colors=32 [p];[b][p] paletteuse=dither=bayer\""));
    }

    /// <summary>Copies all packets without coding them anew</summary>
    public FFMpegArgumentOptions WithCopyCodec() => Add("-codec copy");

    /// <summary>Adds an argument</summary>
    public FFMpegArgumentOptions WithArgument(IArgument argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        Arguments.Add(argument);
        return this;
    }

    private static string CodecName(string name) =>
        string.IsNullOrWhiteSpace(name) ? throw new FFMpegArgumentException("A codec needs a name.") : name;

    private static string Specifier(Channel channel) => channel switch
    {
        Channel.Audio => ":a",
        Channel.Video => ":v",
        Channel.VideoNoAttachedPic => ":V",
        Channel.Subtitle => ":s",
        Channel.Data => ":d",
        Channel.Attachments => ":t",
        _ => string.Empty,
    };

    private static string Time(TimeSpan time)
    {
        string sign = time < TimeSpan.Zero ? "-" : string.Empty;
        TimeSpan value = time.Duration();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sign}{(long)value.TotalHours:00}:{value.Minutes:00}:{value.Seconds:00}.{value.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond:000000}");
    }

    private FFMpegArgumentOptions WithFilters(string option, IEnumerable<(string Key, string Value)> filters)
    {
        string chain = FilterArgument.Chain(filters);
        return chain.Length > 0
            ? Add($"{option} {CommandLine.Quote(chain)}")
            : throw new FFMpegArgumentException($"The filter chain {option} holds no filter.");
    }

    private FFMpegArgumentOptions Map(string sign, int streamIndex, int inputFileIndex, Channel channel) =>
        channel == Channel.Both
            ? Map(sign, streamIndex, inputFileIndex, Channel.Video).Map(sign, streamIndex, inputFileIndex, Channel.Audio)
            : Add($"-map {sign}{inputFileIndex}{Specifier(channel)}:{streamIndex}");

    private FFMpegArgumentOptions Add(string text)
    {
        Arguments.Add(new TextArgument(text));
        return this;
    }
}
