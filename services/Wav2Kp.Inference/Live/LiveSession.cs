using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Wav2Kp.Faces;
using Wav2Kp.Models.Live;
using Wav2Kp.Objects;

namespace Wav2Kp.Inference.Live;

/// <summary>
/// One speaker: sound comes in, faces go out (the messages are in docs/live.md). The next piece is taken in when the faces of the one before
/// have gone, so that a slow listener slows the speaker down instead of filling memory.
/// </summary>
internal sealed partial class LiveSession(WebSocket socket, ILiveSource source, LiveSettings settings, SemaphoreSlim processors, ILogger logger)
{
    // a minute of pieces of 20 ms
    private const int RememberedPieces = 3_000;
    private const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;

    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(5);

    private readonly ArrayBufferWriter<byte> _message = new(2 * FacePoints.Values * 10);
    private readonly float[] _points = new float[FacePoints.Values];
    private readonly List<double> _milliseconds = [];
    private byte[] _buffer = new byte[LiveStart.MaxLength + 1];
    private Task<ValueWebSocketReceiveResult>? _pending;
    private long _pieces, _frames, _samples;
    private double _spent;

    /// <summary>Listens until one side ends it; whatever goes wrong is told to the other side and does not come out of here.</summary>
    /// <param name="admitted">Whether there is room for the speaker.</param>
    /// <param name="stopping">The service stops.</param>
    /// <param name="ended">The service stops, or the connection is gone.</param>
    public async Task RunAsync(bool admitted, CancellationToken stopping, CancellationToken ended)
    {
        try
        {
            LiveException? failure = await TryListenAsync(admitted, stopping, ended).ConfigureAwait(false);
            if (failure is not null && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                Write(json =>
                {
                    json.WriteString("type", "error");
                    json.WriteString("code", failure!.Code);
                    json.WriteString("message", failure.Message);
                });
                await SendAsync(CancellationToken.None).ConfigureAwait(false);
                await CloseAsync(failure!.Status, failure.Code).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            LogLost(_frames, exception.Message);
        }
    }

    private async Task<LiveException?> TryListenAsync(bool admitted, CancellationToken stopping, CancellationToken ended)
    {
        try
        {
            if (!admitted)
            {
                return new LiveException("too-many", $"{settings.MaxSessions} speak already, as many as this service listens to at a time: try again later.", TryAgainLater);
            }
            await ListenAsync(ended).ConfigureAwait(false);
            return null;
        }
        catch (LiveException exception)
        {
            return exception;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new LiveException("stopping", "The service is being stopped: connect again in a moment.", WebSocketCloseStatus.EndpointUnavailable);
        }
        catch (Exception exception) when (exception is NpgsqlException or RetryLimitExceededException || (exception is not WebSocketException && ObjectStoreFailure.IsTransient(exception)))
        {
            LogFailure(exception);
            return new LiveException("unavailable", "The database or the object store cannot be reached just now: try again in a moment.", WebSocketCloseStatus.InternalServerError);
        }
        catch (Exception exception) when (exception is not WebSocketException and not OperationCanceledException)
        {
            LogFailure(exception);
            return new LiveException("failed", "Something went wrong in the Inference service: its log has the details.", WebSocketCloseStatus.InternalServerError);
        }
    }

    private async Task ListenAsync(CancellationToken ended)
    {
        (WebSocketMessageType type, int length) = await ReceiveAsync(LiveStart.MaxLength, ended).ConfigureAwait(false);
        if (type == WebSocketMessageType.Close)
        {
            await CloseAsync(WebSocketCloseStatus.NormalClosure, "").ConfigureAwait(false);
            return;
        }
        // sound that comes first is no JSON, and is told so
        LiveStart start = LiveStart.Parse(_buffer.AsSpan(0, length));
        PcmFormat format = new(start);
        NamedModel model = await source.ModelAsync(start.Model, start.Version, ended).ConfigureAwait(false);
        LiveFace? face = start.Face is null ? null : await source.FaceAsync(start.Face, model.Model.Package, ended).ConfigureAwait(false);
        KeypointStream stream;
        try
        {
            stream = new KeypointStream(model.Model, format.SampleRate);
        }
        catch (ArgumentException exception)
        {
            throw new LiveException("wrong-format", exception.Message);
        }
        _buffer = new byte[format.MaxPiece + 1];
        WriteReady(model, stream, face, format);
        await SendAsync(ended).ConfigureAwait(false);

        while (true)
        {
            (type, length) = await ReceiveAsync(format.MaxPiece, ended).ConfigureAwait(false);
            switch (type)
            {
                case WebSocketMessageType.Binary:
                    _pieces++;
                    await SendFramesAsync(await ComputeAsync(stream, format, length, ended).ConfigureAwait(false), face, ended).ConfigureAwait(false);
                    break;
                case WebSocketMessageType.Text when IsEnd(_buffer.AsSpan(0, length)):
                    await SendFramesAsync(await ComputeAsync(stream, format, null, ended).ConfigureAwait(false), face, ended).ConfigureAwait(false);
                    WriteEnd(format);
                    await SendAsync(ended).ConfigureAwait(false);
                    LogEnd(model.Name, model.Version, _frames);
                    await CloseAsync(WebSocketCloseStatus.NormalClosure, "").ConfigureAwait(false);
                    return;
                case WebSocketMessageType.Text:
                    throw new LiveException("wrong-message", "After the first message sound comes as binary messages, and {\"type\":\"end\"} when all is said.");
                default:
                    LogEnd(model.Name, model.Version, _frames);
                    await CloseAsync(WebSocketCloseStatus.NormalClosure, "").ConfigureAwait(false);
                    return;
            }
        }
    }

    // no piece: all is said
    private async Task<IReadOnlyList<LiveFrame>> ComputeAsync(KeypointStream stream, PcmFormat format, int? piece, CancellationToken ended)
    {
        await processors.WaitAsync(ended).ConfigureAwait(false);
        try
        {
            long begin = Stopwatch.GetTimestamp();
            IReadOnlyList<LiveFrame> frames = piece is int length ? Push(stream, format, length) : stream.Complete();
            double spent = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            _spent += spent;
            if (piece is not null)
            {
                Remember(spent);
            }
            return frames;
        }
        finally
        {
            processors.Release();
        }
    }

    private IReadOnlyList<LiveFrame> Push(KeypointStream stream, PcmFormat format, int length)
    {
        ReadOnlySpan<float> samples = format.Read(_buffer.AsSpan(0, length));
        _samples += samples.Length;
        return stream.Push(samples);
    }

    private void Remember(double milliseconds)
    {
        if (_milliseconds.Count < RememberedPieces)
        {
            _milliseconds.Add(milliseconds);
        }
        else
        {
            _milliseconds[(int)((_pieces - 1) % RememberedPieces)] = milliseconds;
        }
    }

    private async Task SendFramesAsync(IReadOnlyList<LiveFrame> frames, LiveFace? face, CancellationToken ended)
    {
        // what all pieces since the last frame cost
        double each = frames.Count == 0 ? 0 : _spent / frames.Count;
        foreach (LiveFrame frame in frames)
        {
            if (face is null)
            {
                frame.Face.CopyTo(_points, 0);
            }
            else
            {
                face.Place(frame, _points);
            }
            if (Array.Exists(_points, value => !float.IsFinite(value)))
            {
                throw new LiveException("damaged-model", "The model's faces are no numbers: its training went wrong.", WebSocketCloseStatus.InternalServerError);
            }
            WriteFrame(frame, each);
            await SendAsync(ended).ConfigureAwait(false);
            _frames++;
        }
        if (frames.Count > 0)
        {
            _spent = 0;
        }
    }

    private void WriteReady(NamedModel model, KeypointStream stream, LiveFace? face, PcmFormat format) => Write(json =>
    {
        json.WriteString("type", "ready");
        json.WriteStartObject("model");
        json.WriteString("id", model.Id);
        json.WriteString("name", model.Name);
        json.WriteNumber("version", model.Version);
        json.WriteString("recipe", model.Model.Package.Recipe.Name);
        json.WriteEndObject();
        json.WriteString("frameRate", stream.FrameRate.ToString());
        json.WriteNumber("lookAheadMs", stream.LookAhead.TotalMilliseconds);
        json.WriteString("space", face is null ? "aligned" : "pixels");
        if (face is not null)
        {
            json.WriteNumber("width", face.Width);
            json.WriteNumber("height", face.Height);
        }
        json.WriteNumber("maxPieceBytes", format.MaxPiece);
    });

    private void WriteFrame(LiveFrame frame, double milliseconds) => Write(json =>
    {
        json.WriteString("type", "frame");
        json.WriteNumber("frame", frame.Index);
        json.WriteNumber("time", frame.Time.Value);
        json.WriteNumber("ms", Math.Round(milliseconds, 3));
        json.WriteNumber("pieces", _pieces);
        json.WriteStartArray("points");
        foreach (float value in _points)
        {
            json.WriteNumberValue(value);
        }
        json.WriteEndArray();
    });

    private void WriteEnd(PcmFormat format) => Write(json =>
    {
        json.WriteString("type", "end");
        json.WriteNumber("frames", _frames);
        json.WriteNumber("seconds", (double)_samples / format.SampleRate);
        json.WriteNumber("pieces", _pieces);
        _milliseconds.Sort();
        json.WriteStartObject("msPerPiece");
        json.WriteNumber("median", Quantile(0.5));
        json.WriteNumber("p99", Quantile(0.99));
        json.WriteNumber("max", Quantile(1));
        json.WriteEndObject();
    });

    private double Quantile(double share) => _milliseconds.Count == 0 ? 0 : Math.Round(_milliseconds[(int)(share * (_milliseconds.Count - 1))], 3);

    private void Write(Action<Utf8JsonWriter> fields)
    {
        _message.ResetWrittenCount();
        using Utf8JsonWriter json = new(_message, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    }

    private async Task SendAsync(CancellationToken ended)
    {
        ValueTask send = socket.SendAsync(_message.WrittenMemory, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
        if (send.IsCompletedSuccessfully)
        {
            return;
        }
        try
        {
            await send.AsTask().WaitAsync(settings.SendTimeout, ended).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // half a message cannot be taken back, so that nothing more can be said
            socket.Abort();
            throw new OperationCanceledException("The other side takes nothing in.", exception, new CancellationToken(canceled: true));
        }
    }

    // a whole message
    private async Task<(WebSocketMessageType Type, int Length)> ReceiveAsync(int limit, CancellationToken ended)
    {
        for (int length = 0; ;)
        {
            // not cancelled, only no longer waited for: a cancelled one would close the socket before the other side is told why
            _pending = socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask();
            ValueWebSocketReceiveResult result;
            try
            {
                result = await _pending.WaitAsync(settings.IdleTimeout, ended).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw new LiveException("idle", $"Nothing came for {settings.IdleTimeout.TotalSeconds:0} s.");
            }
            _pending = null;
            length += result.Count;
            if (length > limit)
            {
                throw new LiveException(
                    "too-large", $"A message is longer than {limit} bytes: send sound in small pieces, such as 20 ms each.", WebSocketCloseStatus.MessageTooBig);
            }
            if (result.MessageType == WebSocketMessageType.Close || result.EndOfMessage)
            {
                return (result.MessageType, length);
            }
        }
    }

    private static bool IsEnd(ReadOnlySpan<byte> text)
    {
        try
        {
            Utf8JsonReader reader = new(text);
            using JsonDocument message = JsonDocument.ParseValue(ref reader);
            return message.RootElement.ValueKind == JsonValueKind.Object && message.RootElement.TryGetProperty("type", out JsonElement type) && type.ValueEquals("end"u8);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        using CancellationTokenSource patience = new(s_closing);
        await socket.CloseOutputAsync(status, reason, patience.Token).ConfigureAwait(false);
        // what the other side still sends is taken in: its system would drop our last words otherwise
        while (socket.State == WebSocketState.CloseSent)
        {
            Task<ValueWebSocketReceiveResult> receive = _pending ?? socket.ReceiveAsync(_buffer.AsMemory(), patience.Token).AsTask();
            _pending = null;
            await receive.WaitAsync(patience.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Live speech with {Model} {Version} ended after {Frames} frames")]
    private partial void LogEnd(string model, int version, long frames);

    [LoggerMessage(Level = LogLevel.Information, Message = "Live speech was broken off after {Frames} frames: {Reason}")]
    private partial void LogLost(long frames, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live speech failed")]
    private partial void LogFailure(Exception exception);
}
