using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The tensors that an optimiser remembers: owned by it, in no dispose scope.</summary>
internal static class OptimizerTensors
{
    internal static Tensor Moved(Tensor tensor, Device device)
    {
        Tensor moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        return moved;
    }

    internal static Tensor? Copied(Tensor? target, Tensor? source)
    {
        if (source is null)
        {
            target?.Dispose();
            return null;
        }

        using IDisposable untracked = no_grad();
        return target is null ? source.clone().DetachFromDisposeScope() : target.copy_(source);
    }

    internal static void SaveOptional(Tensor? tensor, BinaryWriter writer)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    internal static Tensor? LoadOptional(Tensor? target, Tensor template, BinaryReader reader)
    {
        if (!reader.ReadBoolean())
        {
            target?.Dispose();
            return null;
        }

        target ??= zeros_like(template).DetachFromDisposeScope();
        target.Load(reader);
        return target;
    }
}
