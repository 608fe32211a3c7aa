using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Models;
using Wav2Kp.Models.Live;
using Wav2Kp.Objects;
using Upload = Wav2Kp.Catalog.Upload;

namespace Wav2Kp.Inference.Live;

/// <summary>The models, clips and uploads of the catalog. Each model is read once and kept while it is among those asked for last.</summary>
internal sealed class CatalogSource(
    IDbContextFactory<CatalogContext> contexts, IObjectStore objects, IOptions<LiveSettings> settings, IOptions<LandmarkSettings> landmarks,
    IHostApplicationLifetime lifetime) : ILiveSource
{
    private const int Suggestions = 5;

    private readonly Lock _lock = new();

    // the one asked for last is last
    private readonly List<(Guid Id, Task<LiveModel> Model)> _kept = [];

    /// <inheritdoc/>
    public async Task<NamedModel> ModelAsync(string name, int? version, CancellationToken cancellationToken)
    {
        await using CatalogContext catalog = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        IQueryable<Model> models = catalog.Models.AsNoTracking();
        models = Guid.TryParse(name, out Guid id) ? models.Where(model => model.Id == id) : models.Where(model => model.Name == name);
        if (version is int number)
        {
            models = models.Where(model => model.Version == number);
        }
        Model found = await models
            .OrderBy(model => model.Stage == ModelStage.Production ? 0 : model.Stage == ModelStage.Candidate ? 1 : 2).ThenByDescending(model => model.Version)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new LiveException("unknown-model", $"There is no model '{name}'{(version is null ? "" : $" of version {version}")}. {await SuggestAsync(catalog, cancellationToken).ConfigureAwait(false)}");
        if (!CanStream(found))
        {
            throw new LiveException(
                "cannot-stream",
                $"The model '{found.Name}' {found.Version} cannot animate live: its recipe needs a whole recording. {await SuggestAsync(catalog, cancellationToken).ConfigureAwait(false)}");
        }
        return new NamedModel(found.Id, found.Name, found.Version, await KeepAsync(found).WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<LiveFace> FaceAsync(LiveStart.FaceChoice choice, ModelPackage model, CancellationToken cancellationToken)
    {
        try
        {
            return choice switch
            {
                { Kind: FaceKind.Video, VideoId: Guid clip } => await ClipAsync(clip, model, cancellationToken).ConfigureAwait(false),
                { Kind: FaceKind.Portrait, UploadId: Guid upload } => await PortraitAsync(upload, model, cancellationToken).ConfigureAwait(false),
                _ => LiveFace.Mean(model),
            };
        }
        catch (InputRejectedException exception)
        {
            throw new LiveException("wrong-face", exception.Message);
        }
        catch (ObjectNotFoundException)
        {
            throw new LiveException("wrong-face", "The face's file is not in the object store any more: make or upload it again.");
        }
    }

    private async Task<LiveFace> ClipAsync(Guid clip, ModelPackage model, CancellationToken cancellationToken)
    {
        await using CatalogContext catalog = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Artifact points = await catalog.ClipArtifacts.AsNoTracking()
            .Where(link => link.ClipId == clip && link.Kind == ArtifactKinds.Landmarks)
            .Select(link => link.Artifact)
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new LiveException("wrong-face", $"There is no clip {clip} whose points are known: take it in first.");
        return await WithFileAsync(points.ObjectKey, "face.safetensors", path => LiveFace.OfClip(model, LandmarkTrack.Load(path)), cancellationToken).ConfigureAwait(false);
    }

    private async Task<LiveFace> PortraitAsync(Guid id, ModelPackage model, CancellationToken cancellationToken)
    {
        await using CatalogContext catalog = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Upload upload = await catalog.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken).ConfigureAwait(false)
            ?? throw new LiveException("wrong-face", $"There is no uploaded picture {id}.");
        return await WithFileAsync(
            upload.ObjectKey, $"portrait{ObjectKeys.Extension(upload.Name)}", path => LiveFace.OfPortrait(model, path, landmarks.Value.ForPictures()), cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WithFileAsync<T>(string key, string name, Func<string, T> read, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("wav2kp-live-").FullName;
        try
        {
            string path = Path.Combine(folder, name);
            await objects.DownloadAsync(key, path, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => read(path), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<LiveModel> KeepAsync(Model model)
    {
        lock (_lock)
        {
            int at = _kept.FindIndex(kept => kept.Id == model.Id);
            // what could not be read may be read now
            Task<LiveModel> task = at >= 0 && !_kept[at].Model.IsFaulted && !_kept[at].Model.IsCanceled ? _kept[at].Model : ReadAsync(model);
            if (at >= 0)
            {
                _kept.RemoveAt(at);
            }
            _kept.Add((model.Id, task));
            if (_kept.Count > settings.Value.MaxModels)
            {
                _kept.RemoveAt(0);
            }
            return task;
        }
    }

    // for all who wait for it, so no one of them can stop it
    private async Task<LiveModel> ReadAsync(Model model)
    {
        string folder = Directory.CreateTempSubdirectory("wav2kp-live-").FullName;
        try
        {
            foreach (string file in (string[])[ModelPackage.DescriptionFile, ModelPackage.WeightsFile])
            {
                await objects.DownloadAsync(model.ObjectPrefix + file, Path.Combine(folder, file), lifetime.ApplicationStopping).ConfigureAwait(false);
            }
            return await Task.Run(() => new LiveModel(ModelPackage.Load(folder)), lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException)
        {
            throw new LiveException("damaged-model", $"The files of the model '{model.Name}' {model.Version} are not in the object store any more: train it again.");
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new LiveException("damaged-model", $"The model '{model.Name}' {model.Version} cannot be used: {exception.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool CanStream(Model model)
    {
        try
        {
            return LiveModel.CanStream(Recipe.Parse(model.Recipe.GetRawText()));
        }
        catch (RecipeException exception)
        {
            throw new LiveException("damaged-model", $"The recipe of the model '{model.Name}' {model.Version} cannot be used: {exception.Message}");
        }
    }

    private static async Task<string> SuggestAsync(CatalogContext catalog, CancellationToken cancellationToken)
    {
        var models = await catalog.Models.AsNoTracking()
            .Where(model => model.Stage != ModelStage.Archived && model.Recipe.GetProperty("window").GetProperty("placement").GetString() == "trailing")
            .OrderByDescending(model => model.CreatedAt).Take(Suggestions).Select(model => new { model.Name, model.Version })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return models.Count == 0
            ? "No model can yet: train one with a recipe for live speech, such as wav2kp-live-100."
            : $"Models that can: {string.Join(", ", models.Select(model => $"'{model.Name}' {model.Version}"))}.";
    }
}
