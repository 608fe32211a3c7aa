using Wav2Kp.Media;
using Wav2Kp.Testing;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>PyTorch's own numbers, from the shared folder.</summary>
internal static class Golden
{
    internal static SafetensorsFile Read(string name) => SafetensorsFile.Read(SharedFolder.PathOf("golden", name));

    internal static Tensor Tensor(this SafetensorsFile file, string name) =>
        tensor(file[name].As<float>().ToArray(), dimensions: file[name].Shape);
}
