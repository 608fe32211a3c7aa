using Wav2Kp.Catalog.Filters;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog.Clips;

/// <summary>Filters and orders of clips.</summary>
public static class ClipFilter
{
    /// <summary>What they may name.</summary>
    public static FilterSchema Schema { get; } = new(
        "clips",
        "speaker, quality, length, tags or state",
        [
            new() { Name = "id", Type = FilterType.Text, Description = "The identifier", Sql = "c.id::text" },
            new() { Name = "name", Type = FilterType.Text, Description = "The file's name", Sql = "c.name", ValuesSql = "SELECT DISTINCT name FROM clips" },
            new()
            {
                Name = "state",
                Aliases = ["status"],
                Type = FilterType.Word,
                Words = [.. Enum.GetValues<ClipState>().Select(CatalogText.Of)],
                Description = "Where the clip stands",
                Sql = "c.state",
            },
            new()
            {
                Name = "speaker",
                Type = FilterType.Text,
                Description = "Who speaks",
                Sql = "c.speaker",
                ValuesSql = "SELECT DISTINCT speaker FROM clips WHERE speaker IS NOT NULL",
            },
            new()
            {
                Name = "tags",
                Aliases = ["tag"],
                Type = FilterType.Labels,
                Description = "The clip's tags",
                Sql = "c.tags",
                ValuesSql = "SELECT DISTINCT unnest(tags) FROM clips",
            },
            new() { Name = "length", Aliases = ["seconds", "duration"], Type = FilterType.Number, Description = "Seconds", Sql = "c.seconds" },
            new() { Name = "quality", Aliases = ["good"], Type = FilterType.Number, Description = "Share of the frames that training uses, 0 to 1", Sql = "a.quality" },
            new() { Name = "frames", Type = FilterType.Number, Description = "Frames", Sql = Figure("frames") },
            new() { Name = "valid", Type = FilterType.Number, Description = "Frames with a face", Sql = Figure("valid") },
            new() { Name = "flagged", Type = FilterType.Number, Description = "Frames with a face that is doubtful, blurred, turned or hidden", Sql = Figure("flagged") },
            new() { Name = "faces", Type = FilterType.Number, Description = "Faces other than the speaker's", Sql = Figure("otherFaces") },
            new() { Name = "confidence", Type = FilterType.Number, Description = "Mean confidence of the points, 0 to 1", Sql = Figure("meanConfidence") },
            new() { Name = "blur", Type = FilterType.Number, Description = "Mean blur, 0 to 1", Sql = Figure("meanBlur") },
            new() { Name = "occlusion", Type = FilterType.Number, Description = "Mean share of the face that is hidden, 0 to 1", Sql = Figure("meanOcclusion") },
            new() { Name = "yaw", Type = FilterType.Number, Description = "The furthest turn to a side, degrees", Sql = Figure("mostYaw") },
            new() { Name = "rate", Type = FilterType.Number, Description = "Frames per second", Sql = "c.frame_rate" },
            new() { Name = "width", Type = FilterType.Number, Description = "The picture's width, pixels", Sql = "(c.media->'video'->>'width')::float8" },
            new() { Name = "height", Type = FilterType.Number, Description = "The picture's height, pixels", Sql = "(c.media->'video'->>'height')::float8" },
            new() { Name = "bytes", Aliases = ["size"], Type = FilterType.Number, Description = "The file's size", Sql = "c.bytes::float8" },
            new()
            {
                Name = "code",
                Type = FilterType.Text,
                Description = "Why it was rejected or failed, as a word",
                Sql = "c.code",
                ValuesSql = "SELECT DISTINCT code FROM clips WHERE code IS NOT NULL",
            },
            new() { Name = "sha256", Type = FilterType.Text, Description = "SHA-256 of the file", Sql = "c.sha256" },
            new() { Name = "created", Type = FilterType.Time, Description = "When it was uploaded", Sql = "c.created_at" },
        ],
        ["attributes", "clip"])
    {
        From = $"clips c LEFT JOIN clip_artifacts ca ON ca.clip_id = c.id AND ca.kind = '{ArtifactKinds.Landmarks}' LEFT JOIN artifacts a ON a.id = ca.artifact_id AND a.kind = '{ArtifactKinds.Landmarks}'",
        Row = "c.id",
        Created = "c.created_at",
    };

    /// <summary>Parses a filter; null, empty and blank ones let every clip pass.</summary>
    /// <exception cref="FilterException">The filter cannot be understood.</exception>
    public static Filter Parse(string? text) => Filter.Parse(Schema, text);

    /// <summary>Parses an order; null, empty and blank ones mean the newest first.</summary>
    /// <exception cref="FilterException">The order cannot be understood.</exception>
    public static FilterOrder Order(string? text) => FilterOrder.Parse(Schema, text);

    // a number that the landmark step recorded
    private static string Figure(string name) => $"read_figure(a.metadata, '{name}')";
}
