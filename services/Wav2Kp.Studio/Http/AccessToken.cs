using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Wav2Kp.Studio.Http;

/// <summary>
/// The secret that requests must know: the setting Studio:Token. Without it Studio answers on this machine only; where it listens
/// elsewhere it does not start without one.
/// </summary>
internal sealed class AccessToken
{
    /// <summary>The fewest characters of a token.</summary>
    public const int LeastLength = 16;

    private static readonly byte[] s_session = "wav2kp session"u8.ToArray();

    private readonly IServer _server;
    private readonly IConfiguration _configuration;
    private readonly byte[]? _hash;

    /// <exception cref="InvalidOperationException">The token is too short.</exception>
    public AccessToken(IServer server, IConfiguration configuration)
    {
        (_server, _configuration) = (server, configuration);
        if (configuration["Studio:Token"] is { Length: > 0 } token)
        {
            if (token.Length < LeastLength)
                throw new InvalidOperationException($"The setting Studio:Token has {token.Length} characters: use {LeastLength} or more, such as those of 'openssl rand -hex 16'.");
            byte[] bytes = Encoding.UTF8.GetBytes(token);
            _hash = SHA256.HashData(bytes);
            Session = Convert.ToHexStringLower(HMACSHA256.HashData(bytes, s_session));
        }
    }

    /// <summary>Whether requests must bring a token.</summary>
    public bool IsRequired => _hash is not null;

    /// <summary>What a browser that has shown the token keeps in a cookie; tells nothing of the token.</summary>
    public string? Session { get; }

    /// <summary>An address other than this machine's own on which requests are taken or, before the start, will be; null if there is none.</summary>
    public string? OutsideAddress => Listening().FirstOrDefault(address => !IsLoopback(address));

    /// <summary>Whether this is the token; takes the same time whatever is wrong with it.</summary>
    public bool Is(string? token) =>
        _hash is not null && token is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _hash);

    /// <summary>Whether this is the session of a browser that has shown the token.</summary>
    public bool IsSession(string? session) =>
        Session is not null && session is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(session), Encoding.UTF8.GetBytes(Session));

    private IEnumerable<string> Listening()
    {
        if (_server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } bound)
            return bound;
        // what Kestrel will read at its start
        var endpoints = _configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (_configuration["urls"] is { Length: > 0 } urls)
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new[] { ("http", _configuration["http_ports"]), ("https", _configuration["https_ports"]) }
            .SelectMany(ports => (ports.Item2 ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries), (ports, port) => $"{ports.Item1}://*:{port}");
    }

    private static bool IsLoopback(string address)
    {
        string host = BindingAddress.Parse(address).Host.Trim('[', ']');
        return host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
