using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Wav2Kp.Media;

/// <summary>A RIFF WAVE file of uncompressed sound.</summary>
/// <param name="Samples">The samples, -1 up to 1; the mean of the channels where the file has several.</param>
/// <param name="SampleRate">Samples per second.</param>
public sealed record WavFile(float[] Samples, int SampleRate)
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xfffe;

    /// <summary>Reads 8, 16, 24 or 32 bits PCM or 32-bit float; 16-bit samples are divided by 32768, as torchaudio does.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static WavFile Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static WavFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> riff = stackalloc byte[12];
        Require(stream.ReadAtLeast(riff, 12, throwOnEndOfStream: false) == 12 && riff.StartsWith("RIFF"u8) && riff[8..].SequenceEqual("WAVE"u8), "The file is no WAV file: it does not begin with RIFF and WAVE.");
        (int format, int channels, int rate, int bits) = (0, 0, 0, 0);
        Span<byte> chunk = stackalloc byte[8];
        while (stream.ReadAtLeast(chunk, 8, throwOnEndOfStream: false) == 8)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("fmt "u8))
            {
                Require(size is >= 16 and <= 1024, $"The WAV file's format takes {size} bytes, outside 16 to 1024.");
                byte[] body = new byte[size + (size & 1)];
                Require(stream.ReadAtLeast(body, (int)size, throwOnEndOfStream: false) >= size, "The WAV file ends within its format.");
                format = BinaryPrimitives.ReadUInt16LittleEndian(body);
                channels = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(2));
                rate = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(4));
                bits = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(14));
                if (format == Extensible && size >= 26)
                {
                    format = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(24));
                }
                Require(
                    (format == Pcm && bits is 8 or 16 or 24 or 32) || (format == Float && bits == 32),
                    $"The WAV file holds format {format} of {bits} bits: PCM of 8 to 32 bits or 32-bit float is read.");
                Require(channels is > 0 and <= 64 && rate is > 0 and <= 1_000_000, $"The WAV file's {channels} channels at {rate} Hz make no sense.");
            }
            else if (chunk.StartsWith("data"u8))
            {
                Require(channels > 0, "The WAV file's data come before its format.");
                return new WavFile(ReadSamples(stream, size, format, channels, bits), rate);
            }
            else
            {
                Skip(stream, size + (size & 1));
            }
        }
        throw new InvalidDataException(channels > 0 ? "The WAV file has no data." : "The WAV file has neither a format nor data.");
    }

    /// <summary>Writes 16-bit mono PCM, samples clipped to -1 up to 1; the file appears only when it is complete.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public static void Write(string path, ReadOnlySpan<float> samples, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(Header(sampleRate, (long)samples.Length * sizeof(short)));
                Span<short> block = stackalloc short[1024];
                while (samples.Length > 0)
                {
                    int count = Math.Min(samples.Length, block.Length);
                    for (int i = 0; i < count; i++)
                    {
                        block[i] = (short)Math.Clamp(MathF.Round(samples[i] * 32768), short.MinValue, short.MaxValue);
                    }
                    stream.Write(MemoryMarshal.AsBytes(block[..count]));
                    samples = samples[count..];
                }
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The 44 bytes in front of 16-bit mono samples.</summary>
    internal static byte[] Header(int sampleRate, long dataBytes)
    {
        if (dataBytes > uint.MaxValue - 36)
        {
            throw new IOException($"{dataBytes} bytes of samples do not fit a WAV file, which holds 4 GiB.");
        }
        byte[] header = new byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)(36 + dataBytes));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), sampleRate * sizeof(short));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), sizeof(short));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), (uint)dataBytes);
        return header;
    }

    private static float[] ReadSamples(Stream stream, uint size, int format, int channels, int bits)
    {
        int width = bits / 8;
        int frame = width * channels;
        // a recorder that never finished writes 0 or 0xffffffff: then the data go to the end of the file
        long length = size is 0 or uint.MaxValue ? long.MaxValue : size;
        if (stream.CanSeek)
        {
            length = Math.Min(length, stream.Length - stream.Position);
        }
        List<float> samples = new((int)Math.Min(length / frame, 1 << 24));
        byte[] block = new byte[frame * 4096];
        int wanted;
        int read;
        do
        {
            wanted = (int)Math.Min(block.Length, length);
            read = stream.ReadAtLeast(block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            for (int at = 0; at + frame <= read; at += frame)
            {
                float sum = 0;
                for (int channel = 0; channel < channels; channel++)
                {
                    sum += Sample(block.AsSpan(at + (channel * width)), format, width);
                }
                samples.Add(sum / channels);
            }
            length -= read;
        }
        while (read == wanted && length > 0);
        return [.. samples];
    }

    private static float Sample(ReadOnlySpan<byte> bytes, int format, int width) => (format, width) switch
    {
        (Float, _) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (_, 1) => (bytes[0] - 128) / 128f,
        (_, 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        (_, 3) => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2147483648f,
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
    };

    private static void Skip(Stream stream, long count)
    {
        Span<byte> block = stackalloc byte[512];
        while (count > 0)
        {
            int read = stream.Read(block[..(int)Math.Min(count, block.Length)]);
            if (read == 0)
            {
                return;
            }
            count -= read;
        }
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidDataException(message);
        }
    }
}
