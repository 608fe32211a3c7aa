namespace Wav2Kp.Benchmarks.Stages;

/// <summary>
/// Whether a clip costs the same however many there are: a platform takes in very many, all the same recordings under other identities; then, started again, it
/// and one that is new take in batches in turn, so that both are measured at the same time of the same machine.
/// </summary>
internal sealed class GrowthStage : IStage
{
    private const int Pairs = 9;
    private const int Warm = 3;

    public string Name => "growth";

    public string Title => "cost of a clip when there are many";

    public bool Alone => true;

    public bool OnRequest => true;

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        int batch = context.Clips.Count;
        if (context.Copies < batch)
        {
            throw new Cli.CliException($"'growth' needs at least {batch} copies of {batch} clips: give more with --copies, or fewer clips with --n.", Cli.ExitCodes.Usage);
        }
        List<string> clips = [];
        foreach (string clip in context.Clips)
        {
            clips.Add(await BenchPlatform.RemuxAsync(clip, context.WorkFolder, cancellationToken));
        }
        int number = 0;
        List<double> costs = [];
        await using (BenchPlatform filled = await BenchPlatform.StartAsync(context, "full", cancellationToken))
        {
            while (number < context.Copies)
            {
                costs.Add(await BatchAsync(filled));
            }
        }
        // services that have run long are compiled better: both begin anew
        await using BenchPlatform full = await BenchPlatform.StartAsync(context, "full", cancellationToken);
        await using BenchPlatform fresh = await BenchPlatform.StartAsync(context, "fresh", cancellationToken);
        for (int i = 0; i < Warm; i++)
        {
            await BatchAsync(fresh);
            await BatchAsync(full);
        }
        List<double> many = [], few = [], ratios = [];
        for (int pair = 0; pair < Pairs; pair++)
        {
            few.Add(await BatchAsync(fresh));
            many.Add(await BatchAsync(full));
            ratios.Add(many[^1] / few[^1]);
        }
        Spread ratio = Spread.Of(ratios)!;
        return new StageFigure(Name, "clips per minute", 60000 / costs.Average(), new Dictionary<string, double>
        {
            ["clips"] = costs.Count * batch,
            ["msPerClipOfFew"] = Spread.Of(few)!.Median,
            ["msPerClipOfMany"] = Spread.Of(many)!.Median,
            ["manyOverFew"] = ratio.Median,
            ["manyOverFewLowest"] = ratio.Lowest,
            ["manyOverFewHighest"] = ratio.Highest,
        });

        // the same recordings in every batch; files come and go, so that a disk holds them once
        async Task<double> BatchAsync(BenchPlatform platform)
        {
            string folder = Path.Combine(context.WorkFolder, "copies");
            Directory.CreateDirectory(folder);
            List<string> copies = [];
            foreach (string clip in clips)
            {
                copies.Add(await BenchPlatform.CopyAsync(clip, folder, number++, cancellationToken));
            }
            double seconds = await platform.TakeInAsync(copies, cancellationToken);
            Directory.Delete(folder, recursive: true);
            return 1000 * seconds / batch;
        }
    }

    public double? SpeedOf(PeerFigures peer, BenchClips clips) => null;
}
