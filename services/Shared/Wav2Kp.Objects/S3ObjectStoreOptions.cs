namespace Wav2Kp.Objects;

/// <summary>How to reach a bucket of an S3 server.</summary>
public sealed record S3ObjectStoreOptions
{
    /// <summary>The server's address, <c>http://host:port</c> or <c>https://…</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The access key's id.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The access key's secret.</summary>
    public required string SecretKey { get; init; }

    /// <summary>The bucket that holds the objects.</summary>
    public required string Bucket { get; init; }

    /// <summary>The region that requests are signed for; most servers other than AWS do not care.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Objects longer than this go up in parts of this size, in bytes; S3 asks for 5 MiB at least.</summary>
    public int PartSize { get; init; } = 16 << 20;

    internal static S3ObjectStoreOptions From(Dictionary<string, string> parts) => new()
    {
        Endpoint = Uri.TryCreate(parts["Endpoint"], UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw new ArgumentException($"'{parts["Endpoint"]}' is not the address of an S3 server: http://host:port or https://host."),
        AccessKey = parts["AccessKey"],
        SecretKey = parts["SecretKey"],
        Bucket = parts["Bucket"],
        Region = parts.GetValueOrDefault("Region", "us-east-1"),
    };
}
