using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns. It takes the place of the tensor it is made of, which is empty from then on.</summary>
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad))
    {
    }
}
