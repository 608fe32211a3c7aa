using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>The common norm of a network's gradients.</summary>
internal static class GradientNorm
{
    // as PyTorch's
    private const double Least = 1e-6;

    /// <summary>
    /// Scales the gradients so that the Euclidean norm of all together is no more than <paramref name="most"/> (Pascanu et al. 2013, algorithm 1), as
    /// <c>nn.utils.clip_grad_norm_</c> does; the norm is not read, so that a GPU is not waited for.
    /// </summary>
    public static void Clip(IEnumerable<Parameter> parameters, double most)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0)
        {
            return;
        }
        Tensor norm = stack([.. gradients.Select(gradient => gradient.square().sum())]).sum().sqrt();
        Tensor factor = (most / (norm + Least)).clamp_max(1);
        foreach (Tensor gradient in gradients)
        {
            gradient.mul_(factor);
        }
    }
}
