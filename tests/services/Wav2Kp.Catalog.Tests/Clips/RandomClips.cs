using System.Security.Cryptography;
using Wav2Kp.Catalog.Tests.Filters;

namespace Wav2Kp.Catalog.Tests.Clips;

/// <summary>Random clips and filters on them.</summary>
internal sealed class RandomClips(int seed) : RandomFilters<ClipFacts>(seed)
{
    private static readonly string[] s_states = ["uploaded", "processing", "ready", "rejected", "failed"];
    private static readonly (int, int)[] s_fractions = [(0, 1), (1, 2), (4, 5), (5, 1), (10, 1), (30000, 1001), (7, 2), (3, 2)];

    protected override ClipFacts One()
    {
        byte[] hash = new byte[32];
        Random.NextBytes(hash);
        int frames = Random.Next(0, 11);
        int valid = Random.Next(0, frames + 1);
        return new ClipFacts
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(hash)),
            Name = Pick(Texts),
            State = Pick(s_states),
            Speaker = Random.Next(3) == 0 ? null : Pick(Texts),
            Code = Random.Next(3) == 0 ? Pick(Texts) : null,
            Tags = [.. Enumerable.Range(0, Random.Next(0, 4)).Select(_ => Pick(Texts))],
            Bytes = Random.Next(0, 12),
            Created = Epoch.AddMinutes(Random.Next(0, 100_000)),
            Media = Random.Next(5) == 0 ? null : (Pick(s_fractions), Pick(s_fractions), Random.Next(0, 12)),
            Landmarks = Random.Next(4) == 0 ? null : (frames, valid, Random.Next(3) == 0 ? null : Random.Next(0, frames + 1), Random.Next(3) == 0 ? null : Pick<double>([0, 0.5, 0.8, 0.8000000001])),
        };
    }

    protected override (string Text, Func<ClipFacts, bool> Holds) Comparison()
    {
        switch (Random.Next(10))
        {
            case 0:
                return Numeric(Pick(["length", "Seconds", "duration"]), c => c.Length);
            case 1:
                return Numeric(Pick(["quality", "good", "clip.quality"]), c => c.Quality);
            case 2:
                return Random.Next(2) == 0 ? Numeric("frames", c => c.Landmarks?.Frames) : Numeric("blur", c => c.Landmarks?.Blur);
            case 3:
                return Random.Next(3) switch { 0 => Numeric("bytes", c => c.Bytes), 1 => Numeric("width", c => c.Media?.Width), _ => Numeric("rate", c => c.Rate) };
            case 4:
                return Time("created", c => c.Created);
            case 5:
                string state = Pick(s_states);
                return Random.Next(2) == 0 ? ($"state = '{state}'", c => c.State == state) : ($"state not in ('{state}')", c => c.State != state);
            case 6:
                return Random.Next(2) == 0 ? Textual("speaker", c => c.Speaker) : Textual("code", c => c.Code);
            case 7:
                return Textual("name", c => c.Name);
            default:
                return Labels(c => c.Tags);
        }
    }

    /// <summary>Of a set: one that is in it compares so; with not, none does.</summary>
    private (string, Func<ClipFacts, bool>) Labels(Func<ClipFacts, IReadOnlyList<string>> set)
    {
        string field = Pick(["tags", "TAG"]);
        if (Random.Next(6) == 0)
            return Presence(field, c => set(c).Count > 0);
        string one = Pick(Texts), other = Pick(Texts);
        bool not = Random.Next(2) == 0;
        (string written, Func<string, bool> holds) = Random.Next(3) switch
        {
            0 => ($"{(not ? "!=" : "=")} {Literal(one)}", (Func<string, bool>)(t => t == one)),
            1 => ($"{(not ? "not in" : "in")} ({Literal(one)}, {Literal(other)})", t => t == one || t == other),
            _ => ($"{(not ? "not " : "")}like 'wav%'", t => t.StartsWith("wav", StringComparison.Ordinal)),
        };
        return ($"{field} {written}", c => set(c).Any(holds) != not);
    }
}
