using Wav2Kp.Catalog;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Files;

namespace Wav2Kp.Studio.Models;

/// <summary>The files of a model.</summary>
internal static class ModelFiles
{
    /// <summary>The files in the store under the model's prefix.</summary>
    public static async Task<IReadOnlyList<StoredFile>> OfAsync(Model model, IObjectStore objects, CancellationToken cancellationToken)
    {
        string prefix = model.ObjectPrefix.EndsWith('/') ? model.ObjectPrefix : model.ObjectPrefix + "/";
        var files = new List<StoredFile>();
        await foreach (var item in objects.ListAsync(prefix, cancellationToken))
            if (item.Key.IndexOf('/', prefix.Length) < 0)
                files.Add(new StoredFile(StoredFile.NameOf(item.Key), item.Key, item.Length));
        return files;
    }
}
