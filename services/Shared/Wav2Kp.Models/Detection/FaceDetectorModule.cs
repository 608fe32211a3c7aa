using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Detection;

/// <summary>
/// The face detector: a small convolutional network down to a 32nd of the picture and up again to an eighth, where every
/// cell tells whether the middle of a face lies in it, and where exactly, how large it is and how it is tilted (single shot, by
/// centres, after Zhou, Wang and Krähenbühl, "Objects as points", 2019).
/// </summary>
internal sealed class FaceDetectorModule : nn.Module<Tensor, Tensor>
{
    /// <summary>The numbers of a cell: logit of a centre, its x and y from the cell's middle in cells, log of the size over 32 px, cosine and sine of the tilt.</summary>
    public const int Outputs = 6;

    /// <summary>The picture's pixels per cell.</summary>
    public const int Stride = 8;

    private readonly Sequential stem, down4, body4, down8, body8, down16, body16, down32, body32, lateral8, lateral16, lateral32, merge16, merge8;
    private readonly Conv2d head;

    public FaceDetectorModule() : base(nameof(FaceDetectorModule))
    {
        stem = Block(3, 12, 3, 2);
        down4 = Block(12, 20, 3, 2);
        body4 = Block(20, 20, 3, 1);
        down8 = Block(20, 32, 3, 2);
        body8 = Block(32, 32, 3, 1);
        down16 = Block(32, 48, 3, 2);
        body16 = Block(48, 48, 3, 1);
        down32 = Block(48, 64, 3, 2);
        body32 = Block(64, 64, 3, 1);
        lateral8 = Block(32, 32, 1, 1);
        lateral16 = Block(48, 32, 1, 1);
        lateral32 = Block(64, 32, 1, 1);
        merge16 = Block(32, 32, 3, 1);
        merge8 = Block(32, 32, 3, 1);
        head = nn.Conv2d(32, Outputs, 3, padding: 1);
        RegisterComponents();
        using IDisposable noGradient = no_grad();
        // at first every cell says that a face is rare there
        using Tensor rare = head.bias![0];
        rare.fill_(-3.5);
    }

    /// <summary>The blocks in the order in which the picture goes through them, by name.</summary>
    public IEnumerable<(string Name, Conv2d Convolution, BatchNorm2d Normalisation)> Blocks() =>
        named_children().Where(child => child.module is Sequential)
            .Select(child => (child.name, (Conv2d)((Sequential)child.module)[0], (BatchNorm2d)((Sequential)child.module)[1]));

    /// <summary>The last layer, which is not normalised.</summary>
    public Conv2d Head => head;

    /// <summary>[batch, 3, 32 m, 32 n] of blue, green, red in −1..1 to [batch, 6, 4 m, 4 n].</summary>
    public override Tensor forward(Tensor pictures)
    {
        Tensor quarter = body4.call(down4.call(stem.call(pictures)));
        Tensor eighth = body8.call(down8.call(quarter));
        Tensor sixteenth = body16.call(down16.call(eighth));
        Tensor coarse = lateral32.call(body32.call(down32.call(sixteenth)));
        Tensor middle = merge16.call(Twice(coarse) + lateral16.call(sixteenth));
        Tensor fine = merge8.call(Twice(middle) + lateral8.call(eighth));
        return head.call(fine);
    }

    private static Tensor Twice(Tensor map) => nn.functional.interpolate(map, scale_factor: [2, 2]);

    private static Sequential Block(int from, int to, int kernel, int stride) => nn.Sequential(
        ("convolution", nn.Conv2d(from, to, kernel, stride, kernel / 2, bias: false)),
        ("normalisation", nn.BatchNorm2d(to)),
        ("activation", nn.ReLU(inplace: true)));
}
