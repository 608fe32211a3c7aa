using System.Globalization;

namespace Wav2Kp.Models;

/// <summary>A recipe is wrong: the message names the field and what it may be.</summary>
public sealed class RecipeException : ArgumentException
{
    /// <param name="message">What is wrong, for the recipe's author.</param>
    /// <param name="innerException">What brought it to light.</param>
    public RecipeException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }

    /// <summary>The dotted names of the fields that what is wrong hangs on, the one to look at first; none where it is no field's fault.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <param name="holds">Whether all is well.</param>
    /// <param name="field">The field that is wrong otherwise.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="others">The fields that decide what it must be.</param>
    internal static void Require(bool holds, string field, object value, string expected, params IReadOnlyList<string> others)
    {
        if (!holds)
        {
            string shown = value is bool flag ? flag ? "true" : "false" : string.Create(CultureInfo.InvariantCulture, $"{value}");
            throw new RecipeException($"'{field}' is {shown}, but must be {expected}.") { Fields = [field, .. others] };
        }
    }
}
