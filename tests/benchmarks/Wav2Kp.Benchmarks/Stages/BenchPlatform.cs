using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Wav2Kp.Cli;
using Wav2Kp.Cli.Demo;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>A platform of its own: PostgreSQL, RabbitMQ and all services, started for a stage and stopped with it.</summary>
internal sealed class BenchPlatform : IAsyncDisposable
{
    private readonly string _data;
    private readonly AppHostProcess _platform;
    private readonly RemoteWorkspace _workspace;

    private BenchPlatform(string data, AppHostProcess platform, double secondsToHealthy)
    {
        (_data, _platform, SecondsToHealthy) = (data, platform, secondsToHealthy);
        _workspace = new RemoteWorkspace(new StudioClient(platform.Studio));
    }

    /// <summary>From the start of the AppHost until all was healthy.</summary>
    public double SecondsToHealthy { get; }

    public static async Task<BenchPlatform> StartAsync(StageContext context, string name, CancellationToken cancellationToken)
    {
        string data = Path.Combine(context.WorkFolder, name);
        Directory.CreateDirectory(data);
        Stopwatch watch = Stopwatch.StartNew();
        AppHostProcess platform = await AppHostProcess.StartAsync(data, context.LandmarkModel, new Silent(), cancellationToken);
        return new BenchPlatform(data, platform, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Uploads clips, has their sound, features and points extracted, and says how long that took, in seconds.</summary>
    /// <exception cref="CliException">A clip was not taken in.</exception>
    public async Task<double> TakeInAsync(IReadOnlyList<string> clips, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        IReadOnlyList<ClipOutcome> outcomes = await _workspace.ExtractAsync([.. clips.Select(clip => new ClipSource(clip))], new Silent(), cancellationToken);
        double seconds = watch.Elapsed.TotalSeconds;
        return outcomes.FirstOrDefault(outcome => outcome.State != ClipOutcome.Ready) is { } bad
            ? throw new CliException($"The pipeline did not take in {bad.Name}: {bad.Reason ?? bad.State}. Take it out of the clips' folder.")
            : seconds;
    }

    /// <summary>
    /// Megabytes of each service's process: <c>resident</c>, as ps tells, with all that it shares with the others, and <c>own</c>, in
    /// which what several processes share counts for each in proportion (PSS).
    /// </summary>
    public IEnumerable<(string Service, double Resident, double Own)> Memory()
    {
        foreach (AppHostResource resource in PlatformAddress.ReadState(_data)?.Resources ?? [])
        {
            if (resource is { Type: "Project", State: "Running", Pid: int pid })
            {
                Dictionary<string, double> rollup = File.ReadLines($"/proc/{pid}/smaps_rollup").Skip(1)
                    .Select(line => line.Split((char[])[' ', ':'], StringSplitOptions.RemoveEmptyEntries))
                    .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture) / 1024);
                yield return (resource.Name, rollup["Rss"], rollup["Pss"]);
            }
        }
    }

    /// <summary>
    /// The same recording under another identity: a Matroska copy of a clip with a number in an element that readers skip (Void,
    /// RFC 8794 section 11.3.2).
    /// </summary>
    public static async Task<string> CopyAsync(string matroska, string folder, int number, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, $"copy-{number:00000}.mkv");
        byte[] element = [0xec, 0x88, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(element.AsSpan(2), number);
        File.Copy(matroska, path, overwrite: true);
        await using FileStream file = new(path, FileMode.Append);
        await file.WriteAsync(element, cancellationToken);
        return path;
    }

    /// <summary>A clip's streams in a Matroska file.</summary>
    public static async Task<string> RemuxAsync(string clip, string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, Path.GetFileNameWithoutExtension(clip) + ".mkv");
        await ChildProcess.RunAsync("ffmpeg", ["-v", "error", "-y", "-fflags", "+genpts", "-i", clip, "-c", "copy", path], "ffmpeg", cancellationToken);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        await _platform.DisposeAsync();
    }

    private sealed class Silent : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
