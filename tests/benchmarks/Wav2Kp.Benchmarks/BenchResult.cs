using System.Text.Json;
using Wav2Kp.Cli;
using Wav2Kp.Cli.Output;

namespace Wav2Kp.Benchmarks;

/// <summary>A whole measurement, as it is kept in a file.</summary>
internal sealed record BenchResult
{
    /// <summary>The format that this code writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The file's format.</summary>
    public required int Format { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The arguments that it was called with.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The processor's name, and how many the process may use.</summary>
    public required string Machine { get; init; }

    /// <summary>Threads that each stage was given.</summary>
    public required int Threads { get; init; }

    /// <summary>How many clips.</summary>
    public required int Clips { get; init; }

    /// <summary>Their frames together.</summary>
    public required long Frames { get; init; }

    /// <summary>Their length together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Pairs of runs, or runs where there is no peer.</summary>
    public required int Pairs { get; init; }

    /// <summary>The stages.</summary>
    public required IReadOnlyList<StageResult> Stages { get; init; }

    /// <summary>Our processes: the one of the library's stages, and those of stages that need one for themselves.</summary>
    public required IReadOnlyList<ProcessResult> Ours { get; init; }

    /// <summary>Python's process, which runs all its stages.</summary>
    public ProcessResult? Python { get; init; }

    /// <summary>Reads a kept result.</summary>
    /// <exception cref="CliException">The file holds none.</exception>
    public static BenchResult Load(string path)
    {
        try
        {
            BenchResult? result = JsonSerializer.Deserialize<BenchResult>(File.ReadAllText(path), Terminal.JsonOptions);
            return result is { Format: CurrentFormat }
                ? result
                : throw new CliException($"{path} is of another format than this program's ({CurrentFormat}): measure again.");
        }
        catch (JsonException exception)
        {
            throw new CliException($"{path} holds no result of './wav2kp bench --json': {exception.Message}", inner: exception);
        }
    }

    /// <summary>Writes the result; the file appears when it is complete.</summary>
    public void Save(string path)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, JsonSerializer.Serialize(this, Terminal.JsonOptions) + "\n");
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
