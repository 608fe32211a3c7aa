namespace Wav2Kp.Inference.Live;

/// <summary>Section <c>Live</c> of the configuration: how much of the service live speech may take.</summary>
internal sealed class LiveSettings
{
    /// <summary>How many may speak at a time.</summary>
    public int MaxSessions { get; set; } = 16;

    /// <summary>How many models are kept in memory; what is still listened with stays until its last speaker has gone.</summary>
    public int MaxModels { get; set; } = 4;

    /// <summary>How long a speaker may send nothing.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a listener may take in nothing.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
