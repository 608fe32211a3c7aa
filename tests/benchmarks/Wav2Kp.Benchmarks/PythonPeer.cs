using System.Text.Json;
using Wav2Kp.Cli;
using Wav2Kp.Cli.Output;

namespace Wav2Kp.Benchmarks;

/// <summary>
/// A Python script that does the same work and times it itself: called with <c>--clips FOLDER --n N --threads T --steps S</c>, it
/// prints one JSON object, stage to figures (docs/performance.md). Run unchanged, in a process of its own.
/// </summary>
internal sealed class PythonPeer
{
    private const string Packages = "python3-torch, python3-torchaudio and python3-opencv";
    private readonly string _python, _script;

    private PythonPeer(string python, string script) => (_python, _script) = (python, script);

    /// <summary>Finds a Python that can run it.</summary>
    /// <exception cref="CliException">There is none, or the script is not there.</exception>
    public static async Task<PythonPeer> FindAsync(string script, string? python, CancellationToken cancellationToken)
    {
        if (!File.Exists(script))
        {
            throw new CliException($"There is no Python script at {script}: name it after --against-python.", ExitCodes.Usage);
        }
        foreach (string candidate in python is null ? ["python3", "/usr/bin/python3"] : (string[])[python])
        {
            try
            {
                await ChildProcess.RunAsync(candidate, ["-c", "import cv2, torch, torchaudio"], candidate, cancellationToken);
                return new PythonPeer(candidate, Path.GetFullPath(script));
            }
            catch (CliException)
            {
                // the next one, or the message below
            }
        }
        throw new CliException($"{python ?? "python3"} cannot import torch, torchaudio and cv2: install them (Debian: {Packages}), or name another interpreter with --python.", ExitCodes.Usage);
    }

    /// <summary>Runs it once over the clips.</summary>
    public async Task<(PeerFigures Figures, ProcessFigures Process)> RunAsync(BenchClips clips, int threads, int steps, string workFolder, CancellationToken cancellationToken)
    {
        string used = Path.Combine(workFolder, "python.json"), launcher = Path.Combine(AppContext.BaseDirectory, "python", "measured.py");
        string printed = await ChildProcess.RunAsync(
            _python,
            [launcher, used, _script, "--clips", clips.Folder, "--n", $"{clips.Paths.Count}", "--threads", $"{threads}", "--steps", $"{steps}"],
            Path.GetFileName(_script),
            cancellationToken);
        try
        {
            return (new PeerFigures(JsonElement.Parse(printed)), JsonSerializer.Deserialize<ProcessFigures>(await File.ReadAllTextAsync(used, cancellationToken), Terminal.JsonOptions)!);
        }
        catch (JsonException exception)
        {
            throw new CliException($"{Path.GetFileName(_script)} printed no JSON object: {exception.Message}", inner: exception);
        }
    }
}
