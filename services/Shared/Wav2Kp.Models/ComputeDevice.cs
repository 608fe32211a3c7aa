using TorchSharp;

namespace Wav2Kp.Models;

/// <summary>Which device computes: <c>auto</c>, <c>cpu</c> or <c>cuda</c> (<c>cuda:1</c> for the second GPU).</summary>
public static class ComputeDevice
{
    /// <summary>The name of the device that <paramref name="wanted"/> stands for on this machine: <c>cpu</c> or <c>cuda…</c>.</summary>
    /// <exception cref="ArgumentException">It is no such name.</exception>
    /// <exception cref="InvalidOperationException">A GPU is asked for and none can be used.</exception>
    public static string NameOf(string wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        string name = wanted.Trim().ToLowerInvariant();
        if (name == "cpu")
        {
            return name;
        }
        if (name == "auto")
        {
            return torch.cuda.is_available() ? "cuda" : "cpu";
        }
        int index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), System.Globalization.NumberStyles.None, null, out index)))
        {
            throw new ArgumentException($"The device '{wanted}' is unknown: give auto, cpu, cuda or cuda:N.", nameof(wanted));
        }
        if (!torch.cuda.is_available())
        {
            throw new InvalidOperationException($"The device '{wanted}' was asked for, but no GPU can be used here: run where libtorch is built for CUDA and a driver is installed, or give cpu or auto.");
        }
        if (index >= torch.cuda.device_count())
        {
            throw new InvalidOperationException($"The device '{wanted}' was asked for, but this machine has {torch.cuda.device_count()} GPU(s), counted from 0.");
        }
        return name;
    }

    internal static torch.Device Resolve(string wanted) => torch.device(NameOf(wanted));

    /// <summary>As <see cref="Resolve"/>. On a GPU, products then take their factors with 10 bits of mantissa and add up in 32-bit floats (TF32; NVIDIA_TF32_OVERRIDE=0 forbids it).</summary>
    internal static torch.Device ForTraining(string wanted)
    {
        torch.Device device = Resolve(wanted);
        if (device.type == DeviceType.CUDA)
        {
            torch.backends.cuda.matmul.allow_tf32 = true;
            torch.backends.cudnn.allow_tf32 = true;
        }
        return device;
    }

    /// <summary>Takes a tensor from the CPU to a device; to a GPU out of page-locked memory, so that neither it nor the CPU waits for the other.</summary>
    internal static torch.Tensor Send(this torch.Tensor tensor, torch.Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return tensor;
        }
        using torch.Tensor pinned = tensor.pin_memory();
        return pinned.to(device, non_blocking: true);
    }
}
