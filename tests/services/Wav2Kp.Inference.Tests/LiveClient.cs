using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace Wav2Kp.Inference.Tests;

/// <summary>One who speaks, as any program may.</summary>
internal sealed class LiveClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly byte[] _buffer = new byte[1 << 16];

    public ClientWebSocket Socket { get; } = new();

    public static async Task<LiveClient> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        LiveClient client = new();
        await client.Socket.ConnectAsync(address, cancellationToken);
        return client;
    }

    public Task SayAsync(string text, CancellationToken cancellationToken) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    public Task StartAsync(object message, CancellationToken cancellationToken) => SayAsync(JsonSerializer.Serialize(message), cancellationToken);

    public Task EndAsync(CancellationToken cancellationToken) => SayAsync("""{"type":"end"}""", cancellationToken);

    public Task SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) =>
        Socket.SendAsync(piece, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).AsTask();

    public Task SendAsync(ReadOnlySpan<float> piece, CancellationToken cancellationToken) =>
        SendAsync(MemoryMarshal.AsBytes(piece).ToArray(), cancellationToken);

    /// <summary>The next message; null when the other side has closed.</summary>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await Socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(_buffer.AsSpan(0, length))!.AsObject();
            }
        }
    }

    /// <summary>All messages until the other side has closed.</summary>
    public async Task<List<JsonObject>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<JsonObject> messages = [];
        while (await ReadAsync(cancellationToken) is { } message)
        {
            messages.Add(message);
        }
        if (Socket.State == WebSocketState.CloseReceived)
        {
            await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        }
        return messages;
    }

    /// <summary>The other side ends it with an error of this kind.</summary>
    public async Task<string> ShouldFailAsync(string code, WebSocketCloseStatus status, CancellationToken cancellationToken)
    {
        JsonObject last = (await ReadAllAsync(cancellationToken)).LastOrDefault().ShouldNotBeNull();
        Type(last).ShouldBe("error", last.ToJsonString());
        last["code"]!.GetValue<string>().ShouldBe(code);
        Socket.CloseStatus.ShouldBe(status);
        Socket.CloseStatusDescription.ShouldBe(code);
        return last["message"]!.GetValue<string>();
    }

    public static string Type(JsonObject message) => message["type"]!.GetValue<string>();

    public void Dispose() => Socket.Dispose();
}
