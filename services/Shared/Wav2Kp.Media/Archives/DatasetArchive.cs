using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Wav2Kp.Media.Archives;

/// <summary>Writes and reads exported datasets: a tar, or a folder with the same files. Their layout is in docs/files.md.</summary>
public static partial class DatasetArchive
{
    /// <summary>The name of the manifest, the last file of a tar.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>The name of the table of clips.</summary>
    public const string TableName = "clips.csv";

    /// <summary>The largest manifest that is read, in bytes.</summary>
    public const long MaxManifest = 512L << 20;

    private const string NoTar = "It is no tar, or one that is cut off: export the dataset again.";
    private const int MaxFiles = 700_000;
    private const int BufferBytes = 1 << 17;

    /// <summary>The folder of a clip.</summary>
    public static string ClipFolder(Guid clip) => $"clips/{clip:N}/";

    /// <summary>Adds a file to a tar as it is read; never more than a buffer of it is in memory.</summary>
    public static async Task<DatasetArchiveFile> AddAsync(TarWriter tar, string path, Stream content, DateTimeOffset time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tar);
        ArgumentNullException.ThrowIfNull(content);
        await using var hashed = new HashedReadStream(content);
        var entry = new PaxTarEntry(TarEntryType.RegularFile, path)
        {
            ModificationTime = time,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            DataStream = hashed,
        };
        await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        return new DatasetArchiveFile(path, hashed.Position, hashed.Sha256());
    }

    /// <summary>The table of clips for spreadsheets and pandas.</summary>
    public static byte[] Table(IEnumerable<DatasetArchiveClip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine("id,name,split,speaker,tags,seconds,frames,valid_frames,flagged_frames,sha256");
        foreach (DatasetArchiveClip clip in clips)
        {
            text.WriteLine(string.Join(',', new[]
            {
                clip.Id.ToString(), clip.Name, clip.Split, clip.Speaker ?? "", string.Join(' ', clip.Tags), clip.Seconds?.ToString(CultureInfo.InvariantCulture) ?? "",
                clip.Frames.ToString(CultureInfo.InvariantCulture), clip.ValidFrames.ToString(CultureInfo.InvariantCulture), clip.FlaggedFrames?.ToString(CultureInfo.InvariantCulture) ?? "", clip.Sha256,
            }.Select(Cell)));
        }
        return System.Text.Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>
    /// Unpacks a tar into a folder: regular files with the names that exports have, no others, and checks each against the manifest.
    /// </summary>
    /// <param name="tar">The tar, read to its end.</param>
    /// <param name="folder">An empty folder of the caller's own.</param>
    /// <param name="maxBytes">The most that is unpacked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">It is no export of a dataset, or a damaged one; the message says what is wrong.</exception>
    public static async Task<DatasetArchiveManifest> UnpackAsync(Stream tar, string folder, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tar);
        string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var found = new Dictionary<string, DatasetArchiveFile>(StringComparer.Ordinal);
        long left = maxBytes;
        try
        {
            await using var reader = new TarReader(tar, leaveOpen: true);
            while (await NextAsync(reader, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (entry.EntryType == TarEntryType.Directory && (name.Length == 0 || Folder().IsMatch(name)))
                    continue;
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    throw new InvalidDataException($"'{Shown(name)}' is no regular file but {entry.EntryType}: an exported dataset holds files alone.");
                if (name != ManifestName && !Named().IsMatch(name))
                    throw new InvalidDataException($"'{Shown(name)}' is no name of a file in an exported dataset.");
                if (found.Count == MaxFiles)
                    throw new InvalidDataException($"It holds more than {MaxFiles} files.");
                if (found.ContainsKey(name))
                    throw new InvalidDataException($"It holds '{name}' twice.");
                left -= entry.Length;
                if (left < 0 || (name == ManifestName && entry.Length > MaxManifest))
                    throw new InvalidDataException($"It is larger than is taken: {(name == ManifestName ? MaxManifest : maxBytes)} bytes.");
                // the name is one of a few forms, so that it cannot leave the folder; this says so once more
                string path = Path.GetFullPath(Path.Combine(root, name));
                if (!path.StartsWith(root, StringComparison.Ordinal))
                    throw new InvalidDataException($"'{Shown(name)}' leads out of the folder.");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                found.Add(name, await WriteAsync(entry.DataStream ?? Stream.Null, name, path, cancellationToken).ConfigureAwait(false));
            }
            // to the end, so that whoever sends it learns what became of it
            await tar.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(NoTar, e);
        }
        if (!found.Remove(ManifestName))
            throw new InvalidDataException($"It has no {ManifestName}: it is no exported dataset, or one that is cut off.");
        DatasetArchiveManifest manifest = ReadManifest(Path.Combine(root, ManifestName));
        Check(manifest, found);
        return manifest;
    }

    /// <summary>Reads a manifest and checks all that can be told from it alone.</summary>
    /// <exception cref="InvalidDataException">It is none, or of another version.</exception>
    public static DatasetArchiveManifest ReadManifest(string path)
    {
        DatasetArchiveManifest? manifest;
        try
        {
            using FileStream file = File.OpenRead(path);
            manifest = JsonSerializer.Deserialize<DatasetArchiveManifest>(file, DatasetArchiveManifest.Json);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Its {ManifestName} cannot be read: {e.Message}", e);
        }
        if (manifest is null || manifest.Format != DatasetArchiveManifest.FormatName || manifest.Clips is null || manifest.Files is null)
            throw new InvalidDataException($"Its {ManifestName} is not that of a dataset: its format is '{manifest?.Format}'.");
        if (manifest.FormatVersion != DatasetArchiveManifest.CurrentVersion)
            throw new InvalidDataException($"Its format has the version {manifest.FormatVersion}; this program reads {DatasetArchiveManifest.CurrentVersion}.");
        return manifest;
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(NoTar, e);
        }
    }

    private static void Check(DatasetArchiveManifest manifest, Dictionary<string, DatasetArchiveFile> found)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (DatasetArchiveFile file in manifest.Files)
        {
            if (file?.Path is null || !listed.Add(file.Path))
                throw new InvalidDataException($"Its manifest names '{Shown(file?.Path ?? "")}' twice.");
            if (!found.TryGetValue(file.Path, out DatasetArchiveFile? there))
                throw new InvalidDataException($"It lacks '{Shown(file.Path)}', which its manifest names.");
            if (there.Bytes != file.Bytes || !there.Sha256.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase))
                throw new InvalidDataException($"'{file.Path}' is damaged: its SHA-256 is not the manifest's.");
        }
        if (found.Keys.FirstOrDefault(f => !listed.Contains(f)) is { } extra)
            throw new InvalidDataException($"It holds '{extra}', which its manifest does not name.");
        var ids = new HashSet<Guid>();
        var contents = new HashSet<string>(StringComparer.Ordinal);
        foreach (DatasetArchiveClip clip in manifest.Clips)
        {
            if (clip?.Sha256 is null || clip.Name is null || clip.Tags is null || clip.Artifacts is null || !Hash().IsMatch(clip.Sha256))
                throw new InvalidDataException($"The manifest's clip {clip?.Id} lacks something, or its SHA-256 is none.");
            if (!ids.Add(clip.Id) || !contents.Add(clip.Sha256))
                throw new InvalidDataException($"The manifest names the clip {clip.Id} twice.");
            if (clip.Split is not ("train" or "validation" or "test"))
                throw new InvalidDataException($"The clip {clip.Id} is in the part '{Shown(clip.Split ?? "")}': there are train, validation and test.");
            string folder = ClipFolder(clip.Id);
            foreach (string path in clip.Artifacts.Values.Select(a => a?.Path ?? "").Concat(clip.Source is null ? [] : [clip.Source]))
                if (!path.StartsWith(folder, StringComparison.Ordinal) || !listed.Contains(path))
                    throw new InvalidDataException($"The clip {clip.Id} names the file '{Shown(path)}', which is not one of its own.");
            if (clip.Source is not null && found[clip.Source].Sha256 != clip.Sha256)
                throw new InvalidDataException($"The video of the clip {clip.Id} is not that of its SHA-256.");
        }
    }

    private static async Task<DatasetArchiveFile> WriteAsync(Stream content, string name, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        byte[] buffer = new byte[BufferBytes];
        long bytes = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
        return new DatasetArchiveFile(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // a text that a spreadsheet would take for a formula is none here
    private static string Cell(string text)
    {
        string safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' && !double.TryParse(text, CultureInfo.InvariantCulture, out _) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\n\r") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Shown(string name) => string.Concat(name.Take(120).Select(c => char.IsControl(c) ? '?' : c)) + (name.Length > 120 ? "…" : "");

    [GeneratedRegex(@"\A(clips\.csv|clips/[0-9a-f]{32}/(source(\.[a-z0-9]{1,10})?|audio\.wav|features\.safetensors|landmarks\.safetensors|faces\.tar|contact-sheet\.jpg))\z")]
    private static partial Regex Named();

    [GeneratedRegex(@"\Aclips(/[0-9a-f]{32})?/?\z")]
    private static partial Regex Folder();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
