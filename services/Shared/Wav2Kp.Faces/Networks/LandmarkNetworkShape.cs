namespace Wav2Kp.Faces.Networks;

/// <summary>
/// The landmark network's layers. A stage begins with a 3 x 3 convolution of stride 2 and goes on with residual blocks of two
/// 3 x 3 convolutions each (He et al. 2016); the last stage is laid over the one before it (Lin et al. 2017) and a 1 x 1
/// convolution gives for each point a map of where it is and two of how far from the cell's middle; from the mean of the last
/// stage one linear layer gives the points' expected errors and the confidence.
/// </summary>
/// <param name="InputSize">The crop's width and height, pixels: a multiple of 2 to the power of the stages.</param>
/// <param name="Channels">Channels of each stage.</param>
/// <param name="Blocks">Residual blocks of each stage.</param>
public sealed record LandmarkNetworkShape(int InputSize, IReadOnlyList<int> Channels, IReadOnlyList<int> Blocks)
{
    /// <summary>Maps of the head: for each point, where it is, and two offsets.</summary>
    internal const int Maps = 3 * FacePoints.Count;

    /// <summary>Numbers beside the maps: an expected error for each point, and the confidence.</summary>
    internal const int Extras = FacePoints.Count + 1;

    /// <summary>Cells of a map along one side.</summary>
    public int MapSize => InputSize >> (Channels.Count - 1);

    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? Fault()
    {
        if (Channels.Count is < 2 or > 6 || Blocks.Count != Channels.Count)
        {
            return "there must be 2 to 6 stages, each with its channels and its number of blocks";
        }
        if (Channels.Any(count => count is < 1 or > 1024) || Blocks.Any(count => count is < 0 or > 16))
        {
            return "a stage has 1 to 1024 channels and 0 to 16 blocks";
        }
        return InputSize is < 32 or > 512 || InputSize % (1 << Channels.Count) != 0
            ? $"the input's size must be 32 to 512 and a multiple of {1 << Channels.Count}"
            : null;
    }

    /// <summary>The names and sizes of the convolutions in the order of their computation: [outputs, inputs, kernel].</summary>
    public IEnumerable<(string Name, int Outputs, int Inputs, int Kernel)> Convolutions()
    {
        int inputs = 3;
        for (int stage = 0; stage < Channels.Count; stage++)
        {
            yield return ($"stages.{stage}.down", Channels[stage], inputs, 3);
            inputs = Channels[stage];
            for (int block = 0; block < Blocks[stage]; block++)
            {
                yield return ($"stages.{stage}.blocks.{block}.first", inputs, inputs, 3);
                yield return ($"stages.{stage}.blocks.{block}.second", inputs, inputs, 3);
            }
        }
        yield return ("lateral", Channels[^2], Channels[^1], 1);
        yield return ("fuse", Channels[^2], Channels[^2], 1);
        yield return ("maps", Maps, Channels[^2], 1);
    }

    /// <summary>Multiply-adds of one face.</summary>
    public long MultiplyAdds()
    {
        long sum = (long)Extras * Channels[^1];
        foreach ((string name, int outputs, int inputs, int kernel) in Convolutions())
        {
            int stage = name == "lateral" ? Channels.Count - 1 : name is "fuse" or "maps" ? Channels.Count - 2 : name[7] - '0';
            long side = InputSize >> (stage + 1);
            sum += side * side * outputs * inputs * kernel * kernel;
        }
        return sum;
    }
}
