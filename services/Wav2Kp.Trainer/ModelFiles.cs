using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Models;
using Wav2Kp.Objects;

namespace Wav2Kp.Trainer;

/// <summary>A model's files in the object store, and their rows among the run's artifacts.</summary>
internal static class ModelFiles
{
    /// <summary>The id of the model that a run makes: the same in every attempt, so that a repeated one leaves nothing behind.</summary>
    public static Guid IdOf(Guid run)
    {
        Span<byte> name = [.. "wav2kp model of run "u8, .. run.ToByteArray(bigEndian: true)];
        Span<byte> id = SHA256.HashData(name).AsSpan(0, 16);
        // version 8 of RFC 9562: of the maker's own making
        id[6] = (byte)((id[6] & 0x0f) | 0x80);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>Stores the files of a model's folder.</summary>
    public static async Task<IReadOnlyList<RunArtifact>> StoreAsync(
        IObjectStore objects, Guid run, Guid model, string folder, CancellationToken cancellationToken)
    {
        List<RunArtifact> files = [];
        foreach (string path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            ObjectInfo stored = await objects.PutFileAsync(ObjectKeys.ModelFile(model, name), path, cancellationToken).ConfigureAwait(false);
            files.Add(new RunArtifact { RunId = run, Name = name, Kind = "model", ObjectKey = stored.Key, Bytes = stored.Length });
        }
        return files;
    }

    /// <summary>Fetches a model's files into a folder and reads them.</summary>
    public static async Task<ModelPackage> FetchAsync(IObjectStore objects, Guid model, string folder, CancellationToken cancellationToken)
    {
        foreach (string name in (string[])[ModelPackage.DescriptionFile, ModelPackage.WeightsFile])
        {
            await objects.DownloadAsync(ObjectKeys.ModelFile(model, name), Path.Combine(folder, name), cancellationToken).ConfigureAwait(false);
        }
        return ModelPackage.Load(folder);
    }

    /// <summary>Notes files of a run, in place of earlier ones of the same name.</summary>
    public static async Task RecordAsync(CatalogContext catalog, IReadOnlyList<RunArtifact> files, CancellationToken cancellationToken)
    {
        foreach (RunArtifact file in files)
        {
            RunArtifact? row = await catalog.RunArtifacts.SingleOrDefaultAsync(a => a.RunId == file.RunId && a.Name == file.Name, cancellationToken).ConfigureAwait(false);
            if (row is null)
            {
                catalog.RunArtifacts.Add(new RunArtifact { RunId = file.RunId, Name = file.Name, Kind = file.Kind, ObjectKey = file.ObjectKey, Bytes = file.Bytes });
            }
            else
            {
                (row.Kind, row.ObjectKey, row.Bytes) = (file.Kind, file.ObjectKey, file.Bytes);
            }
        }
    }
}
