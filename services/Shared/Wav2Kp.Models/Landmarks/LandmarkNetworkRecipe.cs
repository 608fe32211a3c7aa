using System.Text.Json.Serialization;
using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Models.Landmarks;

/// <summary>The landmark network's size; what its layers are says <see cref="LandmarkNetworkShape"/>.</summary>
public sealed record LandmarkNetworkRecipe
{
    /// <summary>The crop's width and height, pixels.</summary>
    public int InputSize { get; init; } = 96;

    /// <summary>Channels of each stage.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [16, 32, 56, 96];

    /// <summary>Residual blocks of each stage.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [0, 0, 1, 1];

    /// <summary>Both as the network's shape.</summary>
    [JsonIgnore]
    public LandmarkNetworkShape Shape => new(InputSize, Channels, Blocks);
}
