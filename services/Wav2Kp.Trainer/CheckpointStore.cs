using System.Globalization;
using Wav2Kp.Objects;

namespace Wav2Kp.Trainer;

/// <summary>Keeps a run's newest checkpoint in the object store, so that another worker goes on from it.</summary>
internal sealed class CheckpointStore(IObjectStore objects, Guid run, string folder, TimeSpan interval, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _stored = [];
    private string? _newest;
    private bool _isStored = true;
    private long _number;
    private long _last = Environment.TickCount64;
    private Task _storing = Task.CompletedTask;

    /// <summary>Fetches the newest checkpoint of an earlier attempt into the folder, under the name that the trainer gave it.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RestoreAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string prefix = ObjectKeys.RunCheckpointPrefix(run);
        string? newest = null;
        await foreach (ObjectInfo item in objects.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            _stored.Add(item.Key);
            if (long.TryParse(item.Key[prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out long number) && number > _number)
            {
                (_number, newest) = (number, item.Key);
            }
        }
        if (newest is null)
        {
            return false;
        }
        string name = newest[(newest.IndexOf('-', prefix.Length) + 1)..];
        await objects.DownloadAsync(newest, Path.Combine(folder, name), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// The trainer has written a checkpoint: it is stored in the background, unless the one before is still on its way or was stored
    /// just now. An epoch may take a second, a checkpoint a hundred megabytes.
    /// </summary>
    public void Written(string path)
    {
        _newest = path;
        _isStored = false;
        if (_storing.IsCompleted && Environment.TickCount64 - _last >= interval.TotalMilliseconds)
        {
            Store();
        }
    }

    /// <summary>Waits until the newest checkpoint is stored.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _storing.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_isStored)
        {
            Store();
            await _storing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the checkpoints of a run whose model is safe.</summary>
    public static async Task ClearAsync(IObjectStore objects, Guid run, CancellationToken cancellationToken)
    {
        List<string> keys = [];
        await foreach (ObjectInfo item in objects.ListAsync(ObjectKeys.RunCheckpointPrefix(run), cancellationToken).ConfigureAwait(false))
        {
            keys.Add(item.Key);
        }
        foreach (string key in keys)
        {
            await objects.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Store()
    {
        // opened now: the trainer puts the next checkpoint into place of this file, which stays readable through its handle
        FileStream content = File.OpenRead(_newest!);
        _isStored = true;
        _last = Environment.TickCount64;
        _storing = StoreAsync(content, Key(++_number, Path.GetFileName(_newest!)));
    }

    private async Task StoreAsync(FileStream content, string key)
    {
        await Task.Yield();
        try
        {
            await using (content.ConfigureAwait(false))
            {
                await objects.PutAsync(key, content, _stop.Token).ConfigureAwait(false);
            }
            foreach (string old in _stored)
            {
                await objects.DeleteAsync(old, _stop.Token).ConfigureAwait(false);
            }
            _stored.Clear();
            _stored.Add(key);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // the training goes on: the next checkpoint may find the store again, and the model will tell if it does not
            logger.LogWarning(exception, "A checkpoint of run {Run} could not be stored.", run);
            _isStored = false;
        }
    }

    private string Key(long number, string name) =>
        ObjectKeys.RunCheckpoint(run, string.Create(CultureInfo.InvariantCulture, $"{number:D8}-{name}"));
}
