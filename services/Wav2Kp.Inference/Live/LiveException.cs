using System.Net.WebSockets;

namespace Wav2Kp.Inference.Live;

/// <summary>What ends a session before its time; its listener is told.</summary>
/// <param name="code">The kind, as a word.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="status">What the WebSocket is closed with.</param>
internal sealed class LiveException(string code, string message, WebSocketCloseStatus status = WebSocketCloseStatus.PolicyViolation) : Exception(message)
{
    public string Code { get; } = code;

    public WebSocketCloseStatus Status { get; } = status;
}
