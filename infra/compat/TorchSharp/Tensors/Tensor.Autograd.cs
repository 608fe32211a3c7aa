using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Computes the gradients of this scalar with respect to the leaves that it came from.</summary>
        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public unsafe void retain_grad()
        {
            Check(wav2kp_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }
    }
}
