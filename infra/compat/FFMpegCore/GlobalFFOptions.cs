using System.Text.Json;
using System.Text.Json.Serialization;
using FFMpegCore.Exceptions;

namespace FFMpegCore;

/// <summary>The options of every run that is not given its own. They may also come from <c>ffmpeg.config.json</c> in the working folder.</summary>
public static class GlobalFFOptions
{
    private const string ConfigFile = "ffmpeg.config.json";
    private static readonly Lock s_lock = new();
    private static FFOptions? s_current;

    /// <summary>The options in force.</summary>
    /// <exception cref="FFOptionsException">ffmpeg.config.json cannot be read.</exception>
    public static FFOptions Current
    {
        get
        {
            lock (s_lock)
            {
                return s_current ??= Load();
            }
        }
    }

    /// <summary>Changes the options in force.</summary>
    public static void Configure(Action<FFOptions> optionsAction)
    {
        ArgumentNullException.ThrowIfNull(optionsAction);
        optionsAction(Current);
    }

    /// <summary>Replaces the options in force.</summary>
    public static void Configure(FFOptions ffOptions)
    {
        ArgumentNullException.ThrowIfNull(ffOptions);
        lock (s_lock)
        {
            s_current = ffOptions;
        }
    }

    /// <summary>The ffmpeg program that a run with these options starts.</summary>
    public static string GetFFMpegBinaryPath(FFOptions? ffOptions = null) => BinaryPath("ffmpeg", ffOptions ?? Current);

    /// <summary>The ffprobe program that a run with these options starts.</summary>
    public static string GetFFProbeBinaryPath(FFOptions? ffOptions = null) => BinaryPath("ffprobe", ffOptions ?? Current);

    private static string BinaryPath(string name, FFOptions options) => options.BinaryFolder.Length == 0 ? name : Path.Combine(options.BinaryFolder, name);

    private static FFOptions Load()
    {
        if (!File.Exists(ConfigFile))
        {
            return new FFOptions();
        }
        try
        {
            var json = new JsonSerializerOptions { Converters = { new JsonStringEnumConverter() } };
            return JsonSerializer.Deserialize<FFOptions>(File.ReadAllText(ConfigFile), json) ?? new FFOptions();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FFOptionsException($"{Path.GetFullPath(ConfigFile)} cannot be read as ffmpeg options: {e.Message}", e);
        }
    }
}
