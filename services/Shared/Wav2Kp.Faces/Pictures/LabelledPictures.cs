using System.Formats.Tar;
using System.Globalization;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using OpenCvSharp;

namespace Wav2Kp.Faces.Pictures;

/// <summary>
/// A set of labelled pictures: <c>NAME.json</c>, a list of <c>{"image": name, "points": [[x, y] x 68], "visible": [0 or 1 x 68],
/// "source": text}</c> of which the last two may be missing, and <c>NAME.tar</c> beside it, which holds the pictures. They are
/// read from the archive when they are asked for, from any thread.
/// </summary>
public sealed class LabelledPictures : IDisposable
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly string _archiveName;
    private readonly SafeFileHandle _archive;
    private readonly Dictionary<string, (long Offset, int Length)> _entries;

    private LabelledPictures(string archivePath, List<LabelledPicture> items)
    {
        Items = items;
        _archiveName = Path.GetFileName(archivePath);
        _entries = IndexOf(archivePath);
        foreach (LabelledPicture item in items)
        {
            if (!_entries.ContainsKey(Normal(item.Image)))
            {
                throw new InvalidDataException($"'{_archiveName}' lacks the picture '{item.Image}' that the labels name.");
            }
        }
        _archive = File.OpenHandle(archivePath, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
    }

    /// <summary>The pictures, in the order of the file.</summary>
    public IReadOnlyList<LabelledPicture> Items { get; }

    /// <summary>Reads the labels and finds the pictures in the archive.</summary>
    /// <param name="jsonPath">The path of <c>NAME.json</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or no archive beside it.</exception>
    /// <exception cref="InvalidDataException">One of the two is not sound; the message says which and where.</exception>
    public static LabelledPictures Load(string jsonPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(jsonPath);
        if (!File.Exists(jsonPath))
        {
            throw new FileNotFoundException($"There are no labelled pictures at {jsonPath}.", jsonPath);
        }
        string archivePath = ArchiveOf(jsonPath);
        if (!File.Exists(archivePath))
        {
            throw new FileNotFoundException($"The labels {jsonPath} need their pictures beside them, in {archivePath}.", archivePath);
        }
        return new LabelledPictures(archivePath, Parse(jsonPath));
    }

    /// <summary>Decodes a picture.</summary>
    /// <param name="item">One of <see cref="Items"/>.</param>
    /// <returns>Height x width, 8-bit blue, green, red; the caller disposes of it.</returns>
    /// <exception cref="InvalidDataException">The archive does not hold a picture of this name that can be decoded.</exception>
    public Mat Read(LabelledPicture item)
    {
        ArgumentNullException.ThrowIfNull(item);
        byte[] bytes = ReadBytes(item);
        try
        {
            return PictureFile.Decode(bytes);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The picture '{item.Image}' of '{_archiveName}' cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>A picture's file as the archive holds it.</summary>
    /// <param name="item">One of <see cref="Items"/>.</param>
    /// <exception cref="InvalidDataException">The archive does not hold it whole.</exception>
    public byte[] ReadBytes(LabelledPicture item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!_entries.TryGetValue(Normal(item.Image), out (long Offset, int Length) entry))
        {
            throw new InvalidDataException($"'{_archiveName}' has no picture '{item.Image}'.");
        }
        byte[] bytes = new byte[entry.Length];
        int read = 0;
        while (read < bytes.Length)
        {
            int count = RandomAccess.Read(_archive, bytes.AsSpan(read), entry.Offset + read);
            if (count == 0)
            {
                throw new InvalidDataException($"'{_archiveName}' ends within the picture '{item.Image}'.");
            }
            read += count;
        }
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    /// <summary>The archive that belongs to a file of labels: of the same name, ending in <c>.tar</c>.</summary>
    internal static string ArchiveOf(string jsonPath) => Path.ChangeExtension(jsonPath, ".tar");

    private static Dictionary<string, (long Offset, int Length)> IndexOf(string archivePath)
    {
        Dictionary<string, (long, int)> entries = new(StringComparer.Ordinal);
        string name = Path.GetFileName(archivePath);
        try
        {
            using FileStream stream = new(archivePath, FileMode.Open, FileAccess.Read, FileShare.Read);
            using TarReader reader = new(stream);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                {
                    continue;
                }
                if (entry.Length > int.MaxValue || entry.DataOffset + entry.Length > stream.Length)
                {
                    throw new InvalidDataException($"it ends within '{entry.Name}'");
                }
                if (!entries.TryAdd(Normal(entry.Name), (entry.DataOffset, (int)entry.Length)))
                {
                    throw new InvalidDataException($"it holds '{entry.Name}' twice");
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"'{name}' is not a sound tar archive: {exception.Message.TrimEnd('.')}.", exception);
        }
        return entries;
    }

    private static string Normal(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    private static List<LabelledPicture> Parse(string jsonPath)
    {
        string name = Path.GetFileName(jsonPath);
        try
        {
            using FileStream stream = File.OpenRead(jsonPath);
            using JsonDocument document = JsonDocument.Parse(stream, s_strict);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException("it is no list");
            }
            List<LabelledPicture> items = [];
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonElement element in document.RootElement.EnumerateArray())
            {
                LabelledPicture item = Item(element, $"entry {items.Count.ToString(CultureInfo.InvariantCulture)}");
                if (!names.Add(Normal(item.Image)))
                {
                    throw new InvalidDataException($"it names the picture '{item.Image}' twice");
                }
                items.Add(item);
            }
            return items.Count > 0 ? items : throw new InvalidDataException("it names no picture");
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException)
        {
            throw new InvalidDataException($"'{name}' is no list of labelled pictures: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static LabelledPicture Item(JsonElement element, string where)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("image", out JsonElement image) || image.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(image.GetString()))
        {
            throw new InvalidDataException($"{where} has no 'image' that names a picture");
        }
        where = $"{where} ('{image.GetString()}')";
        if (!element.TryGetProperty("points", out JsonElement points) || points.ValueKind != JsonValueKind.Array || points.GetArrayLength() != FacePoints.Count)
        {
            throw new InvalidDataException($"{where} does not have {FacePoints.Count} 'points'");
        }
        float[] values = new float[FacePoints.Values];
        int index = 0;
        foreach (JsonElement point in points.EnumerateArray())
        {
            if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() != 2)
            {
                throw new InvalidDataException($"point {index / 2} of {where} is no pair of numbers");
            }
            foreach (JsonElement value in point.EnumerateArray())
            {
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out float number) || !float.IsFinite(number))
                {
                    throw new InvalidDataException($"point {index / 2} of {where} is no pair of finite numbers");
                }
                values[index++] = number;
            }
        }
        if (!(FacePoints.InterOcularDistance(values) > 0))
        {
            throw new InvalidDataException($"the outer corners of the eyes of {where} coincide");
        }
        byte[]? visible = null;
        if (element.TryGetProperty("visible", out JsonElement flags) && flags.ValueKind != JsonValueKind.Null)
        {
            if (flags.ValueKind != JsonValueKind.Array || flags.GetArrayLength() != FacePoints.Count)
            {
                throw new InvalidDataException($"'visible' of {where} does not have {FacePoints.Count} numbers");
            }
            visible = [.. flags.EnumerateArray().Select(flag => flag.ValueKind == JsonValueKind.Number && flag.TryGetByte(out byte value) && value <= 1
                ? value
                : throw new InvalidDataException($"'visible' of {where} holds {flag.GetRawText()} instead of 0 or 1"))];
        }
        string? source = element.TryGetProperty("source", out JsonElement text) && text.ValueKind != JsonValueKind.Null
            ? text.ValueKind == JsonValueKind.String ? text.GetString() : throw new InvalidDataException($"'source' of {where} is no text")
            : null;
        return new LabelledPicture { Image = image.GetString()!, Points = values, Visible = visible, Source = source };
    }
}
