namespace Wav2Kp.Benchmarks.Stages;

/// <summary>
/// Whether a clip costs the same however many there are: as many clips as there are, then many more, then as many again, all the
/// same recordings under other identities, through the services of one platform.
/// </summary>
internal sealed class GrowthStage : IStage
{
    public string Name => "growth";

    public string Title => "cost of a clip when there are many";

    public bool Alone => true;

    public bool OnRequest => true;

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        int batch = context.Clips.Count;
        if (context.Copies < 3 * batch)
        {
            throw new Cli.CliException($"'growth' needs at least {3 * batch} copies of {batch} clips: give more with --copies, or fewer clips with --n.", Cli.ExitCodes.Usage);
        }
        List<string> clips = [];
        foreach (string clip in context.Clips)
        {
            clips.Add(await BenchPlatform.RemuxAsync(clip, context.WorkFolder, cancellationToken));
        }
        await using BenchPlatform platform = await BenchPlatform.StartAsync(context, cancellationToken);
        await platform.TakeInAsync([clips[0]], cancellationToken);

        // the same recordings in every batch; files come and go, so that a disk holds them once
        async Task<double> BatchAsync(int number)
        {
            string folder = Path.Combine(context.WorkFolder, "copies");
            Directory.CreateDirectory(folder);
            List<string> copies = [];
            for (int i = 0; i < batch; i++)
            {
                copies.Add(await BenchPlatform.CopyAsync(clips[i], folder, (number * batch) + i, cancellationToken));
            }
            double seconds = await platform.TakeInAsync(copies, cancellationToken);
            Directory.Delete(folder, recursive: true);
            return 1000 * seconds / batch;
        }

        List<double> costs = [];
        for (int number = 0; (number + 1) * batch <= context.Copies; number++)
        {
            costs.Add(await BatchAsync(number));
        }
        // a tenth of the batches, and never fewer than one, stands for the beginning and for the end
        int few = Math.Max(1, costs.Count / 10);
        double first = Spread.Of([.. costs.Take(few)])!.Median, last = Spread.Of([.. costs.TakeLast(few)])!.Median;
        return new StageFigure(Name, "clips per minute", 60000 / costs.Average(), new Dictionary<string, double>
        {
            ["clips"] = costs.Count * batch,
            ["msPerClipFirst"] = first,
            ["msPerClipLast"] = last,
            ["lastOverFirst"] = last / first,
        });
    }

    public double? SpeedOf(PeerFigures peer, BenchClips clips) => null;
}
