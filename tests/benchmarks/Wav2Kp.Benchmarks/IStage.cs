namespace Wav2Kp.Benchmarks;

/// <summary>A part of the work that is timed by itself.</summary>
internal interface IStage
{
    /// <summary>Its name, as in results.</summary>
    string Name { get; }

    /// <summary>What it does, for people.</summary>
    string Title { get; }

    /// <summary>Whether it starts programs of its own and so needs a process to itself.</summary>
    bool Alone => false;

    /// <summary>Whether it works on clips.</summary>
    bool NeedsClips => true;

    /// <summary>Whether it runs only when it is named, because it takes long.</summary>
    bool OnRequest => false;

    /// <summary>Runs it once, warmed up, and says how fast it was.</summary>
    Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken);

    /// <summary>The same speed of the Python peer, from what it printed; null where it measures no such thing.</summary>
    double? SpeedOf(PeerFigures peer, BenchClips clips);
}
