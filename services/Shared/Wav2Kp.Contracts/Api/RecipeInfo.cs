using System.Text.Json;

namespace Wav2Kp.Contracts.Api;

/// <summary>A built-in recipe.</summary>
public sealed record RecipeInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>The recipe itself.</summary>
    public required JsonElement Recipe { get; init; }
}
