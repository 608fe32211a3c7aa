namespace Wav2Kp.Models;

/// <summary>A recipe is wrong: the message names the field and what it may be.</summary>
public sealed class RecipeException : ArgumentException
{
    /// <param name="message">What is wrong, for the recipe's author.</param>
    public RecipeException(string message) : base(message)
    {
    }

    /// <inheritdoc cref="RecipeException(string)"/>
    /// <param name="innerException">What brought it to light.</param>
    public RecipeException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal static void Require(bool holds, string field, object value, string expected)
    {
        if (!holds)
        {
            throw new RecipeException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'{field}' is {value}, but must be {expected}."));
        }
    }
}
