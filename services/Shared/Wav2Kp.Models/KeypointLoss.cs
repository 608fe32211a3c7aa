using TorchSharp;
using Wav2Kp.Faces;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>The recipe's loss over a batch; see <see cref="LossRecipe"/>.</summary>
internal sealed class KeypointLoss : IDisposable
{
    private readonly LossRecipe _recipe;
    private readonly Tensor _weights;
    private readonly Tensor? _opening;

    /// <param name="recipe">The terms and their weights.</param>
    /// <param name="normalisation">To turn standardised coordinates back into distances.</param>
    /// <param name="openingVariance">Variance of the mouth's opening over the training frames, in the recipe's space.</param>
    /// <param name="device">The device of the batches.</param>
    public KeypointLoss(LossRecipe recipe, Normalisation normalisation, double openingVariance, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        _recipe = recipe;
        float[] weights = new float[FacePoints.Values];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = i / 2 >= FacePoints.Lips.Start.Value ? (float)recipe.LipWeight : 1;
        }
        float mean = weights.Average();
        _weights = tensor([.. weights.Select(weight => weight / mean / weights.Length)], [weights.Length], device: device).DetachFromDisposeScope();
        if (recipe.MouthOpening > 0)
        {
            // [136, 2]: a difference of standardised faces to the difference of their mouth openings, in deviations
            float[] opening = new float[FacePoints.Values * 2];
            for (int axis = 0; axis < 2; axis++)
            {
                int lower = (2 * FacePoints.InnerLipBottom) + axis, upper = (2 * FacePoints.InnerLipTop) + axis;
                opening[(lower * 2) + axis] = (float)(normalisation.KeypointDeviation[lower] / Math.Sqrt(openingVariance));
                opening[(upper * 2) + axis] = -(float)(normalisation.KeypointDeviation[upper] / Math.Sqrt(openingVariance));
            }
            _opening = tensor(opening, [FacePoints.Values, 2], device: device).DetachFromDisposeScope();
        }
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="predicted">[batch, frames, 136].</param>
    /// <param name="batch">Targets and mask of the same frames.</param>
    public Tensor Of(Tensor predicted, SequenceBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor frames = batch.Mask.sum().clamp_min(1);
        Tensor error = (predicted - batch.Targets) * batch.Mask;
        Tensor loss = (error.square() * _weights).sum() / frames;
        if (_opening is not null)
        {
            loss = loss + (matmul(error, _opening).square().sum() / frames * _recipe.MouthOpening);
        }
        if (_recipe.Velocity > 0 && predicted.shape[1] > 1)
        {
            long pairs = predicted.shape[1] - 1;
            Tensor both = batch.Mask.narrow(1, 1, pairs) * batch.Mask.narrow(1, 0, pairs);
            Tensor difference = (error.narrow(1, 1, pairs) - error.narrow(1, 0, pairs)) * both;
            loss = loss + ((difference.square() * _weights).sum() / both.sum().clamp_min(1) * _recipe.Velocity);
        }
        return loss.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _opening?.Dispose();
    }
}
