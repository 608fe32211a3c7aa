using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value, such as a password.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    /// <summary>The least length.</summary>
    public int MinLength { get; set; }

    /// <summary>Whether it may hold lower-case letters.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether it may hold capital letters.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether it may hold digits.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether it may hold other characters.</summary>
    public bool Special { get; set; } = true;

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        string alphabet = (Lower ? "abcdefghjkmnpqrstuvwxyz" : "") + (Upper ? "ABCDEFGHJKMNPQRSTUVWXYZ" : "")
            + (Numeric ? "0123456789" : "") + (Special ? "-_.{}~()*+!" : "");
        if (alphabet.Length == 0)
        {
            throw new InvalidOperationException("No character may be used: allow lower, upper, numeric or special ones.");
        }
        // 128 bits whatever the alphabet, since the length is not said to be exact
        int length = Math.Max(MinLength, (int)Math.Ceiling(128 / Math.Log2(Math.Max(2, alphabet.Length))));
        return RandomNumberGenerator.GetString(alphabet, length);
    }
}
