using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Landmarks;

/// <summary>A landmark network that learns on a device, with its optimiser and the moving average of its weights.</summary>
internal sealed class LandmarkLearner : IDisposable
{
    private readonly LandmarkRecipe _recipe;
    private readonly LandmarkLoss _loss;

    /// <param name="recipe">Network, optimiser, average.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="device">Where it learns.</param>
    /// <param name="first">The first weights; null: random ones.</param>
    public LandmarkLearner(LandmarkRecipe recipe, LandmarkLoss loss, Device device, WeightSet? first)
    {
        _recipe = recipe;
        _loss = loss;
        Network = new LandmarkModule(recipe.Network.Shape).to(device);
        if (first is not null)
        {
            Network.GrowFrom(first);
        }
        Optimizer = optim.AdamW(Network.parameters(), recipe.Optimizer.LearningRate, weight_decay: recipe.Optimizer.WeightDecay);
        Average = WeightSet.CopyOf(Network);
    }

    /// <summary>The network.</summary>
    public LandmarkModule Network { get; }

    /// <summary>Its optimiser.</summary>
    public AdamW Optimizer { get; }

    /// <summary>The average of the weights.</summary>
    public WeightSet Average { get; private set; }

    /// <summary>Takes up an average from a checkpoint.</summary>
    public void Replace(WeightSet average)
    {
        Average.Dispose();
        Average = average;
    }

    /// <summary>One step: forward, loss, backward, optimiser, average.</summary>
    /// <param name="batch">What to learn from.</param>
    /// <param name="learningRate">How fast.</param>
    /// <param name="step">Steps so far.</param>
    /// <returns>The loss, in the caller's dispose scope; on a GPU it may not be computed yet.</returns>
    public Tensor Step(LandmarkBatch batch, double learningRate, long step)
    {
        foreach (optim.ILearningRateController group in Optimizer.ParamGroups)
        {
            group.LearningRate = learningRate;
        }
        Optimizer.zero_grad();
        (Tensor maps, Tensor extras) = Network.call(_loss.Pictures(batch));
        Tensor loss = _loss.Of(maps, extras, batch);
        loss.backward();
        if (_recipe.Optimizer.GradientClip > 0)
        {
            GradientNorm.Clip(Network.parameters(), _recipe.Optimizer.GradientClip);
        }
        Optimizer.step();
        // a fresh average follows the weights closely, so that their random beginning is soon forgotten
        Average.MoveTowards(Network, Math.Min(_recipe.Training.WeightAverage, (1.0 + step) / (10 + step)));
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        Network.Dispose();
        Average.Dispose();
    }
}
