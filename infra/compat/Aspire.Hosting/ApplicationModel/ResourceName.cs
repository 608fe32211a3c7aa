namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names of resources and endpoints.</summary>
internal static class ResourceName
{
    public static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string? fault =
            name.Length > 64 ? "is longer than 64 characters"
            : !char.IsAsciiLetter(name[0]) ? "does not start with an ASCII letter"
            : !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? "holds something else than ASCII letters, digits and hyphens"
            : name.EndsWith('-') ? "ends with a hyphen"
            : name.Contains("--", StringComparison.Ordinal) ? "holds two hyphens in a row"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"'{name}' is no name for a resource: it {fault}.", nameof(name));
        }
    }
}
