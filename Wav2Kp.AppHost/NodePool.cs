namespace Wav2Kp.AppHost;

/// <summary>The kind of machine that a service needs, where a cluster has several.</summary>
internal sealed record NodePool(string Name) : IResourceAnnotation
{
    /// <summary>The variable that tells a service (and whoever reads a published model) its pool.</summary>
    public const string Variable = "WAV2KP_NODE_POOL";

    /// <summary>Machines with GPUs.</summary>
    public static readonly NodePool Gpu = new("gpu");
}
