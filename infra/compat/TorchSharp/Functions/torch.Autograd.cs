using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients of tensors with respect to others.</summary>
    public static class autograd
    {
        /// <summary>The gradients of the outputs' sum with respect to each input, without adding them up in the leaves.</summary>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] from = Handles(outputs), to = Handles(inputs), weights = Handles(grad_outputs);
            var results = new nint[to.Length];
            fixed (nint* fromHandles = from, toHandles = to, weightHandles = weights, found = results)
            {
                Check(wav2kp_grad(fromHandles, from.Length, toHandles, to.Length, weightHandles, weights.Length, Flag(retain_graph || create_graph), Flag(create_graph), Flag(allow_unused), found));
            }

            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        /// <summary>Adds the gradients of the tensors up in the leaves that they came from.</summary>
        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            nint[] from = Handles(tensors), weights = Handles(grad_tensors), to = Handles(inputs);
            fixed (nint* fromHandles = from, weightHandles = weights, toHandles = to)
            {
                Check(wav2kp_backward(fromHandles, from.Length, weightHandles, weights.Length, Flag(retain_graph ?? create_graph), Flag(create_graph), toHandles, to.Length));
            }

            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>A backward pass that fails says which forward operation it belongs to, until the result is disposed. Slow.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        private static int Flag(bool value) => value ? 1 : 0;

        private static nint[] Handles(IList<Tensor>? tensors) => tensors is null ? [] : tensors.Select(tensor => tensor is null ? 0 : tensor.Handle).ToArray();
    }

    /// <summary>Restores the anomaly mode from before when disposed.</summary>
    public sealed class AnomalyMode : IDisposable
    {
        private readonly int _before = wav2kp_anomaly_mode();
        private readonly int _beforeCheckNan = wav2kp_anomaly_check_nan();

        internal AnomalyMode(bool enabled, bool checkNan) => wav2kp_set_anomaly_mode(enabled ? 1 : 0, checkNan ? 1 : 0);

        public void Dispose() => wav2kp_set_anomaly_mode(_before, _beforeCheckNan);
    }
}
