using Shouldly;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>Losses against their formulas.</summary>
public sealed class LossTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Differences()
    {
        Tensor x = tensor(new[] { 1f, 2, 4 }), y = tensor(new[] { 1f, 2.5f, 1 });
        Value(MSELoss().call(x, y), (0.25 + 9) / 3);
        Value(MSELoss(Reduction.Sum).call(x, y), 9.25);
        MSELoss(Reduction.None).call(x, y).shape.ShouldBe([3]);
        Value(L1Loss().call(x, y), 3.5 / 3);
        Value(SmoothL1Loss().call(x, y), (0.125 + 2.5) / 3);
        Value(SmoothL1Loss(beta: 0.25).call(x, y), (0.375 + 2.875) / 3);
        Value(HuberLoss(2).call(x, y), (0.125 + (2 * (3 - 1))) / 3);
    }

    [Fact]
    public void Probabilities()
    {
        Tensor logits = tensor(new[] { 0f, 2 }), truth = tensor(new[] { 0f, 1 });
        double s = 1 / (1 + Math.Exp(-2)), entropy = -(Math.Log(0.5) + Math.Log(s)) / 2;
        Value(BCEWithLogitsLoss().call(logits, truth), entropy);
        Value(BCELoss().call(logits.sigmoid(), truth), entropy);
        Value(BCEWithLogitsLoss(pos_weights: tensor(3f)).call(logits, truth), -(Math.Log(0.5) + (3 * Math.Log(s))) / 2);
        Value(BCELoss(weight: tensor(new[] { 2f, 0 })).call(logits.sigmoid(), truth), -Math.Log(0.5));
        Tensor scores = tensor(new float[,] { { 1, 2, 3 }, { 0, 0, 0 } }), classes = tensor(new[] { 2L, 1 });
        double first = -Math.Log(Math.Exp(3) / (Math.Exp(1) + Math.Exp(2) + Math.Exp(3))), second = Math.Log(3);
        Value(CrossEntropyLoss().call(scores, classes), (first + second) / 2);
        Value(CrossEntropyLoss(ignore_index: 1).call(scores, classes), first);
        Value(NLLLoss().call(scores.log_softmax(1), classes), (first + second) / 2);
        Value(CrossEntropyLoss(weight: tensor(new[] { 1f, 3, 1 })).call(scores, classes), (first + (3 * second)) / 4);
        Tensor p = tensor(new[] { 0.5f, 0.5f }), q = tensor(new[] { 0.25f, 0.75f });
        double divergence = (0.5 * Math.Log(2)) + (0.5 * Math.Log(0.5 / 0.75));
        Value(KLDivLoss(reduction: Reduction.Sum).call(q.log(), p.log()), divergence);
        Value(KLDivLoss(log_target: false, reduction: Reduction.Sum).call(q.log(), p), divergence);
        Value(PoissonNLLLoss().call(tensor(new[] { 1f }), tensor(new[] { 2f })), Math.E - 2);
    }

    [Fact]
    public void Margins()
    {
        Tensor x = tensor(new[] { 0.5f, -1 }), signs = tensor(new[] { 1f, -1 });
        Value(SoftMarginLoss().call(x, signs), (Math.Log(1 + Math.Exp(-0.5)) + Math.Log(1 + Math.Exp(-1))) / 2);
        Value(HingeEmbeddingLoss(0.5).call(x, signs), (0.5 + 1.5) / 2);
        Value(MarginRankingLoss(0.5).call(x, zeros(2), signs), 0);
        Tensor a = tensor(new float[,] { { 0, 0 } }), near = tensor(new float[,] { { 1, 0 } }), far = tensor(new float[,] { { 0, 1.5f } });
        Value(TripletMarginLoss(eps: 0).call(a, near, far), 0.5);
        Value(CosineEmbeddingLoss().call(near, far, tensor(new[] { 1f })), 1);
    }

    [Fact]
    public void Label_sequences()
    {
        // One frame, one label: the loss is the label's negative log-probability.
        Tensor probabilities = tensor(new[] { 0.3f, 0.7f }).log().view(1, 1, 2);
        Value(CTCLoss().call(probabilities, tensor(new long[,] { { 1 } }), tensor(new[] { 1L }), tensor(new[] { 1L })), -Math.Log(0.7));
    }

    private static void Value(Tensor loss, double expected) => loss.item<float>().ShouldBe((float)expected, 1e-5f);
}
