using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    /// <summary>An endpoint.</summary>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="uriScheme">The scheme of its address; by default the protocol's name.</param>
    /// <param name="transport">How bytes travel: <c>http</c>, <c>tcp</c>.</param>
    /// <param name="name">Its name, by default the scheme.</param>
    /// <param name="port">The port that clients use; a free one if null.</param>
    /// <param name="targetPort">The port that the resource's process listens on.</param>
    /// <param name="isExternal">Whether people and programs outside the application use it.</param>
    /// <param name="isProxied">Whether a proxy may stand before it; the local orchestrator has none.</param>
    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null,
        bool isProxied = true)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        Transport = transport ?? (UriScheme is "http" or "https" ? "http" : protocol.ToString().ToLowerInvariant());
        Name = name ?? UriScheme;
        ResourceName.Validate(Name);
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied;
    }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The scheme of the address.</summary>
    public string UriScheme { get; set; }

    /// <summary>How bytes travel.</summary>
    public string Transport { get; set; }

    /// <summary>The endpoint's name, unique in its resource.</summary>
    public string Name { get; set; }

    /// <summary>The port that clients use; a free one if null.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the resource's process listens on.</summary>
    public int? TargetPort { get; set; }

    /// <summary>Whether people and programs outside the application use it.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy may stand before it; the local orchestrator has none.</summary>
    public bool IsProxied { get; set; }

    /// <summary>Where it is in this run; null until the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; set; }
}
