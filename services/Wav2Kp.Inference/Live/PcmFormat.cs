using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Wav2Kp.Inference.Live;

/// <summary>How the samples of a session are written.</summary>
internal sealed class PcmFormat
{
    /// <summary>32-bit floats, -1 to 1, little-endian.</summary>
    public const string Float = "f32le";

    /// <summary>16-bit signed integers, little-endian.</summary>
    public const string Integer = "s16le";

    private const int SlowestRate = 8_000, FastestRate = 96_000, MostChannels = 2;

    // sound that was turned up goes beyond 1; integers that are taken for floats go far beyond
    private const float Loudest = 16;

    private readonly int _channels;
    private readonly bool _floats;
    private readonly int _sampleBytes;
    private readonly float[] _samples;

    /// <exception cref="LiveException">Sound of this kind is not listened to.</exception>
    public PcmFormat(LiveStart start)
    {
        if (start.SampleRate is < SlowestRate or > FastestRate)
        {
            throw new LiveException("wrong-format", $"'sampleRate' lies between {SlowestRate} and {FastestRate}; it is {start.SampleRate}.");
        }
        if (start.Channels is < 1 or > MostChannels)
        {
            throw new LiveException("wrong-format", $"'channels' is 1 or {MostChannels}; it is {start.Channels}.");
        }
        _floats = start.Encoding switch
        {
            Float => true,
            Integer => false,
            _ => throw new LiveException("wrong-format", $"'encoding' is '{Float}' or '{Integer}'; it is '{start.Encoding}'."),
        };
        _channels = start.Channels;
        _sampleBytes = _floats ? sizeof(float) : sizeof(short);
        _samples = new float[start.SampleRate];
        SampleRate = start.SampleRate;
    }

    /// <summary>Samples per second and channel.</summary>
    public int SampleRate { get; }

    /// <summary>The largest piece, bytes: a second of sound.</summary>
    public int MaxPiece => SampleRate * FrameBytes;

    private int FrameBytes => _channels * _sampleBytes;

    /// <summary>The samples of a piece, its channels averaged; valid until the next call.</summary>
    /// <exception cref="LiveException">These are no samples of this format.</exception>
    public ReadOnlySpan<float> Read(ReadOnlySpan<byte> piece)
    {
        if (piece.Length == 0 || piece.Length % FrameBytes != 0)
        {
            throw new LiveException(
                "wrong-piece",
                $"A piece of sound is a whole number of samples, {FrameBytes} bytes for each moment ({_channels} × {(_floats ? Float : Integer)}); one came with {piece.Length} bytes.",
                WebSocketCloseStatus.InvalidPayloadData);
        }
        int count = piece.Length / FrameBytes;
        for (int i = 0; i < count; i++)
        {
            float sum = 0;
            for (int channel = 0; channel < _channels; channel++, piece = piece[_sampleBytes..])
            {
                sum += _floats ? BinaryPrimitives.ReadSingleLittleEndian(piece) : BinaryPrimitives.ReadInt16LittleEndian(piece) / 32768f;
            }
            float sample = sum / _channels;
            // also where it is no number
            if (!(Math.Abs(sample) <= Loudest))
            {
                throw new LiveException(
                    "wrong-piece",
                    $"Samples as {Float} lie between -1 and 1; one came that is {sample}: are they of another encoding, or in another order of bytes?",
                    WebSocketCloseStatus.InvalidPayloadData);
            }
            _samples[i] = sample;
        }
        return _samples.AsSpan(0, count);
    }
}
