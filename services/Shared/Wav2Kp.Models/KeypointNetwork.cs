using TorchSharp;
using TorchSharp.Modules;
using Wav2Kp.Faces;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>
/// Windows of speech to keypoints: LSTM layers over time, dropout, one linear layer. WAV2KP's network; both ways in time
/// and with dropout between layers where the recipe says so.
/// </summary>
internal sealed class KeypointNetwork : nn.Module<Tensor, Tensor>
{
    // the names are those of the published checkpoints and of golden/wav2kp_lstm.safetensors
    private readonly LSTM lstm;
    private readonly Dropout dropout;
    private readonly Linear linear;

    private readonly NetworkRecipe _recipe;

    /// <param name="inputSize">Values of a window: rows times coefficients.</param>
    /// <param name="recipe">Layers and units.</param>
    /// <param name="outputSize">Coordinates predicted.</param>
    public KeypointNetwork(int inputSize, NetworkRecipe recipe, int outputSize = FacePoints.Values) : base(nameof(KeypointNetwork))
    {
        _recipe = recipe;
        lstm = nn.LSTM(inputSize, recipe.Hidden, recipe.Layers, batchFirst: true,
            dropout: recipe.Layers > 1 ? recipe.LayerDropout : 0, bidirectional: recipe.Bidirectional);
        dropout = nn.Dropout(recipe.Dropout);
        linear = nn.Linear(recipe.Hidden * (recipe.Bidirectional ? 2 : 1), outputSize);
        RegisterComponents();
    }

    /// <summary>[batch, frames, rows x coefficients] to [batch, frames, 136].</summary>
    public override Tensor forward(Tensor windows)
    {
        (Tensor states, _, _) = lstm.call(windows);
        return linear.call(dropout.call(states));
    }

    /// <summary>
    /// The same for a step of training on a CPU: after the loss's own backward pass the tape's takes the gradients on through time.
    /// </summary>
    /// <param name="windows">[batch, frames, rows x coefficients], on the CPU.</param>
    /// <param name="threads">Threads to use.</param>
    public (Tensor Predicted, LstmTape Tape) Learn(Tensor windows, int threads)
    {
        LstmTape tape = new(name => lstm.get_parameter(name)!, _recipe, windows, training, threads);
        return (linear.call(dropout.call(tape.States())), tape);
    }
}
