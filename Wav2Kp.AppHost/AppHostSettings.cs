using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Wav2Kp.AppHost;

/// <summary>What the command line (<c>--data</c>, <c>--port</c>, <c>--landmark-model</c>, <c>--replicas:NAME</c>), the
/// environment or a settings file say about the application.</summary>
internal sealed class AppHostSettings
{
    private const int DefaultStudioPort = 5080;

    private readonly IConfiguration _configuration;

    public AppHostSettings(IConfiguration configuration)
    {
        _configuration = configuration;
        string data = Path.GetFullPath(configuration["data"] ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "wav2kp"));
        ObjectFolder = Path.Combine(data, "objects");
        StudioPort = FindStudioPort(configuration["port"]);
        LandmarkModel = configuration["landmark-model"] is { Length: > 0 } file ? Path.GetFullPath(file) : null;
    }

    /// <summary>Where objects are kept unless another store is given.</summary>
    public string ObjectFolder { get; }

    /// <summary>The port of the web console; null for any free one.</summary>
    public int? StudioPort { get; }

    /// <summary>The ONNX file of the landmark network, if there is one.</summary>
    public string? LandmarkModel { get; }

    /// <summary>How many processes of a service run, 1 by default.</summary>
    public int Replicas(string service)
    {
        string? text = _configuration[$"replicas:{service}"];
        return text is null ? 1
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int replicas) ? replicas
            : throw new DistributedApplicationException($"'{text}' is no number of replicas of '{service}'.");
    }

    private static int? FindStudioPort(string? text)
    {
        if (text is null)
        {
            // a second AppHost on the machine finds the usual port taken
            return IsFree(DefaultStudioPort) ? DefaultStudioPort : null;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? port == 0 ? null : port
            : throw new DistributedApplicationException($"'{text}' is no port: give one from 1 to {IPEndPoint.MaxPort}, or 0 for any free one.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
