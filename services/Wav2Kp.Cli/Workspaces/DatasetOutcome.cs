namespace Wav2Kp.Cli.Workspaces;

/// <summary>A version of a dataset and its split by clip.</summary>
internal sealed record DatasetOutcome(string Id, string Name, int Version, string Hash, IReadOnlyList<DatasetClip> Clips)
{
    public int Count(string split) => Clips.Count(c => c.Split == split);
}

/// <param name="Split"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
internal sealed record DatasetClip(string ClipId, string Name, string Split);
