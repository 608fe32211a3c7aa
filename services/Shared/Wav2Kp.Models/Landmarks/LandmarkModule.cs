using TorchSharp;
using TorchSharp.Modules;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Networks;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Landmarks;

/// <summary>The landmark network as it is trained: what <see cref="LandmarkNetworkShape"/> describes, with batch normalisation.</summary>
internal sealed class LandmarkModule : nn.Module<Tensor, (Tensor Maps, Tensor Extras)>
{
    private readonly ModuleList<Stage> stages;
    private readonly NormalisedConvolution lateral;
    private readonly NormalisedConvolution fuse;
    private readonly Conv2d maps;
    private readonly Linear extras;

    public LandmarkModule(LandmarkNetworkShape shape) : base(nameof(LandmarkModule))
    {
        Shape = shape;
        int wide = shape.Channels[^2], deep = shape.Channels[^1];
        stages = new ModuleList<Stage>([.. shape.Channels.Select((channels, i) => new Stage(i == 0 ? 3 : shape.Channels[i - 1], channels, shape.Blocks[i]))]);
        lateral = new NormalisedConvolution(deep, wide, 1, 1);
        fuse = new NormalisedConvolution(wide, wide, 1, 1);
        maps = nn.Conv2d(wide, LandmarkNetworkShape.Maps, 1);
        extras = nn.Linear(deep, LandmarkNetworkShape.Extras);
        RegisterComponents();
    }

    public LandmarkNetworkShape Shape { get; }

    /// <summary>[batch, 3, size, size] of blue, green, red in -1..1 to [batch, 204, m, m] and [batch, 69].</summary>
    public override (Tensor Maps, Tensor Extras) forward(Tensor pictures)
    {
        Tensor x = pictures, before = x;
        foreach (Stage stage in stages)
        {
            before = x;
            x = stage.call(x);
        }
        Tensor up = nn.functional.interpolate(lateral.call(x), scale_factor: [2, 2]);
        return (maps.call(fuse.call((before + up).relu()).relu()), extras.call(x.mean([2, 3])));
    }

    /// <summary>The points of the maps: [batch, 68, 2], 0 to 1 of the crop; and the logarithm of each cell's weight [batch, 68, cells].</summary>
    public static (Tensor Points, Tensor LogWeights) Points(Tensor maps)
    {
        long batch = maps.shape[0], side = maps.shape[2], cells = side * side;
        Tensor logWeights = maps.narrow(1, 0, FacePoints.Count).reshape(batch, FacePoints.Count, cells).log_softmax(2);
        Tensor offsets = maps.narrow(1, FacePoints.Count, 2 * FacePoints.Count).reshape(batch, FacePoints.Count, 2, cells);
        Tensor line = (arange(side, dtype: ScalarType.Float32, device: maps.device) + 0.5) / side;
        Tensor grid = stack([line.repeat(side), line.repeat_interleave(side)], 0);
        return (((grid + (offsets / side)) * logWeights.exp().unsqueeze(2)).sum(3), logWeights);
    }

    /// <summary>
    /// Takes on the weights of a network that may have fewer residual blocks. The blocks that it lacks change nothing at first:
    /// the factor of their last normalisation is zero (Goyal et al. 2017).
    /// </summary>
    /// <exception cref="InvalidDataException">The other network differs in more than blocks.</exception>
    public void GrowFrom(WeightSet weights)
    {
        foreach (Residual block in stages.SelectMany(stage => stage.Blocks))
        {
            block.Silence();
        }
        weights.CopyTo(this, OfBlock);
    }

    /// <summary>Whether a parameter belongs to a residual block, which a network with fewer of them does not have.</summary>
    private static bool OfBlock(string name) => name.Contains(".blocks.", StringComparison.Ordinal);

    /// <summary>The layers with their normalisation folded in, by the names that <see cref="LandmarkNetworkShape.Convolutions"/> gives.</summary>
    public IEnumerable<(string Name, Tensor Weight, Tensor Bias)> Folded()
    {
        foreach ((string name, nn.Module module) in named_modules())
        {
            if (module is NormalisedConvolution layer)
            {
                (Tensor weight, Tensor bias) = layer.Folded();
                yield return (name, weight, bias);
            }
        }
        yield return ("maps", maps.weight!.detach(), maps.bias!.detach());
        yield return ("extras", extras.weight!.detach(), extras.bias!.detach());
    }

    private sealed class Stage : nn.Module<Tensor, Tensor>
    {
        private readonly NormalisedConvolution down;
        private readonly ModuleList<Residual> blocks;

        public Stage(int inputs, int channels, int count) : base(nameof(Stage))
        {
            down = new NormalisedConvolution(inputs, channels, 3, 2);
            blocks = new ModuleList<Residual>([.. Enumerable.Range(0, count).Select(_ => new Residual(channels))]);
            RegisterComponents();
        }

        public IEnumerable<Residual> Blocks => blocks;

        public override Tensor forward(Tensor input)
        {
            Tensor x = down.call(input).relu();
            foreach (Residual block in blocks)
            {
                x = block.call(x);
            }
            return x;
        }
    }

    private sealed class Residual : nn.Module<Tensor, Tensor>
    {
        private readonly NormalisedConvolution first;
        private readonly NormalisedConvolution second;

        public Residual(int channels) : base(nameof(Residual))
        {
            first = new NormalisedConvolution(channels, channels, 3, 1);
            second = new NormalisedConvolution(channels, channels, 3, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => (second.call(first.call(input).relu()) + input).relu();

        public void Silence() => second.Silence();
    }

    private sealed class NormalisedConvolution : nn.Module<Tensor, Tensor>
    {
        private const double Epsilon = 1e-5;

        private readonly Conv2d convolution;
        private readonly BatchNorm2d normalisation;

        public NormalisedConvolution(int inputs, int outputs, int kernel, int stride) : base(nameof(NormalisedConvolution))
        {
            convolution = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, bias: false);
            normalisation = nn.BatchNorm2d(outputs, eps: Epsilon);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => normalisation.call(convolution.call(input));

        public void Silence()
        {
            using IDisposable noGradient = no_grad();
            normalisation.weight!.zero_();
        }

        // (w x - mean) / sqrt(variance + e) * gamma + beta as one convolution
        public (Tensor Weight, Tensor Bias) Folded()
        {
            using IDisposable noGradient = no_grad();
            Tensor factor = normalisation.weight!.detach() / (normalisation.running_var! + Epsilon).sqrt();
            return (convolution.weight!.detach() * factor.reshape(-1, 1, 1, 1), normalisation.bias!.detach() - (normalisation.running_mean! * factor));
        }
    }
}
