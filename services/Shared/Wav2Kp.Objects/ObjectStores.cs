using System.Data.Common;

namespace Wav2Kp.Objects;

/// <summary>Opens an object store by its connection string.</summary>
public static class ObjectStores
{
    /// <summary>
    /// Opens a store. <c>Folder=/path</c> is a folder;
    /// <c>Endpoint=http://host:port;AccessKey=…;SecretKey=…;Bucket=…[;Region=…]</c> is a bucket of an S3 server
    /// (created when it is not there). A value with <c>;</c> in it goes in double quotes.
    /// </summary>
    /// <exception cref="ArgumentException">It is neither, or a part is missing or unknown.</exception>
    public static IObjectStore FromConnectionString(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        DbConnectionStringBuilder parts = [];
        try
        {
            parts.ConnectionString = connectionString;
        }
        catch (ArgumentException e)
        {
            // The text itself may hold a secret and stays out of the message.
            throw new ArgumentException("The object store's connection string is not a list of Name=value pairs joined by ';'.", nameof(connectionString), e);
        }
        return parts.ContainsKey("Folder")
            ? new FolderObjectStore(Read(parts, required: ["Folder"], optional: [])["Folder"])
            : new S3ObjectStore(S3ObjectStoreOptions.From(
                Read(parts, required: ["Endpoint", "AccessKey", "SecretKey", "Bucket"], optional: ["Region"])));
    }

    private static Dictionary<string, string> Read(DbConnectionStringBuilder parts, string[] required, string[] optional)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string key in parts.Keys)
        {
            if (!required.Concat(optional).Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ArgumentException(
                    $"'{key}' is not a part of an object store's connection string: use Folder=… or Endpoint=…;AccessKey=…;SecretKey=…;Bucket=….");
            }
            values[key] = (string)parts[key];
        }
        foreach (string key in required)
        {
            if (!values.TryGetValue(key, out string? value) || string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException(
                    $"The object store's connection string lacks '{key}': use Folder=… or Endpoint=…;AccessKey=…;SecretKey=…;Bucket=….");
            }
        }
        return values;
    }
}
