using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>Animated keypoints as files: the same frames as tensors, as a table and as JSON.</summary>
/// <param name="Points">[frames, 68, 2] px; all finite.</param>
/// <param name="Frames">Frames.</param>
/// <param name="Stage">The picture that they play in.</param>
/// <param name="Audio">The name of the speech's file.</param>
/// <param name="AudioSeconds">The speech's length, s.</param>
/// <param name="Recipe">The name of the model's recipe.</param>
internal sealed record KeypointFiles(float[] Points, int Frames, FaceStage Stage, string Audio, double AudioSeconds, string Recipe)
{
    private const string Format = "wav2kp.keypoints";
    private const int Version = 1, JsonPiece = 1 << 16;

    /// <summary>When a frame is shown, s.</summary>
    private double TimeOf(int frame) => (frame / Stage.FrameRate).Value;

    /// <summary><c>points</c> [frames, 68, 2] and <c>timestamps</c> [frames].</summary>
    public void WriteTensors(string path)
    {
        double[] timestamps = [.. Enumerable.Range(0, Frames).Select(TimeOf)];
        SafetensorsFile.Write(
            path,
            [SafetensorsTensor.FromFloats("points", [Frames, FacePoints.Count, 2], Points), SafetensorsTensor.FromDoubles("timestamps", [Frames], timestamps)],
            new Dictionary<string, string>
            {
                ["format"] = Format,
                ["version"] = Version.ToString(CultureInfo.InvariantCulture),
                ["audio"] = Audio,
                ["audio_seconds"] = AudioSeconds.ToString("R", CultureInfo.InvariantCulture),
                ["frame_rate"] = Stage.FrameRate.ToString(),
                ["width"] = Stage.Width.ToString(CultureInfo.InvariantCulture),
                ["height"] = Stage.Height.ToString(CultureInfo.InvariantCulture),
                ["face"] = Stage.Name,
                ["recipe"] = Recipe,
            });
    }

    /// <summary>A line for each frame, rounded to thousandths of a pixel.</summary>
    public Task WriteTableAsync(string path, CancellationToken cancellationToken) => WriteAsync(path, async stream =>
    {
        await using StreamWriter writer = new(stream, leaveOpen: true);
        await writer.WriteLineAsync($"frame,time,{string.Join(",", Enumerable.Range(0, FacePoints.Count).Select(point => $"x{point},y{point}"))}").ConfigureAwait(false);
        StringBuilder line = new();
        for (int frame = 0; frame < Frames; frame++)
        {
            line.Clear().Append(CultureInfo.InvariantCulture, $"{frame},{TimeOf(frame):0.######}");
            foreach (float value in PointsOf(frame))
            {
                line.Append(CultureInfo.InvariantCulture, $",{value:0.###}");
            }
            await writer.WriteLineAsync(line, cancellationToken).ConfigureAwait(false);
        }
    });

    /// <summary>
    /// One object. Its numbers are the tensors' own: the shortest text that is read back as the same number. The Live page
    /// makes the same of what was said there.
    /// </summary>
    public Task WriteJsonAsync(string path, CancellationToken cancellationToken) => WriteAsync(path, async stream =>
    {
        // names of files as they are, not as they would be written into a page
        await using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("audio", Audio);
        json.WriteNumber("audioSeconds", AudioSeconds);
        json.WriteString("frameRate", Stage.FrameRate.ToString());
        json.WriteNumber("rate", Stage.FrameRate.Value);
        json.WriteNumber("width", Stage.Width);
        json.WriteNumber("height", Stage.Height);
        json.WriteString("face", Stage.Name);
        json.WriteString("recipe", Recipe);
        json.WriteStartArray("axes");
        foreach (string axis in (string[])["frame", "point", "xy"])
        {
            json.WriteStringValue(axis);
        }
        json.WriteEndArray();
        json.WriteStartObject("units");
        json.WriteString("points", "px");
        json.WriteString("timestamps", "s");
        json.WriteEndObject();
        json.WriteStartArray("timestamps");
        for (int frame = 0; frame < Frames; frame++)
        {
            json.WriteNumberValue(TimeOf(frame));
            await FlushAsync().ConfigureAwait(false);
        }
        json.WriteEndArray();
        json.WriteStartArray("points");
        for (int frame = 0; frame < Frames; frame++)
        {
            WriteFrame(json, PointsOf(frame));
            await FlushAsync().ConfigureAwait(false);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken).ConfigureAwait(false);

        // an hour of speech is some 140 MB of text: it is never held whole
        ValueTask FlushAsync() => json.BytesPending < JsonPiece ? ValueTask.CompletedTask : new(json.FlushAsync(cancellationToken));
    });

    private static void WriteFrame(Utf8JsonWriter json, ReadOnlySpan<float> points)
    {
        json.WriteStartArray();
        for (int point = 0; point < FacePoints.Count; point++)
        {
            json.WriteStartArray();
            json.WriteNumberValue(points[2 * point]);
            json.WriteNumberValue(points[(2 * point) + 1]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private ReadOnlySpan<float> PointsOf(int frame) => Points.AsSpan(frame * FacePoints.Values, FacePoints.Values);

    // whole or not at all
    private static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, useAsync: true))
            {
                await write(stream).ConfigureAwait(false);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
