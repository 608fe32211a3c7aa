using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Generated parameters (passwords), kept in the data folder for its owner alone, so that the servers, which
/// keep their users, let a later run in.</summary>
internal sealed class ParameterStore(string path)
{
    private static readonly Lock s_lock = new();

    public static ParameterStore Of(IConfiguration configuration) =>
        new(Path.Combine(DataFolder.PathFor(configuration["data"]), "parameters.json"));

    public string GetOrAdd(string name, ParameterDefault value)
    {
        lock (s_lock)
        {
            Dictionary<string, string> values = Read();
            if (!values.TryGetValue(name, out string? text))
            {
                text = value.GetDefaultValue();
                values.Add(name, text);
                Write(values);
            }
            return text;
        }
    }

    private Dictionary<string, string> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException exception)
        {
            throw new DistributedApplicationException(
                $"{path}, which holds the passwords of the servers in the data folder, is damaged: {exception.Message}", exception);
        }
    }

    private void Write(Dictionary<string, string> values)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = path + ".new";
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (FileStream file = new(temporary, options))
        {
            JsonSerializer.Serialize(file, values);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
