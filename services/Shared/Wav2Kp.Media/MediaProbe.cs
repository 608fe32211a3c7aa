using System.Globalization;
using System.Text;
using System.Text.Json;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>What a media file says of itself, read from its headers and first packets: nothing is decoded.</summary>
public static class MediaProbe
{
    // enough to see whether frames are evenly spaced, little enough for a long recording
    private const int PacketsRead = 600;
    private const int TextProbeLength = 4096;

    /// <summary>Reads a file's headers.</summary>
    /// <exception cref="InputRejectedException">
    /// It is no media file: <c>empty-file</c>, <c>not-a-video</c>, <c>truncated</c>, <c>unreadable</c> or <c>vanished</c>.
    /// </exception>
    public static async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw Ffmpeg.Vanished();
        }
        long bytes = file.Length;
        if (bytes == 0)
        {
            throw new InputRejectedException(RejectionCodes.EmptyFile, "The file is empty (0 bytes): copy or upload it again.");
        }
        (bool success, string output, string errors) = await Ffmpeg.ProbeAsync(
            [
                "-loglevel", "error",
                "-protocol_whitelist", Ffmpeg.Protocols, "-format_whitelist", Ffmpeg.Containers,
                "-print_format", "json", "-show_format", "-show_streams", "-show_packets",
                "-show_entries", "packet=stream_index,pts,flags",
                "-read_intervals", string.Create(CultureInfo.InvariantCulture, $"%+#{PacketsRead}"),
                "-i", Path.GetFullPath(path),
            ],
            cancellationToken).ConfigureAwait(false);
        if (!success)
        {
            throw Diagnose(path, errors);
        }
        using JsonDocument document = JsonDocument.Parse(output);
        return Describe(document.RootElement, bytes);
    }

    private static MediaInfo Describe(JsonElement root, long bytes)
    {
        JsonElement format = root.GetProperty("format");
        JsonElement[] streams = [.. root.GetProperty("streams").EnumerateArray()];
        JsonElement video = Array.Find(streams, stream => Text(stream, "codec_type") == "video" && !IsCover(stream) && Integer(stream, "width") > 0);
        JsonElement audio = Array.Find(
            streams,
            stream => Text(stream, "codec_type") == "audio" && Text(stream, "codec_name") is not (null or "unknown")
                && Integer(stream, "channels") > 0 && Integer(stream, "sample_rate") > 0);
        Rational.TryParse(Text(format, "duration"), out Rational duration);
        return new MediaInfo
        {
            Container = Text(format, "format_name") ?? "unknown",
            Duration = duration,
            StartTime = Rational.TryParse(Text(format, "start_time"), out Rational start) ? start : default,
            Bytes = bytes,
            Video = video.ValueKind == JsonValueKind.Undefined ? null : DescribeVideo(video, root),
            Audio = audio.ValueKind == JsonValueKind.Undefined ? null : new AudioInfo
            {
                Stream = (int)Integer(audio, "index")!.Value,
                Codec = Text(audio, "codec_name")!,
                SampleRate = (int)Integer(audio, "sample_rate")!.Value,
                Channels = (int)Integer(audio, "channels")!.Value,
                StartTime = StartOf(audio),
                Duration = Rational.TryParse(Text(audio, "duration"), out Rational length) ? length : default,
            },
        };
    }

    private static VideoInfo DescribeVideo(JsonElement stream, JsonElement root)
    {
        int index = (int)Integer(stream, "index")!.Value;
        int rotation = RotationOf(stream);
        (int width, int height) = ((int)Integer(stream, "width")!.Value, (int)Integer(stream, "height")!.Value);
        Rational.TryParse(Text(stream, "time_base"), out Rational timeBase);
        Rational.TryParse(Text(stream, "r_frame_rate"), out Rational nominal);
        Rational.TryParse(Text(stream, "avg_frame_rate"), out Rational average);

        List<long> pts = [];
        int packets = 0;
        int videoPackets = 0;
        if (root.TryGetProperty("packets", out JsonElement list))
        {
            foreach (JsonElement packet in list.EnumerateArray())
            {
                packets++;
                if (Integer(packet, "stream_index") != index || (Text(packet, "flags") ?? "").Contains('D', StringComparison.Ordinal))
                {
                    continue;
                }
                videoPackets++;
                if (Integer(packet, "pts") is long value)
                {
                    pts.Add(value);
                }
            }
        }
        pts.Sort();
        FrameClock clock = FrameClock.Of(pts, timeBase, [nominal, average]);
        long? claimed = Integer(stream, "nb_frames");
        return new VideoInfo
        {
            Stream = index,
            Codec = Text(stream, "codec_name") ?? "unknown",
            Width = rotation % 180 == 0 ? width : height,
            Height = rotation % 180 == 0 ? height : width,
            Rotation = rotation,
            FrameRate = clock.VariableFrameRate && average.Numerator > 0 ? average : clock.FrameRate,
            VariableFrameRate = clock.VariableFrameRate,
            FrameCount = claimed is > 0 ? claimed : packets < PacketsRead ? videoPackets : null,
            StartTime = StartOf(stream),
        };
    }

    private static InputRejectedException Diagnose(string path, string errors)
    {
        byte[] head = new byte[TextProbeLength];
        int length;
        try
        {
            using FileStream stream = File.OpenRead(path);
            length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Ffmpeg.Vanished();
        }
        ReadOnlySpan<byte> start = head.AsSpan(0, length);
        if (IsText(start))
        {
            return new InputRejectedException(
                RejectionCodes.NotAVideo,
                "The file is text, not a recording, whatever its name says: upload the video or audio file itself.");
        }
        if (IsKnownContainer(start))
        {
            return new InputRejectedException(
                RejectionCodes.Truncated,
                "The file is cut off or damaged where its index should be, so that it cannot be opened: copy it again from the camera, or let the recorder finish it.");
        }
        string? detail = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        detail = detail is null ? "" : $" (ffprobe: {detail[(detail.LastIndexOf(": ", StringComparison.Ordinal) + 1)..].Trim()})";
        return new InputRejectedException(
            RejectionCodes.NotAVideo,
            $"The file is not a video or audio recording of a known format{detail}: upload MP4, MOV, MKV, WebM, AVI or MPEG.");
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        // a cut within the last character is no fault
        Decoder decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        try
        {
            char[] characters = new char[head.Length];
            int count = decoder.GetChars(head, characters, flush: false);
            return count > 0 && !characters.AsSpan(0, count).ContainsAnyInRange('\0', '\b') && !characters.AsSpan(0, count).ContainsAnyInRange('\u000e', '\u001a');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool IsKnownContainer(ReadOnlySpan<byte> head) =>
        (head.Length >= 12 && (head[4..8].SequenceEqual("ftyp"u8) || head[4..8].SequenceEqual("mdat"u8) || head[4..8].SequenceEqual("moov"u8) || head[4..8].SequenceEqual("wide"u8)))
        || head.StartsWith<byte>([0x1a, 0x45, 0xdf, 0xa3])
        || head.StartsWith("RIFF"u8)
        || head.StartsWith<byte>([0, 0, 1, 0xba])
        || head.StartsWith<byte>([0, 0, 1, 0xb3])
        || head.StartsWith("FLV"u8)
        || head.StartsWith("OggS"u8)
        || head.StartsWith<byte>([0x30, 0x26, 0xb2, 0x75]);

    private static bool IsCover(JsonElement stream) =>
        stream.TryGetProperty("disposition", out JsonElement disposition) && Integer(disposition, "attached_pic") == 1;

    private static Rational StartOf(JsonElement stream) =>
        Integer(stream, "start_pts") is long pts && Rational.TryParse(Text(stream, "time_base"), out Rational timeBase) ? timeBase * pts : default;

    private static int RotationOf(JsonElement stream)
    {
        double counterclockwise = 0;
        if (stream.TryGetProperty("side_data_list", out JsonElement list))
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (item.TryGetProperty("rotation", out JsonElement value) && value.TryGetDouble(out double degrees))
                {
                    counterclockwise = degrees;
                }
            }
        }
        int clockwise = (int)Math.Round(-counterclockwise / 90) * 90;
        return ((clockwise % 360) + 360) % 360;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // ffprobe prints some whole numbers as text
    private static long? Integer(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out long number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
            _ => null,
        }
        : null;
}
