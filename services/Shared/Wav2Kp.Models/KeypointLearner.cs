using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>A network that learns on a device, with its optimiser and the moving average of its weights.</summary>
internal sealed class KeypointLearner : IDisposable
{
    private readonly Recipe _recipe;
    private readonly KeypointLoss _loss;
    private readonly Device _device;
    private readonly int _threads;

    /// <param name="recipe">Network, optimiser, average.</param>
    /// <param name="loss">What is made small; the caller's.</param>
    /// <param name="device">Where it learns.</param>
    /// <param name="threads">Threads to use on a CPU.</param>
    public KeypointLearner(Recipe recipe, KeypointLoss loss, Device device, int threads)
    {
        _recipe = recipe;
        _loss = loss;
        _device = device;
        _threads = threads;
        Network = new KeypointNetwork(recipe.Window.Rows * recipe.Features.Mfcc.Coefficients, recipe.Network).to(device);
        OptimizerRecipe optimizer = recipe.Optimizer;
        Optimizer = optimizer.WeightDecay > 0
            ? optim.AdamW(Network.parameters(), optimizer.LearningRate, weight_decay: optimizer.WeightDecay)
            : optim.Adam(Network.parameters(), optimizer.LearningRate);
        Average = recipe.Training.WeightAverage > 0 ? WeightSet.CopyOf(Network) : null;
    }

    /// <summary>The network.</summary>
    public KeypointNetwork Network { get; }

    /// <summary>Adam or AdamW.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>The average of the weights; null: the recipe wants none.</summary>
    public WeightSet? Average { get; private set; }

    /// <summary>Takes up an average from a checkpoint.</summary>
    public void Replace(WeightSet average)
    {
        Average?.Dispose();
        Average = average;
    }

    /// <summary>One step: forward, loss, backward, optimiser, average.</summary>
    /// <param name="batch">What to learn from.</param>
    /// <param name="learningRate">How fast.</param>
    /// <param name="step">Steps so far.</param>
    /// <returns>The loss, in the caller's dispose scope; on a GPU it may not be computed yet.</returns>
    public Tensor Step(SequenceBatch batch, double learningRate, long step)
    {
        foreach (optim.ILearningRateController group in Optimizer.ParamGroups)
        {
            group.LearningRate = learningRate;
        }
        if (_recipe.Training.FeatureNoise > 0)
        {
            batch = batch with { Windows = batch.Windows + (randn_like(batch.Windows) * _recipe.Training.FeatureNoise) };
        }
        Optimizer.zero_grad();
        Tensor loss;
        if (_device.type == DeviceType.CPU)
        {
            (Tensor predicted, LstmTape tape) = Network.Learn(batch.Windows, _threads);
            using (tape)
            {
                loss = _loss.Of(predicted, batch);
                loss.backward();
                tape.Backward();
            }
        }
        else
        {
            loss = _loss.Of(Network.call(batch.Windows), batch);
            loss.backward();
        }
        if (_recipe.Optimizer.GradientClip > 0)
        {
            GradientNorm.Clip(Network.parameters(), _recipe.Optimizer.GradientClip);
        }
        Optimizer.step();
        // a fresh average follows the weights closely, so that their random beginning is soon forgotten
        Average?.MoveTowards(Network, Math.Min(_recipe.Training.WeightAverage, (1.0 + step) / (10 + step)));
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        Network.Dispose();
        Average?.Dispose();
    }
}
