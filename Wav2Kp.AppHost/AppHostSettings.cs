using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Wav2Kp.AppHost;

/// <summary>What the command line (<c>--data</c>, <c>--port</c>, <c>--landmark-model</c>, <c>--replicas:NAME</c>, <c>--ends-with-input</c>), the
/// environment or a settings file say about the application.</summary>
internal sealed class AppHostSettings
{
    private const int DefaultStudioPort = 5080;

    private static readonly string[] s_replicated = ["features", "landmarks", "trainer", "inference"];

    private readonly Dictionary<string, int> _replicas = [];

    private AppHostSettings(IConfiguration configuration)
    {
        string data = Path.GetFullPath(configuration["data"] ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "wav2kp"));
        ObjectFolder = Path.Combine(data, "objects");
        StateFile = Path.Combine(data, "apphost.json");
        StudioPort = FindStudioPort(configuration["port"]);
        if (configuration["landmark-model"] is { Length: > 0 } file)
        {
            LandmarkModel = Path.GetFullPath(file);
            if (!File.Exists(LandmarkModel))
            {
                throw new FormatException($"The landmark model {LandmarkModel} does not exist.");
            }
        }
        string? ends = configuration["ends-with-input"];
        EndsWithInput = ends is null ? false
            : bool.TryParse(ends, out bool value) ? value
            : throw new FormatException($"--ends-with-input is true or false; it is '{ends}'.");
        foreach (string service in s_replicated)
        {
            string? text = configuration[$"replicas:{service}"];
            _replicas[service] = text is null ? 1
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int replicas) ? replicas
                : throw new FormatException($"'{text}' is no number of replicas of '{service}'.");
        }
    }

    /// <summary>Where objects are kept unless another store is given.</summary>
    public string ObjectFolder { get; }

    /// <summary>Where the AppHost says what runs, when it starts processes itself: the console shows it.</summary>
    public string StateFile { get; }

    /// <summary>The port of the web console; null for any free one.</summary>
    public int? StudioPort { get; }

    /// <summary>The ONNX file of the landmark network, if there is one.</summary>
    public string? LandmarkModel { get; }

    /// <summary>Whether the application stops when its standard input ends: for a program that starts it for itself.</summary>
    public bool EndsWithInput { get; }

    /// <summary>Reads the settings, or says what is wrong with them.</summary>
    public static bool TryRead(
        IConfiguration configuration, [NotNullWhen(true)] out AppHostSettings? settings, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            settings = new AppHostSettings(configuration);
            fault = null;
            return true;
        }
        catch (FormatException exception)
        {
            settings = null;
            fault = exception.Message;
            return false;
        }
    }

    /// <summary>How many processes of a service run, 1 by default.</summary>
    public int Replicas(string service) => _replicas[service];

    private static int? FindStudioPort(string? text)
    {
        if (text is null)
        {
            // a second AppHost on the machine finds the usual port taken
            return IsFree(DefaultStudioPort) ? DefaultStudioPort : null;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? port == 0 ? null : port
            : throw new FormatException($"'{text}' is no port: give one from 1 to {IPEndPoint.MaxPort}, or 0 for any free one.");
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
