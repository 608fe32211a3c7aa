using static TorchSharp.Native.NativeMethods;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>What is done to the gradients of many tensors in one native call.</summary>
internal static class Gradients
{
    internal static unsafe void Zero(IEnumerable<Tensor> tensors, bool setToNone)
    {
        Tensor[] all = [.. tensors];
        nint[] handles = Array.ConvertAll(all, tensor => tensor.Handle);
        fixed (nint* first = handles)
        {
            Check(wav2kp_zero_grad(first, handles.Length, setToNone ? 1 : 0));
        }

        GC.KeepAlive(all);
    }

    /// <summary>Scales the gradients to a norm of at most <paramref name="maxNorm"/>; gives the norm before.</summary>
    internal static unsafe double Clip(IEnumerable<Tensor> tensors, double maxNorm, double normType)
    {
        Tensor[] all = [.. tensors];
        nint[] handles = Array.ConvertAll(all, tensor => tensor.Handle);
        double norm;
        fixed (nint* first = handles)
        {
            Check(wav2kp_clip_grad_norm(first, handles.Length, maxNorm, normType, &norm));
        }

        GC.KeepAlive(all);
        return norm;
    }
}
