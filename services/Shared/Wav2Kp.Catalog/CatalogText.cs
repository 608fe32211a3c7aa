namespace Wav2Kp.Catalog;

/// <summary>How enums are written in the database: their names in lower case.</summary>
public static class CatalogText
{
    /// <summary>The text of a value.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.Texts[value];

    /// <summary>The value of a text.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static TEnum Parse<TEnum>(string text) where TEnum : struct, Enum =>
        Names<TEnum>.Values.TryGetValue(text, out TEnum value)
            ? value
            : throw new FormatException($"'{text}' is not a {typeof(TEnum).Name}.");

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Texts =
            Enum.GetValues<TEnum>().ToDictionary(v => v, v => v.ToString().ToLowerInvariant());

        public static readonly Dictionary<string, TEnum> Values = Texts.ToDictionary(p => p.Value, p => p.Key);
    }
}
