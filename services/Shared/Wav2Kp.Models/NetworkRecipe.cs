namespace Wav2Kp.Models;

/// <summary>The network: LSTM layers over the windows, dropout, one linear layer to the 136 coordinates.</summary>
public sealed record NetworkRecipe
{
    /// <summary>Units of each LSTM layer and direction.</summary>
    public int Hidden { get; init; } = 200;

    /// <summary>LSTM layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Whether the layers run both ways in time.</summary>
    public bool Bidirectional { get; init; } = true;

    /// <summary>Share of the values dropped before the linear layer in training.</summary>
    public double Dropout { get; init; } = 0.25;

    /// <summary>Share of the values dropped between LSTM layers in training.</summary>
    public double LayerDropout { get; init; }

    internal void Validate()
    {
        RecipeException.Require(Hidden is >= 1 and <= 4_096, "network.hidden", Hidden, "between 1 and 4,096");
        RecipeException.Require(Layers is >= 1 and <= 8, "network.layers", Layers, "between 1 and 8");
        RecipeException.Require(Dropout is >= 0 and < 1, "network.dropout", Dropout, "at least 0 and below 1");
        RecipeException.Require(LayerDropout is >= 0 and < 1, "network.layerDropout", LayerDropout, "at least 0 and below 1");
    }
}
