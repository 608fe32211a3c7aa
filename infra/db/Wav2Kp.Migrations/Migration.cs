using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Wav2Kp.Migrations;

/// <summary>A numbered SQL file: <c>NNN_name.sql</c>.</summary>
/// <param name="Number">Its number; files are applied in this order, each once.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">What it holds.</param>
public sealed partial record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the SQL in lower-case hex; line ends do not count.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The files of <c>infra/db</c>, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static List<Migration> Load()
    {
        Assembly assembly = typeof(Migration).Assembly;
        List<Migration> migrations = [];
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            Match match = FileName().Match(name);
            if (!match.Success)
            {
                throw new InvalidOperationException($"'{name}' in infra/db is not named NNN_name.sql.");
            }
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            migrations.Add(new Migration(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }
        return migrations.DistinctBy(m => m.Number).Count() == migrations.Count
            ? migrations
            : throw new InvalidOperationException("Two files in infra/db have the same number.");
    }

    [GeneratedRegex(@"^(\d{3})_[a-z0-9_]+\.sql$")]
    private static partial Regex FileName();
}
