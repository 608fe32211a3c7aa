using TorchSharp;
using Wav2Kp.Media;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>A copy of a network's weights and of its layers' running statistics, by name.</summary>
internal sealed class WeightSet : IDisposable
{
    private readonly SortedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    public static WeightSet CopyOf(nn.Module network)
    {
        using IDisposable noGradient = no_grad();
        WeightSet set = new();
        foreach ((string name, Tensor parameter) in Values(network))
        {
            set._tensors[name] = parameter.detach().clone().DetachFromDisposeScope();
        }
        return set;
    }

    public WeightSet Copy()
    {
        WeightSet set = new();
        foreach ((string name, Tensor tensor) in _tensors)
        {
            set._tensors[name] = tensor.clone().DetachFromDisposeScope();
        }
        return set;
    }

    /// <summary>average = decay * average + (1 - decay) * weights.</summary>
    public void MoveTowards(nn.Module network, double decay)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor parameter) in Values(network))
        {
            _tensors[name].mul_(decay).add_(parameter.detach(), 1 - decay);
        }
    }

    /// <summary>Puts the weights into a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="mayLack">Whether a weight of this name may be missing and keep its initial value; null: none.</param>
    public void CopyTo(nn.Module network, Func<string, bool>? mayLack = null)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        HashSet<string> used = [];
        foreach ((string name, Tensor parameter) in Values(network))
        {
            if (!_tensors.ContainsKey(name) && mayLack?.Invoke(name) == true)
            {
                continue;
            }
            if (!_tensors.TryGetValue(name, out Tensor? tensor) || !tensor.shape.AsSpan().SequenceEqual(parameter.shape))
            {
                throw new InvalidDataException($"The weights do not fit the recipe's network: '{name}' should be [{string.Join(", ", parameter.shape)}], but is {(tensor is null ? "missing" : $"[{string.Join(", ", tensor.shape)}]")}.");
            }
            parameter.copy_(tensor);
            used.Add(name);
        }
        if (_tensors.Keys.FirstOrDefault(name => !used.Contains(name)) is string extra)
        {
            throw new InvalidDataException($"The weights do not fit the recipe's network: it has no '{extra}'.");
        }
    }

    public IEnumerable<SafetensorsTensor> ToSafetensors(string prefix)
    {
        foreach ((string name, Tensor tensor) in _tensors)
        {
            using Tensor onCpu = tensor.cpu().contiguous();
            yield return SafetensorsTensor.FromFloats(prefix + name, onCpu.shape, onCpu.data<float>().ToArray());
        }
    }

    public static WeightSet FromSafetensors(SafetensorsFile file, string prefix, Device device) =>
        FromSafetensors(file.Tensors.Values.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)), prefix, device);

    public static WeightSet FromSafetensors(IEnumerable<SafetensorsTensor> tensors, string prefix, Device device)
    {
        WeightSet set = new();
        foreach (SafetensorsTensor stored in tensors)
        {
            set._tensors[stored.Name[prefix.Length..]] = tensor(stored.As<float>().ToArray(), stored.Shape, device: device).DetachFromDisposeScope();
        }
        return set;
    }

    // parameters, and what layers keep beside them in numbers of the same kind: running means and variances
    private static IEnumerable<(string Name, Tensor Value)> Values(nn.Module network)
    {
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            yield return (name, parameter);
        }
        foreach ((string name, Tensor buffer) in network.named_buffers())
        {
            if (buffer.dtype == ScalarType.Float32)
            {
                yield return (name, buffer);
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
        _tensors.Clear();
    }
}
