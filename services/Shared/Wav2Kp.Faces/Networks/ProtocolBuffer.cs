using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Wav2Kp.Faces.Networks;

/// <summary>The few parts of the protocol buffers' wire format that an ONNX file takes.</summary>
internal sealed class ProtocolBuffer
{
    private const int Varint = 0;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public ProtocolBuffer Number(int field, long value)
    {
        Raw((ulong)(field << 3) | Varint);
        Raw((ulong)value);
        return this;
    }

    public ProtocolBuffer Number(int field, float value)
    {
        Raw((ulong)(field << 3) | Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public ProtocolBuffer Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtocolBuffer Message(int field, ProtocolBuffer value) => Bytes(field, value.Written.Span);

    public ProtocolBuffer Floats(int field, ReadOnlySpan<float> values) => Bytes(field, MemoryMarshal.AsBytes(values));

    public ProtocolBuffer Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw((ulong)(field << 3) | Delimited);
        Raw((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Raw(ulong value)
    {
        Span<byte> span = _bytes.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[count++] = (byte)(value | 0x80);
        }
        span[count++] = (byte)value;
        _bytes.Advance(count);
    }
}
