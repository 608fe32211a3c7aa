using System.Text.Json;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>Finds the platform: by <c>--api</c>, by <c>WAV2KP_API</c>, or by what the AppHost says in its data folder.</summary>
internal static class PlatformAddress
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The address of Studio.</summary>
    /// <exception cref="CliException">No platform runs there.</exception>
    public static Uri Find(Uri? api, string? dataFolder)
    {
        if (api is not null)
        {
            return api;
        }
        if (Environment.GetEnvironmentVariable("WAV2KP_API") is { Length: > 0 } named)
        {
            return Uri.TryCreate(named, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
                ? uri
                : throw new CliException($"WAV2KP_API holds '{named}', which is no http address.", ExitCodes.Usage);
        }
        string folder = dataFolder ?? DefaultDataFolder;
        return ReadState(folder)?.Studio is { } url
            ? new Uri(url)
            : throw new CliException($"No platform runs on {folder}. Start it with ./wav2kp up, name its address with --api, or work on files with --local FOLDER.", ExitCodes.Unreachable);
    }

    /// <summary>The AppHost's data folder when none is named.</summary>
    public static string DefaultDataFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("WAV2KP_DATA") is { Length: > 0 } named)
            {
                return Path.GetFullPath(named);
            }
            string share = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
                ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
            return Path.Combine(share, "wav2kp");
        }
    }

    /// <summary>What the AppHost says of itself in its data folder; null when none runs there.</summary>
    public static AppHostState? ReadState(string dataFolder)
    {
        string path = Path.Combine(dataFolder, "apphost.json");
        try
        {
            AppHostState? state = JsonSerializer.Deserialize<AppHostState>(File.ReadAllText(path), s_json);
            return state is not null && Directory.Exists($"/proc/{state.Pid}") ? state : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new CliException($"{path} is damaged ({exception.Message}): name the platform's address with --api.", inner: exception);
        }
    }
}
