using System.Formats.Tar;
using System.Text.Json;
using OpenCvSharp;

namespace Wav2Kp.Faces.Pictures;

/// <summary>
/// Writes a set of labelled pictures (<see cref="LabelledPictures"/>). Both files appear under their names only when
/// <see cref="Complete"/> is called; without it nothing is left.
/// </summary>
public sealed class LabelledPictureWriter : IDisposable
{
    private readonly string _jsonPath, _archivePath, _temporaryJson, _temporaryArchive;
    private readonly FileStream _archive;
    private readonly TarWriter _tar;
    private readonly List<LabelledPicture> _items = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _closed;

    /// <param name="jsonPath">The path of <c>NAME.json</c>; the pictures go to <c>NAME.tar</c> beside it. Its folder must exist.</param>
    /// <exception cref="ArgumentException">The path does not end in <c>.json</c>.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public LabelledPictureWriter(string jsonPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(jsonPath);
        if (!jsonPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"Labelled pictures are written to NAME.json and NAME.tar: '{jsonPath}' does not end in .json.", nameof(jsonPath));
        }
        _jsonPath = jsonPath;
        _archivePath = LabelledPictures.ArchiveOf(jsonPath);
        string suffix = $".{Guid.NewGuid():N}.tmp";
        (_temporaryJson, _temporaryArchive) = (_jsonPath + suffix, _archivePath + suffix);
        _archive = new FileStream(_temporaryArchive, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        _tar = new TarWriter(_archive, TarEntryFormat.Ustar, leaveOpen: true);
    }

    /// <summary>How many pictures were added.</summary>
    public int Count => _items.Count;

    /// <summary>Adds a picture as a JPEG file.</summary>
    /// <param name="item">Its name, which ends in <c>.jpg</c>, and its points.</param>
    /// <param name="bgr">Its pixels.</param>
    /// <param name="quality">JPEG quality, 1 to 100.</param>
    public void Add(LabelledPicture item, Mat bgr, int quality = 95)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        Cv2.ImEncode(".jpg", bgr, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
        Add(item, jpeg);
    }

    /// <summary>Adds a picture that is encoded already, in any format that <see cref="PictureFile"/> reads.</summary>
    /// <param name="item">Its name, not used yet, and its points.</param>
    /// <param name="file">Its file's bytes.</param>
    /// <exception cref="ArgumentException">The name is taken, or the points are not 68.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(LabelledPicture item, byte[] file)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(file);
        ObjectDisposedException.ThrowIf(_closed, this);
        if (item.Points.Length != FacePoints.Values || !item.Points.All(float.IsFinite) || item.Visible is { Length: not FacePoints.Count })
        {
            throw new ArgumentException($"The picture '{item.Image}' does not have {FacePoints.Count} finite points.", nameof(item));
        }
        if (!_names.Add(item.Image))
        {
            throw new ArgumentException($"There is a picture '{item.Image}' already.", nameof(item));
        }
        using MemoryStream data = new(file, writable: false);
        _tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, item.Image) { DataStream = data, ModificationTime = DateTimeOffset.UnixEpoch });
        _items.Add(item);
    }

    /// <summary>Brings both files under their names.</summary>
    /// <exception cref="InvalidOperationException">No picture was added.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_items.Count == 0)
        {
            throw new InvalidOperationException($"There is no picture to write to {_jsonPath}.");
        }
        _closed = true;
        _tar.Dispose();
        _archive.Dispose();
        using (FileStream stream = new(_temporaryJson, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            WriteLabels(stream);
        }
        File.Move(_temporaryArchive, _archivePath, overwrite: true);
        File.Move(_temporaryJson, _jsonPath, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _tar.Dispose();
            _archive.Dispose();
        }
        File.Delete(_temporaryArchive);
        File.Delete(_temporaryJson);
    }

    // one picture a line: such a file can be read, and compared by line
    private void WriteLabels(Stream stream)
    {
        ReadOnlySpan<byte> next = ",\n"u8;
        stream.Write("["u8);
        for (int i = 0; i < _items.Count; i++)
        {
            if (i > 0)
            {
                stream.Write(next);
            }
            using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            LabelledPicture item = _items[i];
            json.WriteStartObject();
            json.WriteString("image", item.Image);
            json.WriteStartArray("points");
            for (int k = 0; k < FacePoints.Values; k += 2)
            {
                json.WriteStartArray();
                json.WriteNumberValue(Math.Round((decimal)item.Points[k], 2));
                json.WriteNumberValue(Math.Round((decimal)item.Points[k + 1], 2));
                json.WriteEndArray();
            }
            json.WriteEndArray();
            if (item.Visible is { } visible)
            {
                json.WriteStartArray("visible");
                foreach (byte flag in visible)
                {
                    json.WriteNumberValue(flag);
                }
                json.WriteEndArray();
            }
            if (item.Source is { } source)
            {
                json.WriteString("source", source);
            }
            json.WriteEndObject();
        }
        stream.Write("]\n"u8);
    }
}
