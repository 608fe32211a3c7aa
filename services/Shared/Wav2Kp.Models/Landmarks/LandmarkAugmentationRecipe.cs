namespace Wav2Kp.Models.Landmarks;

/// <summary>How the pictures of a landmark training are changed, each time anew. Chances are of a picture, 0 to 1.</summary>
public sealed record LandmarkAugmentationRecipe
{
    /// <summary>Deviation of the usual turn in the picture's plane, degrees.</summary>
    public double Turn { get; init; } = 10;

    /// <summary>The largest turn, degrees; one face in four is turned by anything up to it.</summary>
    public double LargestTurn { get; init; } = 45;

    /// <summary>Deviation of the logarithm of the crop's size.</summary>
    public double Scale { get; init; } = 0.08;

    /// <summary>Deviation of the crop's place, in sides.</summary>
    public double Shift { get; init; } = 0.035;

    /// <summary>Chance of a crop that is off by three times as much.</summary>
    public double Coarse { get; init; } = 0.2;

    /// <summary>Chance of changed brightness, contrast, gamma and colour.</summary>
    public double Colour { get; init; } = 0.8;

    /// <summary>Chance of grey.</summary>
    public double Grey { get; init; } = 0.1;

    /// <summary>Chance of blur, by defocus or motion.</summary>
    public double Blur { get; init; } = 0.2;

    /// <summary>Chance of being made small and large again.</summary>
    public double Small { get; init; } = 0.25;

    /// <summary>Chance of noise.</summary>
    public double Noise { get; init; } = 0.25;

    /// <summary>Chance of JPEG's blocks.</summary>
    public double Compression { get; init; } = 0.25;

    /// <summary>Chance of one to three patches over the face.</summary>
    public double Occlusion { get; init; } = 0.3;

    internal void Validate()
    {
        RecipeException.Require(Turn is >= 0 and <= 90, "augmentation.turn", Turn, "between 0 and 90");
        RecipeException.Require(LargestTurn is >= 0 and <= 180, "augmentation.largestTurn", LargestTurn, "between 0 and 180");
        RecipeException.Require(Scale is >= 0 and <= 0.5, "augmentation.scale", Scale, "between 0 and 0.5");
        RecipeException.Require(Shift is >= 0 and <= 0.5, "augmentation.shift", Shift, "between 0 and 0.5");
        foreach ((string name, double chance) in new[]
        {
            ("coarse", Coarse), ("colour", Colour), ("grey", Grey), ("blur", Blur), ("small", Small), ("noise", Noise), ("compression", Compression), ("occlusion", Occlusion),
        })
        {
            RecipeException.Require(chance is >= 0 and <= 1, $"augmentation.{name}", chance, "between 0 and 1");
        }
    }
}
