using System.Buffers.Binary;
using System.Text.Json;

namespace Wav2Kp.Media;

/// <summary>
/// A safetensors file (huggingface/safetensors): eight bytes of header length, a JSON header of names, types, shapes and
/// offsets, then the data. Files come from users and from disks that may have lost a block, so nothing in the header is
/// believed before it is checked.
/// </summary>
public sealed class SafetensorsFile
{
    // the limit of the reference implementation
    private const long LongestHeader = 100_000_000;
    private const string MetadataName = "__metadata__";

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly JsonWriterOptions s_compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SafetensorsFile(Dictionary<string, SafetensorsTensor> tensors, Dictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    /// <summary>The text metadata; empty if the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public SafetensorsTensor this[string name] => Tensors.TryGetValue(name, out SafetensorsTensor? tensor)
        ? tensor
        : throw new InvalidDataException($"The file has no tensor '{name}': it holds {(Tensors.Count == 0 ? "none" : string.Join(", ", Tensors.Keys.Order(StringComparer.Ordinal)))}.");

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="FileNotFoundException">There is none at <paramref name="path"/>.</exception>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file: the message says where.</exception>
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        try
        {
            return Read(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{Path.GetFileName(path)}' is not a sound safetensors file: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a stream to its end; it need not be seekable.</summary>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file: the message says where.</exception>
    public static SafetensorsFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        Span<byte> prefix = stackalloc byte[8];
        ReadExactly(stream, prefix, "its first 8 bytes, the header's length");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength is 0 or > LongestHeader)
        {
            throw new InvalidDataException($"the header's length is given as {headerLength} bytes, outside 1 to {LongestHeader}.");
        }
        if (length is long total && (long)headerLength > total - 8)
        {
            throw new InvalidDataException($"the header's length is given as {headerLength} bytes, but only {total - 8} follow.");
        }
        byte[] header = new byte[headerLength];
        ReadExactly(stream, header, "the header");
        (List<(Entry Entry, long Begin, long End)> entries, Dictionary<string, string> metadata) = ParseHeader(header);

        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long position = 0;
        foreach ((Entry entry, long begin, long end) in entries)
        {
            if (begin != position)
            {
                throw new InvalidDataException($"the tensor '{entry.Name}' begins at byte {begin} of the data, where byte {position} is expected: tensors overlap or leave a hole.");
            }
            position = end;
        }
        if (length is long all && all - 8 - (long)headerLength != position)
        {
            throw new InvalidDataException($"the header describes {position} bytes of data, but {all - 8 - (long)headerLength} follow it.");
        }

        Dictionary<string, SafetensorsTensor> tensors = new(StringComparer.Ordinal);
        foreach ((Entry entry, long begin, long end) in entries)
        {
            // grows as bytes arrive where the length is not known beforehand, so that a false header cannot demand memory
            byte[] data = length is null ? ReadGrowing(stream, end - begin, entry.Name) : new byte[end - begin];
            if (length is not null)
            {
                ReadExactly(stream, data, $"the tensor '{entry.Name}'");
            }
            tensors.Add(entry.Name, new SafetensorsTensor(entry.Name, entry.DType, entry.Shape, data));
        }
        if (length is null && stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"more than the {position} bytes of data that the header describes follow it.");
        }
        return new SafetensorsFile(tensors, metadata);
    }

    /// <summary>
    /// Writes a file: the same tensors and metadata give the same bytes. The file appears under its name only when it is
    /// complete; its folder must exist.
    /// </summary>
    /// <exception cref="ArgumentException">Two tensors have one name, or one's data do not fill its shape.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes to a stream: the same tensors and metadata give the same bytes.</summary>
    /// <exception cref="ArgumentException">Two tensors have one name, or one's data do not fill its shape.</exception>
    public static void Write(Stream stream, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        // wide elements first keeps every tensor aligned to its element, so that readers can map the file
        List<SafetensorsTensor> ordered = [.. tensors.OrderByDescending(tensor => SizeOf(tensor.DType)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        byte[] header = FormatHeader(ordered, metadata);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (SafetensorsTensor tensor in ordered)
        {
            stream.Write(tensor.Data.Span);
        }
    }

    /// <summary>The bytes of one element.</summary>
    internal static int SizeOf(SafetensorsDType type) => type switch
    {
        SafetensorsDType.BOOL or SafetensorsDType.U8 or SafetensorsDType.I8 => 1,
        SafetensorsDType.U16 or SafetensorsDType.I16 or SafetensorsDType.F16 or SafetensorsDType.BF16 => 2,
        SafetensorsDType.U32 or SafetensorsDType.I32 or SafetensorsDType.F32 => 4,
        SafetensorsDType.U64 or SafetensorsDType.I64 or SafetensorsDType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a safetensors type."),
    };

    private static byte[] FormatHeader(List<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_compact))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject(MetadataName);
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WriteString(key, value);
                }
                writer.WriteEndObject();
            }
            HashSet<string> names = new(StringComparer.Ordinal) { MetadataName };
            long offset = 0;
            foreach (SafetensorsTensor tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                {
                    throw new ArgumentException($"Two tensors are named '{tensor.Name}'.", nameof(tensors));
                }
                if (checked(tensor.Count * SizeOf(tensor.DType)) != tensor.Data.Length || tensor.Shape.Any(size => size < 0))
                {
                    throw new ArgumentException($"The tensor '{tensor.Name}' of shape [{string.Join(", ", tensor.Shape)}] and type {tensor.DType} has {tensor.Data.Length} bytes.", nameof(tensors));
                }
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.DType.ToString());
                writer.WriteStartArray("shape");
                foreach (long size in tensor.Shape)
                {
                    writer.WriteNumberValue(size);
                }
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += tensor.Data.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }
        return buffer.ToArray();
    }

    private static (List<(Entry Entry, long Begin, long End)> Entries, Dictionary<string, string> Metadata) ParseHeader(byte[] header)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(header, s_strict);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the header is not JSON ({exception.Message})", exception);
        }
        using (document)
        {
            Require(document.RootElement.ValueKind == JsonValueKind.Object, "the header is not a JSON object.");
            List<(Entry, long, long)> entries = [];
            Dictionary<string, string> metadata = new(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataName)
                {
                    Require(property.Value.ValueKind == JsonValueKind.Object, "the metadata are not a JSON object.");
                    foreach (JsonProperty item in property.Value.EnumerateObject())
                    {
                        Require(item.Value.ValueKind == JsonValueKind.String, $"the metadata '{item.Name}' are not text.");
                        metadata.Add(item.Name, item.Value.GetString()!);
                    }
                    continue;
                }
                entries.Add(ParseEntry(property.Name, property.Value));
            }
            return (entries, metadata);
        }
    }

    private static (Entry Entry, long Begin, long End) ParseEntry(string name, JsonElement element)
    {
        Require(element.ValueKind == JsonValueKind.Object, $"the description of '{name}' is not a JSON object.");
        Require(
            element.TryGetProperty("dtype", out JsonElement type) && type.ValueKind == JsonValueKind.String,
            $"the tensor '{name}' has no dtype.");
        Require(
            Enum.TryParse(type.GetString(), out SafetensorsDType dtype) && Enum.IsDefined(dtype) && dtype.ToString() == type.GetString(),
            $"the tensor '{name}' has the unknown dtype '{type.GetString()}'.");
        long[] shape = Integers(name, element, "shape");
        long[] offsets = Integers(name, element, "data_offsets");
        Require(offsets.Length == 2 && offsets[0] <= offsets[1], $"the data_offsets of '{name}' are not a range.");
        long size = SizeOf(dtype);
        foreach (long dimension in shape)
        {
            Require(dimension == 0 || size <= long.MaxValue / dimension, $"the shape of '{name}' overflows.");
            size *= dimension;
        }
        Require(size == offsets[1] - offsets[0], $"the tensor '{name}' of shape [{string.Join(", ", shape)}] and type {dtype} needs {size} bytes, but has {offsets[1] - offsets[0]}.");
        Require(size <= Array.MaxLength, $"the tensor '{name}' has {size} bytes: more than {Array.MaxLength} cannot be read.");
        return (new Entry(name, dtype, shape), offsets[0], offsets[1]);
    }

    private static long[] Integers(string name, JsonElement element, string property)
    {
        Require(
            element.TryGetProperty(property, out JsonElement array) && array.ValueKind == JsonValueKind.Array,
            $"the tensor '{name}' has no {property}.");
        long[] values = new long[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            Require(
                item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out values[i]) && values[i] >= 0,
                $"the {property} of '{name}' holds something other than whole numbers.");
            i++;
        }
        return values;
    }

    private static void ReadExactly(Stream stream, Span<byte> buffer, string what)
    {
        int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        Require(read == buffer.Length, $"it ends within {what}.");
    }

    private static byte[] ReadGrowing(Stream stream, long length, string name)
    {
        using MemoryStream data = new();
        byte[] block = new byte[Math.Min(length, 1 << 20)];
        while (data.Length < length)
        {
            int read = stream.Read(block, 0, (int)Math.Min(block.Length, length - data.Length));
            Require(read > 0, $"it ends within the tensor '{name}'.");
            data.Write(block, 0, read);
        }
        return data.ToArray();
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidDataException(message);
        }
    }

    private sealed record Entry(string Name, SafetensorsDType DType, long[] Shape);
}
