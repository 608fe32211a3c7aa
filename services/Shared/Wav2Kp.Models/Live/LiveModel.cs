namespace Wav2Kp.Models.Live;

/// <summary>A model ready for live speech: laid out in memory once, whatever number of speakers it listens to at a time.</summary>
public sealed class LiveModel
{
    /// <summary>Lays the model's weights out.</summary>
    /// <param name="package">A model whose recipe's window trails (<see cref="CanStream"/>).</param>
    /// <exception cref="ArgumentException">The model's recipe hears what has not been said yet.</exception>
    /// <exception cref="InvalidDataException">The weights do not fit the recipe's network.</exception>
    public LiveModel(ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!CanStream(package.Recipe))
        {
            throw new ArgumentException($"The model's recipe '{package.Recipe.Name}' needs a whole recording: animate live with a model of a recipe whose 'window.placement' is 'trailing', such as wav2kp-live-100.", nameof(package));
        }
        Package = package;
        Kernel = new KeypointKernel(package);
    }

    /// <summary>The model.</summary>
    public ModelPackage Package { get; }

    // keeps nothing between calls: what a speaker has said is in the speaker's stream
    internal KeypointKernel Kernel { get; }

    /// <summary>Whether models of a recipe can animate while one speaks.</summary>
    public static bool CanStream(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Window.Placement == WindowPlacement.Trailing;
    }
}
