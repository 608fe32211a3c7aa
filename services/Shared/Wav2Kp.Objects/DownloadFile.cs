namespace Wav2Kp.Objects;

internal static class DownloadFile
{
    private const int BufferSize = 1 << 17;

    /// <summary>Writes a stream to a file that appears whole or not at all.</summary>
    public static async Task WriteAsync(string path, Stream source, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
        try
        {
            await using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0,
                FileOptions.Asynchronous))
            {
                await source.CopyToAsync(file, BufferSize, cancellationToken).ConfigureAwait(false);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException e) when (ObjectStoreFailure.IsDiskFull(e))
        {
            throw new DiskFullException($"The disk of {folder} is full: free some space, then retry.", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
