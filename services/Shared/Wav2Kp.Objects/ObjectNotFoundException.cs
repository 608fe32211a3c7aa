namespace Wav2Kp.Objects;

/// <summary>The object that was to be read is not in the store.</summary>
public sealed class ObjectNotFoundException(string key, Exception? inner = null)
    : FileNotFoundException($"There is no object '{key}' in the object store.", inner)
{
    /// <summary>The key that was asked for.</summary>
    public string Key { get; } = key;
}
