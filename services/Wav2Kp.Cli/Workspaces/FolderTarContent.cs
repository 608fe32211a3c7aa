using System.Formats.Tar;
using System.Net;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>A folder as a tar, written while it is sent. Links are left out.</summary>
internal sealed class FolderTarContent(string folder) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using TarWriter tar = new(stream, TarEntryFormat.Pax, leaveOpen: true);
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string path in Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal))
        {
            await using FileStream file = File.OpenRead(path);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(folder, path)) { DataStream = file }, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
